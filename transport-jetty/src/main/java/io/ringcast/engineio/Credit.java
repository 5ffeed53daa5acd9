package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundLimits;
import org.jspecify.annotations.Nullable;

/** What the sessions of a server may hold back: each for itself, and all together beyond that. */
@AnyThread
final class Credit {
    /** What a packet in a queue takes besides its own bytes, roughly. */
    private static final int PACKET_BYTES = 128;

    private final OutboundLimits limits;
    private final @Nullable MemoryBudget lent;

    Credit(OutboundLimits limits) {
        this.limits = limits;
        this.lent = limits.lentBytes() == 0 ? null : new MemoryBudget(limits.lentBytes());
    }

    OutboundLimits limits() {
        return limits;
    }

    /** Says whether a session may hold so much without borrowing. A lone packet always fits. */
    boolean covers(int packets, long bytes) {
        return packets <= 1 || (packets <= limits.packets() && bytes <= limits.bytes());
    }

    /** What a session has to borrow to hold so much. */
    long excess(int packets, long bytes) {
        if (covers(packets, bytes)) {
            return 0;
        }
        return Math.max(0, bytes - limits.bytes())
                + Math.max(0, packets - limits.packets()) * (long) PACKET_BYTES;
    }

    boolean tryBorrow(long bytes) {
        return lent != null && lent.tryReserve(bytes);
    }

    void giveBack(long bytes) {
        if (lent != null) {
            lent.release(bytes);
        }
    }

    /** What all sessions together have borrowed. */
    long borrowed() {
        return lent == null ? 0 : lent.reserved();
    }
}
