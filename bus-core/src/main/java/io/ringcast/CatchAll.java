package io.ringcast;

/**
 * Catch-all listeners in both directions, as Socket.IO has them on sockets.
 *
 * <p>They see every event, but neither acknowledgements nor the connection's own events; incoming
 * ones run before the socket's middleware.
 *
 * <p>Threads: any. Listeners run on the owner's loop.
 */
public interface CatchAll {

    /**
     * Sees every incoming event, after the listeners added before.
     *
     * @param listener takes name and arguments
     * @return closes to stop listening
     */
    Registration onAny(AnyListener listener);

    /**
     * Sees every incoming event, before the listeners added before.
     *
     * @param listener takes name and arguments
     * @return closes to stop listening
     */
    Registration prependAny(AnyListener listener);

    /** Removes all catch-all listeners for incoming events. */
    void offAny();

    /**
     * Sees every outgoing event, broadcasts that reach this socket too.
     *
     * @param listener takes name and arguments
     * @return closes to stop listening
     */
    Registration onAnyOutgoing(AnyListener listener);

    /**
     * Sees every outgoing event, before the listeners added before.
     *
     * @param listener takes name and arguments
     * @return closes to stop listening
     */
    Registration prependAnyOutgoing(AnyListener listener);

    /** Removes all catch-all listeners for outgoing events. */
    void offAnyOutgoing();
}
