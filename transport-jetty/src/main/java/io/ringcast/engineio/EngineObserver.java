package io.ringcast.engineio;

import io.ringcast.transport.CloseReason;

/**
 * Hears what happens in an engine: for counters, metrics and an admin's view.
 *
 * <p>Threads: any, at the same time. Calls are part of the engine's own work and have to be short;
 * they must not throw.
 */
public interface EngineObserver {

    /** What a message of a client can take too much of. */
    enum InboundLimit {
        /** The memory of all clients' messages: {@link EngineOptions#inboundBudget}. */
        BUDGET,
        /** Time, while it was incomplete: {@link EngineOptions#messageTimeout}. */
        TIME,
        /** Bytes that were not sent, but compressed: {@link EngineOptions#maxExpansion}. */
        EXPANSION
    }

    /** Hears nothing. */
    EngineObserver NONE = new EngineObserver() {};

    /**
     * A session has opened.
     *
     * @param session the session
     */
    default void onOpened(EngineSession session) {}

    /**
     * A session has ended, for both sides.
     *
     * @param session the session
     * @param reason why
     */
    default void onClosed(EngineSession session, CloseReason reason) {}

    /**
     * A packet came in.
     *
     * @param session the session
     * @param type its type
     * @param bytes its length on the wire, without framing
     */
    default void onPacketIn(EngineSession session, PacketType type, int bytes) {}

    /**
     * Packets were handed to a transport in one write.
     *
     * @param session the session
     * @param packets how many, attachments not counted
     * @param bytes their length, without framing
     */
    default void onPacketsOut(EngineSession session, int packets, long bytes) {}

    /**
     * A packet was not sent.
     *
     * @param session the session
     * @param result why: volatile, full, or closed
     */
    default void onDropped(EngineSession session, EngineSession.SendResult result) {}

    /**
     * A session's client sent a message or a body of more bytes than {@link
     * EngineOptions#maxPayload}: the session ends, or the POST is refused with 413.
     *
     * @param session the session
     */
    default void onTooLarge(EngineSession session) {}

    /**
     * A session ends because of what a message of its client took before it was done with.
     *
     * @param session the session
     * @param limit which limit it was
     */
    default void onInboundLimit(EngineSession session, InboundLimit limit) {}

    /**
     * A request was refused: Engine.IO's {@code connection_error}.
     *
     * @param error what was wrong
     */
    default void onConnectionError(ConnectionError error) {}

    /**
     * A WebSocket that was to replace polling was turned away, came too late, or broke. The session
     * goes on with polling.
     *
     * @param session the session
     */
    default void onUpgradeFailed(EngineSession session) {}

    /**
     * A handler or hook of the application threw.
     *
     * @param context where, in a few words
     * @param failure what it threw
     */
    default void onFailure(String context, Throwable failure) {}

    /**
     * The engine's clock has ended without having been closed: sessions neither time out nor are
     * pinged any more. Called once at most.
     *
     * @param failure what ended it
     */
    default void onFatal(Throwable failure) {}
}
