package io.ringcast.gateway;

/**
 * What a socket's next message waits for. Messages of one socket never overtake each other on the
 * way to their handlers, but for {@link #CONCURRENT} ones; sockets never wait for one another.
 *
 * <p>What waits is bounded, see {@link Gateways#pendingLimit}.
 */
public enum Order {
    /**
     * Until the handler has returned: handlers start in the order of arrival, and what they return
     * at once leaves in that order. A {@code CompletionStage} or a stream is not waited for.
     */
    ARRIVAL,
    /** Until the handler's result is complete: one message at a time. */
    SERIAL,
    /**
     * For nothing: the handler starts at once, whatever else its socket's messages are waiting for,
     * and nothing waits for it. Only the connection hooks come before it.
     */
    CONCURRENT
}
