package io.ringcast;

import io.ringcast.transport.MemoryBudget;
import java.time.Duration;
import java.util.Objects;

/**
 * How connection state recovery works: a client that lost its connection for a short while comes
 * back as the same socket, with its rooms and data, and receives what it missed.
 *
 * <p>Kept is every event without acknowledgement that is not volatile, once for all recipients, for
 * the time given and as long as a connection's loss may go unnoticed; of a client that is away, its
 * rooms and its data. What is emitted to the {@link Socket} that it left is kept too. Where nobody
 * is in a namespace nor may come back to it, nothing is kept.
 *
 * <p>The bounds are for the whole bus, whatever the number of its namespaces and loops. The oldest
 * go first when one is reached, which {@code RECOVERY_EVENTS_EVICTED} and {@code
 * RECOVERY_SESSIONS_EVICTED} count; a client that would miss one of those starts anew, with {@code
 * recovered} false: it never loses an event without being told. A namespace takes what it needs
 * while there is some left. When there is none, one that holds more than its share (the bound,
 * divided by the namespaces that hold something) gives up its own; below that it gets room from the
 * namespace that holds most. So nobody keeps the others from recovering by filling up a namespace.
 *
 * <p>What a client missed is sent before it is told that it is connected, in order, each event
 * once. Which events those are is decided by the rooms it was in when its connection was lost.
 * Values that travel by reference are kept by reference: what is changed after it was emitted
 * arrives changed.
 *
 * <p>A session is used once, and by one connection: if its connection is still open when the client
 * comes back over another one, the older is closed first. A session ends when either side leaves
 * the namespace by intent, when middleware refuses the client, or when it can't be brought back.
 *
 * @param maxDisconnectionDuration how long a client may be away; default 2 minutes
 * @param skipMiddlewares whether recovered sockets pass the namespace's middleware by; default true
 * @param maxPackets events kept in the bus at most; default 10,000
 * @param maxBytes bytes of all that is kept in the bus, at most; default 16 MiB, or an eighth of
 *     the heap ({@code -Xmx}) if that is less. An event counts once for all its recipients, with
 *     its wire form or, if that is more, the message that it came in; values for clients of this
 *     process only, and data, with an estimate that knows texts, bytes and collections of them.
 *     Each event counts 256 bytes and each client 1,024 bytes besides. The memory used may be twice
 *     as much where an event's message and wire form are both kept
 * @param maxSessions clients that may be away from a namespace at the same time, in the whole bus;
 *     default 10,000
 */
public record Recovery(
        Duration maxDisconnectionDuration,
        boolean skipMiddlewares,
        int maxPackets,
        long maxBytes,
        int maxSessions) {

    /** Checks the values. */
    public Recovery {
        Objects.requireNonNull(maxDisconnectionDuration, "maxDisconnectionDuration");
        if (maxDisconnectionDuration.isNegative()
                || maxDisconnectionDuration.isZero()
                || maxPackets < 1
                || maxBytes < 1
                || maxSessions < 1) {
            throw new IllegalArgumentException(
                    "every part of Recovery must be more than zero: maxDisconnectionDuration="
                            + maxDisconnectionDuration
                            + ", maxPackets="
                            + maxPackets
                            + ", maxBytes="
                            + maxBytes
                            + ", maxSessions="
                            + maxSessions);
        }
    }

    /**
     * Recovery with the default bounds.
     *
     * @param maxDisconnectionDuration how long a client may be away
     * @return the settings
     */
    public static Recovery of(Duration maxDisconnectionDuration) {
        long maxBytes = Math.min(16L << 20, MemoryBudget.shareOfHeap(8));
        return new Recovery(maxDisconnectionDuration, true, 10_000, maxBytes, 10_000);
    }

    /**
     * The same settings with middleware run for recovered sockets too.
     *
     * @return the settings
     */
    public Recovery withMiddlewares() {
        return new Recovery(maxDisconnectionDuration, false, maxPackets, maxBytes, maxSessions);
    }
}
