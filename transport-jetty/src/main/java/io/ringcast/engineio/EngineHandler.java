package io.ringcast.engineio;

import io.ringcast.transport.CloseReason;

/**
 * What a session tells its application.
 *
 * <p>Threads: any. {@code onText}, {@code onBinary}, {@code onUpgrade} and {@code onClose} come one
 * at a time, in the order in which the peer sent; {@code onWritable} may come at the same time as
 * one of them, on another thread. A handler that throws loses that call only, and the failure is
 * reported to {@link EngineObserver#onFailure}.
 */
public interface EngineHandler {

    /**
     * The peer sent a text message.
     *
     * @param utf8 holds the message, valid UTF-8; handed over, nobody else changes it
     * @param offset where it begins
     * @param length its length in bytes
     */
    void onText(byte[] utf8, int offset, int length);

    /**
     * The peer sent a binary message.
     *
     * @param data the message; handed over
     */
    void onBinary(byte[] data);

    /** Nothing is queued any more and the transport is ready: the next packet leaves at once. */
    default void onWritable() {}

    /** The session has moved from polling to a WebSocket. */
    default void onUpgrade() {}

    /**
     * The session has ended. Called once, as the last of the calls that come one at a time.
     *
     * @param reason why
     * @param detail more for a log, never text that the peer sent; may be empty
     */
    void onClose(CloseReason reason, String detail);
}
