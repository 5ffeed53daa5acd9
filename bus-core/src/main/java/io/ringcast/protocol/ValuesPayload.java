package io.ringcast.protocol;

import org.jspecify.annotations.Nullable;

/** Arguments that are Java values already. */
@SuppressWarnings("ArrayRecordComponent") // the varargs array itself, never compared
record ValuesPayload(@Nullable Object[] values) implements NestedPayload {

    static final Payload EMPTY = new ValuesPayload(new @Nullable Object[0]);

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public @Nullable Object get(int index) {
        Object value = value(index);
        return value instanceof Payload argument ? argument.get(0) : value;
    }

    private @Nullable Object value(int index) {
        return index < values.length ? values[index] : null;
    }

    @Override
    public long heldBytes() {
        return values.length == 0 ? 0 : Footprint.of(this);
    }

    @Override
    public <T> @Nullable T get(int index, PayloadType<T> type) {
        return type.convert(value(index));
    }
}
