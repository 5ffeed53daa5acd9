package io.ringcast.transport;

/**
 * The outward side of a client's connection: what the bus needs of a transport. One connection
 * carries the client's sockets in all namespaces.
 *
 * <p>Threads: any. No method blocks.
 */
public interface Connection {

    /**
     * The revision of Engine.IO that the client speaks.
     *
     * @return 4; 3 for clients of Socket.IO 2 where they are allowed
     */
    default int protocol() {
        return 4;
    }

    /**
     * The connection's own id, unknown to other clients. Not the id of a socket.
     *
     * @return the id
     */
    String id();

    /**
     * The name of the transport in use at this moment.
     *
     * @return {@code "polling"}, {@code "websocket"} or {@code "memory"}
     */
    String transportName();

    /**
     * Queues a packet. It leaves with the next {@link Flusher#flush}. A connection whose queue is
     * full applies its {@link OutboundLimits}; on a closed connection nothing happens.
     *
     * @param packet what to send
     * @throws io.ringcast.protocol.PayloadException if the packet can't be encoded; nothing was
     *     queued
     */
    void write(OutboundPacket packet);

    /**
     * Says whether a packet that is written now can leave at once: what volatile packets ask.
     *
     * @return true if the transport is idle and ready
     */
    boolean isWritable();

    /**
     * Who flushes this connection.
     *
     * @return the same flusher for all connections of a transport
     */
    Flusher flusher();

    /**
     * Closes the connection and calls {@link ConnectionHandler#onClose} with that reason, once.
     *
     * @param reason why
     * @param discard whether to drop what is queued instead of sending it first
     */
    void close(CloseReason reason, boolean discard);

    /**
     * The memory that what clients send may take, for all connections of this one's transport
     * together. The bus asks it for what waits for a loop: packets of which attachments are
     * missing, and those that are complete until their loop has run them, but for small ones, which
     * the ring bounds.
     *
     * @return by default one that is never spent, for clients that are trusted
     */
    default MemoryBudget inboundBudget() {
        return MemoryBudget.unlimited();
    }

    /**
     * Closes the connection at once, because the bus was refused memory of its {@link
     * #inboundBudget}: its client is told that it may come back, and the operator which limit it
     * was.
     */
    default void closeOverBudget() {
        close(CloseReason.TRANSPORT_ERROR, true);
    }

    /** Sends what connections have queued. */
    @FunctionalInterface
    interface Flusher {

        /**
         * Starts to send all that is queued in some connections, each in as few writes as possible,
         * and returns without waiting. Called at the end of a batch of events.
         *
         * @param dirty the connections that were written to; the array is reused by the caller
         * @param count how many of the array's first elements to flush
         */
        void flush(Connection[] dirty, int count);
    }
}
