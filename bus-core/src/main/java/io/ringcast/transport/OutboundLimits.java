package io.ringcast.transport;

import java.time.Duration;

/**
 * How much a connection may hold back for a peer that reads too slowly, and what happens then.
 *
 * <p>A handler is often faster than any network, so that a queue says little about the peer: what
 * is beyond {@code packets} and {@code bytes} is first written as far as the network takes it, and
 * then held all the same, as long as the memory lasts that all connections of a transport share,
 * {@code lentBytes}. A peer is too slow when its connection holds more than {@code packets} or
 * {@code bytes} and the peer takes nothing for the time of {@code patience}, or when nothing is
 * left of what is shared.
 *
 * <p>So all queues of a transport hold at most {@code lentBytes} together, and 4 KiB for each
 * connection; answers to polls count until they are written. A packet that is broadcast counts
 * once, and 16 bytes for each of its recipients; a packet counts 128 bytes besides its own. While
 * more than half of that is taken, the peers of all connections that hold more than 4 KiB are
 * watched, whatever their own limits.
 *
 * @param packets packets at most; default 65,536, so that it is the bytes that count
 * @param bytes bytes at most, default 4 MiB; a packet larger than that is let through when nothing
 *     else is queued
 * @param policy what happens to a packet for which there is no room
 * @param lentBytes what all connections of a transport may hold together, but for the first 4 KiB
 *     of each; default a quarter of the largest heap ({@code -Xmx}), and never more than what the
 *     other budgets of a bus leave of half of the heap. 0 for strict limits: no connection goes
 *     beyond {@code packets} and {@code bytes}, and all of them together may hold as many times
 *     that. Transports within the process have strict limits
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
     * The defaults: 65,536 packets, 4 MiB, {@link Policy#DISCONNECT}, a quarter of the heap for all
     * with a patience of 10 s.
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
     * The same limits for each connection, beyond which memory is lent.
     *
     * @param lentBytes for all connections of a transport together; 0 for strict limits
     * @param patience how long a peer may take nothing meanwhile, 1 ms to 1 day
     * @return new limits
     * @throws IllegalArgumentException if a value is out of its range
     */
    public OutboundLimits lending(long lentBytes, Duration patience) {
        return new OutboundLimits(packets, bytes, policy, lentBytes, patience);
    }
}
