package io.ringcast.engineio;

/**
 * What a WebSocket tells the engine. The engine implements it.
 *
 * <p>Threads: any, but one call at a time, {@link #onOpen} first. After {@link #onClosed} nothing
 * may follow. No call blocks for longer than the session's {@link EngineHandler} does.
 */
public interface WebSocketHandler {

    /**
     * The WebSocket can be written to. Messages may follow at once.
     *
     * @param link the way back
     */
    void onOpen(WebSocketLink link);

    /**
     * The peer sent a text message, complete. The engine checks that it is UTF-8.
     *
     * @param data holds the message; taken over, must not change any more
     * @param offset where it begins
     * @param length its length in bytes
     */
    void onText(byte[] data, int offset, int length);

    /**
     * The peer sent a binary message, complete.
     *
     * @param data the message; taken over, must not change any more
     */
    void onBinary(byte[] data);

    /**
     * Asks for memory for a message that is incomplete, before it is taken; a message that comes
     * whole need not ask. The clock for its being complete runs from the first time. An engine that
     * gathers pieces of messages has to ask, whatever WebSocket it is behind: this is what bounds
     * the heap.
     *
     * @param bytes all that the message holds then, what was granted before included; 0 when the
     *     message is complete, before it is handed over, or was dropped
     * @return whether it may; if not, the message has to be dropped and {@link #onError} called
     *     with {@link WebSocketLink#TRY_AGAIN_LATER}
     */
    boolean mayHold(int bytes);

    /**
     * Asks whether compressed messages may have grown. An engine that expands messages has to ask
     * for each, before it is handed over.
     *
     * @param bytes how many more a message, or a piece of it, has than were sent for it
     * @return whether they may; if not, the message has to be dropped and {@link #onError} called
     *     with {@link WebSocketLink#POLICY}
     */
    boolean mayExpand(long bytes);

    /**
     * The WebSocket failed: the peer broke a rule, sent too much, or the connection broke. The
     * engine answers with {@link WebSocketLink#close} or {@link WebSocketLink#abort}; {@link
     * #onClosed} still follows.
     *
     * @param code the code to close with: 1002, 1007, 1009, 1013 or another of RFC 6455; {@link
     *     WebSocketLink#BROKEN} if the connection is gone
     * @param detail more for a log, never text of the peer
     */
    void onError(int code, String detail);

    /**
     * The WebSocket is gone: the closing handshake is over, or the connection ended.
     *
     * @param code the peer's code; {@link WebSocketLink#NO_CODE} without one, {@link
     *     WebSocketLink#BROKEN} if the connection ended without a closing handshake
     */
    void onClosed(int code);
}
