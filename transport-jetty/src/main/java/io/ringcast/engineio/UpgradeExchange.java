package io.ringcast.engineio;

/**
 * A request to become a WebSocket. It is either accepted or answered like any other request.
 *
 * <p>Threads: as {@link HttpExchange}.
 */
public interface UpgradeExchange extends HttpExchange {

    /**
     * Answers with 101 and hands the WebSocket over. The engine calls this at most once, and {@link
     * #respond} or {@link #abort} otherwise. If the upgrade fails, the handler is never called.
     *
     * @param headers more headers of the answer
     * @param handler what the WebSocket tells; its {@link WebSocketHandler#onOpen} comes first
     */
    void accept(ResponseHeaders headers, WebSocketHandler handler);
}
