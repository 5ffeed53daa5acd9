package io.ringcast;

/**
 * Decides whether a socket may enter a namespace. Nothing is dispatched from it nor broadcast to it
 * before all middleware has let it through.
 *
 * <p>Threads: called on the namespace's loop. It must not block, but may decide later.
 */
@FunctionalInterface
public interface Middleware {

    /**
     * A client wants to enter.
     *
     * @param socket the socket, not connected yet
     * @param next takes the decision
     * @throws Exception the same as {@code next.reject}
     */
    void handle(Socket socket, Next next) throws Exception;
}
