package io.ringcast.engineio;

/** Why a request is refused: the codes that clients see. */
public enum EngineError {
    /** The transport is missing from the query, unknown, or switched off. */
    TRANSPORT_UNKNOWN(0, "Transport unknown"),
    /** There is no session of that id, or not any more. */
    SESSION_ID_UNKNOWN(1, "Session ID unknown"),
    /** A handshake is a GET. */
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
    /** The request contradicts the session or the protocol. */
    BAD_REQUEST(3, "Bad request"),
    /** The application did not let the client in. */
    FORBIDDEN(4, "Forbidden"),
    /** The revision of Engine.IO is not spoken here. */
    UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

    private final int code;
    private final String message;

    EngineError(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /**
     * The number in the answer.
     *
     * @return 0 to 5
     */
    public int code() {
        return code;
    }

    /**
     * The words in the answer.
     *
     * @return the message
     */
    public String message() {
        return message;
    }
}
