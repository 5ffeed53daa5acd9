package io.ringcast.engineio;

import io.ringcast.transport.CloseReason;

/**
 * How a session ends at once.
 *
 * @param reason what the application is told
 * @param detail more of it
 * @param code what a WebSocket is closed with; {@link WebSocketLink#BROKEN} to cut it off
 * @param farewell what a parked GET is answered with
 */
record Ending(CloseReason reason, String detail, int code, EnginePacket farewell) {

    static Ending of(CloseReason reason, String detail) {
        return new Ending(reason, detail, WebSocketLink.NO_CODE, EnginePacket.CLOSE);
    }

    static Ending error(String detail) {
        return of(CloseReason.TRANSPORT_ERROR, detail);
    }

    static Ending error(String detail, int code) {
        return new Ending(CloseReason.TRANSPORT_ERROR, detail, code, EnginePacket.CLOSE);
    }

    /** The peer said so itself: its GET is only released. */
    static Ending byPeer(String detail) {
        return new Ending(
                CloseReason.TRANSPORT_CLOSE, detail, WebSocketLink.NO_CODE, EnginePacket.NOOP);
    }
}
