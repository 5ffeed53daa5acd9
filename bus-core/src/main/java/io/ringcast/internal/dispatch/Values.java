package io.ringcast.internal.dispatch;

import io.ringcast.Arguments;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadMapper;
import org.jspecify.annotations.Nullable;

/** Makes arguments of values that belong to no bus yet. */
public final class Values {
    private static final PayloadMapper MAPPER = PayloadMapper.standard();
    private static final Arguments NONE = new RingArguments(Payload.of(), MAPPER);

    private Values() {}

    /** Arguments that convert with the standard mapper. */
    public static Arguments arguments(@Nullable Object... values) {
        return values.length == 0 ? NONE : new RingArguments(Payload.of(values), MAPPER);
    }

    /** No arguments. */
    public static Arguments none() {
        return NONE;
    }
}
