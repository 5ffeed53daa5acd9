package io.ringcast.gateway;

import java.util.Objects;
import java.util.function.Function;

/** An adapter made of a function. */
record SimpleReturnAdapter<T>(Class<T> type, boolean isStream, Function<? super T, ?> conversion)
        implements ReturnAdapter<T> {

    SimpleReturnAdapter {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(conversion, "adapt");
    }

    @Override
    public Object adapt(T result) {
        return Objects.requireNonNull(conversion.apply(result), "an adapted result");
    }
}
