package io.ringcast.transport.jetty;

import java.io.IOException;

/** A WebSocket client broke a rule or a limit; the connection is closed with this status. */
final class FrameException extends IOException {
    private static final long serialVersionUID = 1L;

    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_STATUS = 1005;
    static final int BAD_TEXT = 1007;
    static final int POLICY = 1008;
    static final int TOO_BIG = 1009;
    static final int TRY_AGAIN_LATER = 1013;

    private final int status;

    FrameException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    // A peer decides how often this is thrown.
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
