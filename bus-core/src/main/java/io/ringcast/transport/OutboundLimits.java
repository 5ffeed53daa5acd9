package io.ringcast.transport;

import java.time.Duration;

/**
 * How much a connection may hold back for a peer that reads too slowly, and what happens then.
 *
 * <p>A handler is often faster than any network, so that a queue says little about the peer: what
 * is beyond {@code packets} and {@code bytes} is first written as far as the network takes it, and
 * then held in memory that all connections of a transport share, {@code lentBytes}. A peer is too
 * slow when nothing is left of that, or when its connection has borrowed and the peer takes nothing
 * for the time of {@code patience}.
 *
 * <p>So the queues of a transport hold at most {@code bytes} for each connection and {@code
 * lentBytes} for all of them together, and some 100 bytes for each packet besides its own. Two
 * things come on top: a packet that is alone in its queue is let through whatever its size, and the
 * answer to a poll that is being written has left the queue. What is broadcast is one copy, but
 * counts for each of its recipients.
 *
 * @param packets packets at most; default 65,536, so that it is the bytes that count: each packet
 *     in a queue takes some 100 bytes besides its own
 * @param bytes bytes at most, default 4 MiB; a single packet larger than that is let through when
 *     nothing else is queued
 * @param policy what happens to a packet for which there is no room
 * @param lentBytes what all connections of a transport may hold together beyond their own {@code
 *     packets} and {@code bytes}; default a quarter of the largest heap ({@code -Xmx}), 0 for
 *     nothing. Transports within the process lend nothing
 * @param patience how long the peer of a connection that has borrowed may take nothing; default 10
 *     s. It is looked at once in that time, so that a stuck peer is cut off within twice of it,
 *     whatever the policy; what it borrowed is given back with that
 */
public record OutboundLimits(
        int packets, long bytes, Policy policy, long lentBytes, Duration patience) {

    /** Volatile packets are always dropped first; this says what happens to the others. */
    public enum Policy {
        /** The connection is closed with {@link CloseReason#SLOW_CONSUMER}. The default. */
        DISCONNECT,
        /**
         * The packet is dropped and counted, and the connection stays. Acks and system packets
         * still count as undroppable: they close it.
         */
        DROP
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * The defaults: 65,536 packets, 4 MiB, {@link Policy#DISCONNECT}, a quarter of the heap to lend
     * for 10 s.
     */
    public static final OutboundLimits DEFAULT =
            new OutboundLimits(65_536, 4L * 1024 * 1024, Policy.DISCONNECT)
                    .lending(MemoryBudget.shareOfHeap(4), PATIENCE);

    /** Checks the values. */
    public OutboundLimits {
        if (packets < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "outbound limits must be positive: packets=" + packets + ", bytes=" + bytes);
        }
        if (lentBytes < 0) {
            throw new IllegalArgumentException("lentBytes must not be negative: " + lentBytes);
        }
        if (patience.compareTo(Duration.ofMillis(1)) < 0
                || patience.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("patience must be 1 ms to 1 day: " + patience);
        }
    }

    /**
     * Strict limits: nothing is lent beyond them. A handler that queues more at once than they and
     * the network take loses the packet or the connection, however fast the peer reads.
     *
     * @param packets packets at most, at least 1
     * @param bytes bytes at most, at least 1
     * @param policy what happens to a packet for which there is no room
     * @throws IllegalArgumentException if a limit is not positive
     */
    public OutboundLimits(int packets, long bytes, Policy policy) {
        this(packets, bytes, policy, 0, PATIENCE);
    }

    /**
     * The same limits, beyond which memory is lent.
     *
     * @param lentBytes for all connections of a transport together, not negative
     * @param patience how long a peer may take nothing meanwhile, 1 ms to 1 day
     * @return new limits
     * @throws IllegalArgumentException if a value is out of its range
     */
    public OutboundLimits lending(long lentBytes, Duration patience) {
        return new OutboundLimits(packets, bytes, policy, lentBytes, patience);
    }
}
