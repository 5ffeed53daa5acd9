package io.ringcast.transport;

/** What a bus counts, from its start. Read with {@code bus.counters()}. */
public enum Counter {
    /** Connections accepted. */
    CONNECTIONS_OPENED,
    /** Connections ended. */
    CONNECTIONS_CLOSED,
    /** Network connections closed as they arrived, because there were as many as there may be. */
    NETWORK_CONNECTIONS_REFUSED,
    /** Network connections closed because a request's head took too long or too much memory. */
    REQUEST_HEADS_REFUSED,
    /** Requests refused by the transport: bad handshakes, limits, origins, bodies too large. */
    HANDSHAKES_REFUSED,
    /** Namespace entries refused by middleware or for want of the namespace. */
    CONNECTS_REFUSED,
    /** Packets taken in. */
    PACKETS_IN,
    /** Packets handed to a connection. */
    PACKETS_OUT,
    /** Packets encoded; a broadcast counts once. */
    PACKETS_ENCODED,
    /** Connections closed because of bytes or packets that break the protocol. */
    PROTOCOL_ERRORS,
    /**
     * Connections ended by an error of their transport: cut off in the middle of a request, or a
     * request or frame that breaks a rule.
     */
    TRANSPORT_ERRORS,
    /**
     * Connections closed because there was no memory left for what they sent: the inbound budget of
     * their transport was spent. Counted as transport errors too.
     */
    INBOUND_BUDGET_SPENT,
    /**
     * Connections closed because a message of theirs stayed incomplete for too long. Counted as
     * transport errors too.
     */
    MESSAGES_TIMED_OUT,
    /**
     * Connections closed because their compressed messages grew by too much within a second.
     * Counted as transport errors too.
     */
    EXPANSIONS_REFUSED,
    /** WebSockets that were to replace polling and did not: too late, or against the protocol. */
    UPGRADES_FAILED,
    /** Volatile packets dropped because the connection was not writable. */
    DROPPED_VOLATILE,
    /** Packets dropped because an outbound queue was full. */
    DROPPED_OUTBOUND_FULL,
    /** Connections closed because their peer read too slowly: a full queue, or a stuck loan. */
    SLOW_CONSUMERS_CLOSED,
    /** Emits that found their socket disconnected. */
    DROPPED_DISCONNECTED,
    /** Volatile emits that found the ring full. */
    DROPPED_RING_FULL,
    /** Events of clients that sent more in a second than they may. */
    DROPPED_OVER_RATE,
    /** Events that no listener took. */
    UNHANDLED_EVENTS,
    /** Acknowledgements for an id that nobody waits for. */
    UNKNOWN_ACKS,
    /** Pending acknowledgements that timed out. */
    ACKS_TIMED_OUT,
    /** Pending acknowledgements that failed with their socket's disconnect. */
    ACKS_DISCONNECTED,
    /** Clients that came back and went on with their session. */
    RECOVERIES_GRANTED,
    /** Clients that came back and had to begin anew: too late, or something they missed is gone. */
    RECOVERIES_REFUSED,
    /** Events kept for clients that may come back, dropped early because of a bound. */
    RECOVERY_EVENTS_EVICTED,
    /** Sessions kept for clients that may come back, dropped early because of a bound. */
    RECOVERY_SESSIONS_EVICTED,
    /** Failures passed to the error handler. */
    FAILURES,
    /** Handlers that held a loop for longer than the watchdog's limit. */
    SLOW_HANDLERS
}
