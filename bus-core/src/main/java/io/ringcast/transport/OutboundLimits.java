package io.ringcast.transport;

/**
 * How much a connection may hold back for a peer that reads too slowly, and what happens then.
 *
 * @param packets packets at most; default 65,536, so that it is the bytes that count: each packet
 *     in a queue takes some 100 bytes besides its own
 * @param bytes bytes at most, default 4 MiB; a single packet larger than that is let through when
 *     nothing else is queued
 * @param policy what happens to a packet that finds the queue full
 */
public record OutboundLimits(int packets, long bytes, Policy policy) {

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

    /** The defaults: 65,536 packets, 4 MiB, {@link Policy#DISCONNECT}. */
    public static final OutboundLimits DEFAULT =
            new OutboundLimits(65_536, 4L * 1024 * 1024, Policy.DISCONNECT);

    /** Checks the values. */
    public OutboundLimits {
        if (packets < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "outbound limits must be positive: packets=" + packets + ", bytes=" + bytes);
        }
    }
}
