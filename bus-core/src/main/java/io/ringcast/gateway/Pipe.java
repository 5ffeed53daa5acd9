package io.ringcast.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Transforms or checks one payload parameter.
 *
 * <p>One for a specific input type ({@code Pipe<String, User>}) decides, on a parameter, what the
 * argument is read as; on a method, a class or globally it applies to parameters of that type. One
 * for {@code Object} takes what the parameter's type says. What comes out is converted to the
 * parameter's type if need be.
 *
 * <p>Threads: the handler's.
 *
 * @param <I> what goes in
 * @param <O> what comes out
 */
@FunctionalInterface
public interface Pipe<I, O> {

    /**
     * Transforms a value.
     *
     * @param value the value; null if the argument is missing or null
     * @param metadata the parameter
     * @return the value to go on with
     * @throws Exception if the value is unacceptable; a {@link WsException} tells the client why
     */
    @Nullable O transform(@Nullable I value, ArgumentMetadata metadata) throws Exception;
}
