package io.ringcast.gateway;

import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the values of parameters that gateways do not know by themselves. Asked once for each such
 * parameter, at registration, before it is taken for payload. What it throws fails the
 * registration; what the function throws for a message goes to that handler's filters.
 *
 * <p>Threads: that of {@link Gateways#register}; the function's: the handler's.
 */
@FunctionalInterface
public interface ArgumentResolver {

    /**
     * Looks at a parameter.
     *
     * @param parameter its type, its name and its annotations
     * @return what makes its value for each call, on the handler's thread; empty to leave it to
     *     others
     */
    Optional<Function<? super EventContext, ?>> resolve(ArgumentMetadata parameter);
}
