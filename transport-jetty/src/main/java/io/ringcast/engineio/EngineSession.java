package io.ringcast.engineio;

import io.ringcast.transport.CloseReason;
import io.ringcast.transport.HandshakeRequest;
import io.ringcast.transport.MemoryBudget;

/**
 * A client's connection: messages both ways, in order, over whatever transport the client uses at
 * the moment.
 *
 * <p>Sends only queue. {@link #flush} hands all that is queued to the transport in one write; while
 * a write is under way more packets gather and leave together at its end without another flush.
 * Nothing is lost, doubled or reordered when the client moves from polling to a WebSocket. A queue
 * that outgrows {@link EngineOptions#outboundLimits} meets its policy.
 *
 * <p>Threads: any. Messages of one thread leave in the order in which it sent them. No method
 * blocks.
 */
public interface EngineSession {

    /**
     * The session's id: 20 random characters, a secret between the two sides.
     *
     * @return the id
     */
    String id();

    /**
     * The revision of Engine.IO that the client speaks.
     *
     * @return 4; 3 for clients of Socket.IO 2 where they are allowed
     */
    int protocol();

    /**
     * The transport in use at this moment.
     *
     * @return polling, then perhaps WebSocket; never back
     */
    EngineTransport transport();

    /**
     * How the client arrived.
     *
     * @return a snapshot of the first request
     */
    HandshakeRequest handshake();

    /**
     * Where the session is in its life.
     *
     * @return the state
     */
    SessionState state();

    /**
     * Says whether a packet sent now would leave with the next flush: a GET waits, or the WebSocket
     * has written everything, and nothing is queued. This is what decides about volatile packets.
     *
     * @return false too when the session is not open
     */
    boolean isWritable();

    /**
     * The bytes that wait to be written, or are being written.
     *
     * @return bytes, without framing
     */
    long pendingBytes();

    /**
     * Queues a packet, shared and without a copy; its attachments stay with it. It leaves with the
     * next flush, or before that if many are queued.
     *
     * @param packet what to send
     * @param delivery what may happen to it
     * @return what became of it
     */
    SendResult send(EnginePacket packet, Delivery delivery);

    /**
     * Queues a text message.
     *
     * @param text the text
     * @return what became of it
     */
    default SendResult sendText(String text) {
        return send(EnginePacket.text(text), Delivery.NORMAL);
    }

    /**
     * Queues a binary message.
     *
     * @param data the message; not copied, must not change any more
     * @return what became of it
     */
    default SendResult sendBytes(byte[] data) {
        return send(EnginePacket.binary(data), Delivery.NORMAL);
    }

    /** Starts to write what is queued, and returns without waiting for it. */
    void flush();

    /**
     * Closes the session with {@link CloseReason#FORCED_CLOSE}.
     *
     * @param discard whether to drop what is queued instead of sending it first
     */
    default void close(boolean discard) {
        close(CloseReason.FORCED_CLOSE, discard);
    }

    /**
     * Closes the session. {@link EngineHandler#onClose} comes at once, or after the call of the
     * handler that is under way; without {@code discard} what is queued is flushed and has 30
     * seconds to leave. Has no effect on a session that is closed; on one that is closing, {@code
     * discard} ends the wait.
     *
     * @param reason why
     * @param discard whether to drop what is queued instead of sending it first
     */
    void close(CloseReason reason, boolean discard);

    /**
     * The memory that messages of all clients of this engine may take together. What is incomplete
     * is charged by the engine; a handler that keeps large messages may charge them here, too.
     *
     * @return the budget of {@link EngineOptions#inboundBudget}
     */
    MemoryBudget inboundBudget();

    /**
     * Ends the session at once because its handler was refused memory of the {@link
     * #inboundBudget}: a WebSocket is closed with 1013, "try again later".
     */
    void endOverBudget();

    /** What may happen to a packet. */
    enum Delivery {
        /** Dropped unless the session {@link EngineSession#isWritable}. */
        VOLATILE,
        /** Queued; if the queue is full, the policy decides between the packet and the session. */
        NORMAL,
        /** Queued; if the queue is full, the session ends whatever the policy. */
        ESSENTIAL
    }

    /** What became of a packet. */
    enum SendResult {
        /** It waits for the next flush, or for the end of the write under way. */
        QUEUED,
        /** It was volatile, and the session not writable. */
        DROPPED_VOLATILE,
        /** The queue was full, and the policy is to drop. */
        DROPPED_FULL,
        /** The queue was full, and the session has been closed for that. */
        CLOSED_FULL,
        /** The session is closing or closed. */
        CLOSED
    }
}
