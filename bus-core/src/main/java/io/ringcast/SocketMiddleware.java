package io.ringcast;

/**
 * Decides whether an incoming event reaches a socket's listeners.
 *
 * <p>Threads: called on the socket's loop. It must not block, but may decide later; later events of
 * that socket do not wait for it.
 */
@FunctionalInterface
public interface SocketMiddleware {

    /**
     * An event arrived.
     *
     * @param event the event, which may be changed
     * @param next takes the decision
     * @throws Exception the same as {@code next.reject}
     */
    void handle(IncomingEvent event, Next next) throws Exception;
}
