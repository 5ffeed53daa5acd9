package io.ringcast.engineio;

/** The life of a session. */
public enum SessionState {
    /**
     * The handshake is being answered; the application has not yet been told. Moved by the server.
     */
    OPENING,
    /** Packets go both ways. Moved here by the server once the open packet is queued. */
    OPEN,
    /**
     * The application has closed the session and heard {@link EngineHandler#onClose}; what it
     * queued before still leaves, what the peer sends is ignored. Moved here by {@link
     * EngineSession#close}.
     */
    CLOSING,
    /**
     * Over: the id is unknown. Moved here by the peer's end, a failure, a limit, a time-out, or the
     * last packet of a closing session.
     */
    CLOSED
}
