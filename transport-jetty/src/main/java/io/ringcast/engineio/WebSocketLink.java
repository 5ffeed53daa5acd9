package io.ringcast.engineio;

/**
 * The way to write to a WebSocket: what the engine needs of an implementation.
 *
 * <p>Threads: any. Sends come one at a time: the next after the completion of the one before.
 * {@link #close} and {@link #abort} may come at any time. No method may block or throw.
 */
public interface WebSocketLink {

    /** A close frame without a code; the peer reports 1005. */
    int NO_CODE = 1005;

    /** The connection ended without a close frame. Never sent. */
    int BROKEN = 1006;

    /** The peer broke a rule that no other code stands for. */
    int POLICY = 1008;

    /** There is no memory left for what the peer sends: {@link WebSocketHandler#mayHold}. */
    int TRY_AGAIN_LATER = 1013;

    /**
     * Writes packets, each frame as one WebSocket message, in as few writes as possible. A write
     * that is cut short by {@link #abort}, or comes after it, fails.
     *
     * @param packets holds the packets; only read until the completion, and reused after it
     * @param count how many of the array's first elements to write
     * @param completion told once when all is written, or that it can't be; may be told before this
     *     method returns
     */
    void send(EnginePacket[] packets, int count, Completion completion);

    /**
     * Starts the closing handshake, after a write that is under way. Messages of the peer are still
     * read, and ignored, until its close frame arrives. Has no effect after the first time.
     *
     * @param code the code to send; {@link #NO_CODE} for an empty close frame
     */
    void close(int code);

    /** Ends the connection at once. {@link WebSocketHandler#onClosed} follows. */
    void abort();

    /** Told how a write ended. */
    interface Completion {

        /** All was written. */
        void onSent();

        /** Nothing more can be written. {@link WebSocketHandler#onClosed} follows. */
        void onSendFailed();
    }
}
