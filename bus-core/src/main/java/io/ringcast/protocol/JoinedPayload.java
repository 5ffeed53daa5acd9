package io.ringcast.protocol;

import org.jspecify.annotations.Nullable;

/** A payload and one more argument. */
record JoinedPayload(Payload head, @Nullable Object last) implements NestedPayload {

    @Override
    public int size() {
        return head.size() + 1;
    }

    @Override
    public @Nullable Object get(int index) {
        if (index != head.size()) {
            return head.get(index);
        }
        return last instanceof Payload argument ? argument.get(0) : last;
    }

    @Override
    public <T> @Nullable T get(int index, PayloadType<T> type) {
        return index == head.size() ? type.convert(last) : head.get(index, type);
    }

    @Override
    public long heldBytes() {
        return Footprint.of(this);
    }
}
