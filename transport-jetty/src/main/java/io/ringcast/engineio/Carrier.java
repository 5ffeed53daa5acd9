package io.ringcast.engineio;

/**
 * What carries a session at the moment. Its fields are guarded by the session's lock; it is called
 * without that lock unless the method's name ends in {@code Locked}.
 */
sealed interface Carrier permits PollingTransport, WebSocketTransport {

    EngineTransport transport();

    /** Says whether the transport could take a packet at once. */
    boolean isReadyLocked();

    /** Says whether a request of the peer may be on its way that waits for an answer. */
    boolean isAwaitingLocked();

    /** Sends what is queued if it can, and ends a closing session when nothing is left. */
    void flush();

    /** The session has become CLOSED. Called once. */
    void onEnd(Ending ending);
}
