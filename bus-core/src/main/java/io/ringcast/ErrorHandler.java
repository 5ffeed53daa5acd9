package io.ringcast;

/**
 * Is told of every failure that nobody else sees: a listener or middleware that threw, an answer
 * that could not be sent, a transport that failed.
 *
 * <p>The default writes warnings to the logger {@code io.ringcast.Bus}, without any payload: of
 * each kind of failure the first with its stack, later ones as one line a minute that says how many
 * were left out. An argument that does not fit what a listener declares is the peer's mistake and
 * gets a line without a stack. A handler of one's own is told of every single failure.
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
