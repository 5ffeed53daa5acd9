package io.ringcast;

/** Why a socket disconnected. The texts are Socket.IO's. */
public enum DisconnectReason {
    /** The client left the namespace. */
    CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
    /** The server made the socket leave the namespace. */
    SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
    /** The bus is shutting down. */
    SERVER_SHUTTING_DOWN("server shutting down"),
    /** The client did not answer a heartbeat in time. */
    PING_TIMEOUT("ping timeout"),
    /** The connection was closed by the other side, or lost. */
    TRANSPORT_CLOSE("transport close"),
    /** The connection failed. */
    TRANSPORT_ERROR("transport error"),
    /** The client sent bytes that are no Engine.IO packet. */
    PARSE_ERROR("parse error"),
    /** The server closed the connection, after a packet that breaks the protocol for instance. */
    FORCED_CLOSE("forced close"),
    /** The server closed the connection, which still had packets to send. */
    FORCED_SERVER_CLOSE("forced server close"),
    /** The client reads too slowly. Not one of Socket.IO's, which has no bound. */
    SLOW_CONSUMER("slow consumer"),
    /** On a client: the server made it leave the namespace. */
    IO_SERVER_DISCONNECT("io server disconnect"),
    /** On a client: it left the namespace itself. */
    IO_CLIENT_DISCONNECT("io client disconnect");

    private final String text;

    DisconnectReason(String text) {
        this.text = text;
    }

    /**
     * Socket.IO's words for the reason.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
