package io.ringcast;

/**
 * Is told of every failure that nobody else sees: a listener or middleware that threw, an answer
 * that could not be sent, a transport that failed. The default logs a warning without any payload.
 *
 * <p>Threads: any; mostly a loop. It must not block. What it throws is logged and dropped.
 */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * Something failed. The bus, the socket and the other listeners go on.
     *
     * @param context where
     * @param failure what was thrown
     */
    void onError(ErrorContext context, Throwable failure);
}
