package io.ringcast;

/**
 * How a middleware decides. The first call counts, later ones do nothing.
 *
 * <p>Threads: any, at any time: a middleware may decide later.
 */
public interface Next {

    /** Goes on with the next middleware, or with what the middleware guards. */
    void proceed();

    /**
     * Refuses.
     *
     * @param failure why. At a connection its message, and the data of a {@link
     *     ConnectErrorException}, reach the client; at an event it goes to the socket's {@code
     *     onError} listeners, and the event is dropped
     */
    void reject(Exception failure);
}
