package io.ringcast.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Runs around a handler: before it, after it, instead of it.
 *
 * <pre>{@code
 * Interceptor timing = (context, next) -> {
 *     long start = System.nanoTime();
 *     return Results.map(next.proceed(), value -> new Timed(value, System.nanoTime() - start));
 * };
 * }</pre>
 *
 * <p>Threads: the handler's: the namespace's loop, which must not be blocked, or the executor of
 * {@link Blocking} handlers.
 */
@FunctionalInterface
public interface Interceptor {

    /**
     * Surrounds a call.
     *
     * @param context the message, and the handler with its annotations
     * @param next the rest: the next interceptor, in the end the handler
     * @return what is delivered as the result: that of {@code next}, or another one
     * @throws Exception a failure, which goes to the filters
     */
    @Nullable Object intercept(EventContext context, CallHandler next) throws Exception;
}
