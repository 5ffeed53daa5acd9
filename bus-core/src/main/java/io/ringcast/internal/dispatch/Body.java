package io.ringcast.internal.dispatch;

import io.ringcast.Arguments;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadType;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an event as one reference, so that the common case allocates nothing: a {@link
 * Payload}, or the single argument itself.
 */
public final class Body {
    private Body() {}

    /** The body of a single argument; what holds arguments stands for them. */
    public static @Nullable Object of(@Nullable Object argument) {
        return argument instanceof Arguments arguments ? arguments.payload() : argument;
    }

    /** The body of some arguments. */
    public static @Nullable Object of(@Nullable Object[] arguments) {
        return arguments.length == 1 ? of(arguments[0]) : Payload.of(arguments);
    }

    /** The body as a payload. */
    public static Payload payload(@Nullable Object body) {
        return body instanceof Payload payload
                ? payload
                : Payload.of(new @Nullable Object[] {body});
    }

    /** The first argument as a type. */
    public static <T> @Nullable T first(@Nullable Object body, PayloadType<T> type) {
        return body instanceof Payload payload ? payload.get(0, type) : type.convert(body);
    }
}
