package io.ringcast.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Takes failures of one type and decides what the client is told.
 *
 * <p>The type is the type argument, or what {@link Catch} says. One filter handles a failure; one
 * that fails itself is reported, and the client is told as if there were none.
 *
 * <p>Threads: called on the namespace's loop, must not block.
 *
 * @param <T> the type of failure
 */
@FunctionalInterface
public interface ExceptionFilter<T extends Throwable> {

    /**
     * Handles a failure.
     *
     * @param failure what was thrown, without wrappers like {@code CompletionException}
     * @param context the message, and the handler with its annotations
     * @return what is delivered instead, as a handler's result is: the answer, a {@link WsResponse}
     *     ...
     * @throws Exception anything; reported
     */
    @Nullable Object catchError(T failure, EventContext context) throws Exception;
}
