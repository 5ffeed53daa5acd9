package io.ringcast.internal.dispatch;

import io.ringcast.Arguments;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.protocol.PayloadType;
import io.ringcast.protocol.TypeRef;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Arguments over a body, with the mapper that converts them. */
public record RingArguments(@Nullable Object body, PayloadMapper mapper) implements Arguments {

    @Override
    public int size() {
        return body instanceof Payload payload ? payload.size() : 1;
    }

    @Override
    public @Nullable Object get(int index) {
        if (body instanceof Payload payload) {
            return payload.get(index);
        }
        return index == 0 ? body : null;
    }

    @Override
    public <T> T get(int index, Class<T> type) {
        return convert(index, mapper.type(type));
    }

    @Override
    public <T> T get(int index, TypeRef<T> type) {
        return convert(index, mapper.type(type));
    }

    @SuppressWarnings("NullAway") // null is documented: callers know their events
    private <T> T convert(int index, PayloadType<T> type) {
        if (body instanceof Payload payload) {
            return payload.get(index, type);
        }
        return index == 0 ? type.convert(body) : null;
    }

    @Override
    public Payload payload() {
        return Body.payload(body);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < size(); i++) {
            text.add(String.valueOf(get(i)));
        }
        return text.toString();
    }
}
