package io.ringcast.transport;

/** Why a connection ended, as seen by its server. Engine.IO's reasons. */
public enum CloseReason {
    /** The connection went away: the peer closed it. */
    TRANSPORT_CLOSE("transport close"),
    /** The connection failed, or the peer broke a rule of its transport. */
    TRANSPORT_ERROR("transport error"),
    /** The peer did not answer a heartbeat in time. */
    PING_TIMEOUT("ping timeout"),
    /** The peer sent bytes that are no Engine.IO packet. */
    PARSE_ERROR("parse error"),
    /** This side closed the connection. */
    FORCED_CLOSE("forced close"),
    /** This side closed the connection because it shuts down. */
    SERVER_SHUTTING_DOWN("server shutting down"),
    /** The peer reads too slowly: its outbound queue was over its limit. */
    SLOW_CONSUMER("slow consumer");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /**
     * The words that Socket.IO uses for the reason.
     *
     * @return the text
     */
    public String text() {
        return text;
    }
}
