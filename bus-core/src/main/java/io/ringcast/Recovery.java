package io.ringcast;

import java.time.Duration;
import java.util.Objects;

/**
 * How connection state recovery works: a client that lost its connection for a short while comes
 * back as the same socket, with its rooms and data, and receives what it missed.
 *
 * <p>Kept is every event without acknowledgement that is not volatile, once for all recipients, for
 * the time given and as long as a connection's loss may go unnoticed. The oldest go first when a
 * bound is reached, which {@code RECOVERY_EVENTS_EVICTED} and {@code RECOVERY_SESSIONS_EVICTED}
 * count; a client that would miss one of those starts anew, with {@code recovered} false: it never
 * loses an event without being told.
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
 * @param maxPackets events kept per namespace at most; default 10,000
 * @param maxBytes bytes of events kept per namespace at most, in their wire form, or an estimate
 *     for those that were for clients of this process only; default 16 MiB
 * @param maxSessions clients that may be away at the same time, per namespace; default 10,000
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
        return new Recovery(maxDisconnectionDuration, true, 10_000, 16L * 1024 * 1024, 10_000);
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
