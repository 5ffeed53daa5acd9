package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundLimits;

/** What the sessions of a server may hold back: each for itself, and all of them together. */
@AnyThread
final class Credit {
    /*
     * A session that holds no more than OWN, within its limits, is charged nothing: there are many of
     * those, and they hold little. Beyond that each of its packets is charged to what all sessions share: its bytes once,
     * however many sessions hold it, and its place in each queue. Pings and pongs are never charged,
     * there is one copy of them and a session holds a few at most.
     */
    static final long OWN = 4_096;

    /** What a packet takes besides its bytes, roughly. */
    private static final int PACKET_BYTES = 128;

    /** A reference, in an array of which half may be empty. */
    private static final int PLACE_BYTES = 16;

    private final OutboundLimits limits;
    private final MemoryBudget whole;
    private final MemoryBudget lent;

    /** Makes the credit of a server, a part of what others use too. */
    Credit(OutboundLimits limits, MemoryBudget whole) {
        this.limits = limits;
        this.whole = whole;
        this.lent =
                limits.lentBytes() == 0
                        ? MemoryBudget.unlimited()
                        : whole.part(limits.lentBytes(), limits.lentBytes() / 8);
    }

    OutboundLimits limits() {
        return limits;
    }

    /** Whether a session may hold more than its own limits as long as its peer reads. */
    boolean lends() {
        return limits.lentBytes() > 0;
    }

    /** Whether so much is within a session's own limits. A lone packet always is. */
    boolean covers(int packets, long bytes) {
        return packets <= 1 || (packets <= limits.packets() && bytes <= limits.bytes());
    }

    /** Whether a session may hold so much without being charged. */
    boolean isOwn(int packets, long bytes) {
        boolean isLittle = bytes + (long) packets * PACKET_BYTES <= OWN;
        return !lends() || (isLittle && covers(packets, bytes));
    }

    /** Charges a packet that a session is going to hold; false if that is more than there is. */
    boolean tryHold(EnginePacket packet) {
        if (packet.type() != PacketType.MESSAGE) {
            return true;
        }
        Charge shared = packet.charge();
        if (shared == null) {
            shared = packet.charge(new Charge(lent, PACKET_BYTES + packet.heldBytes()));
        }
        long alone = alone(packet, shared);
        if (!lent.tryReserve(alone)) {
            return false;
        }
        if (shared.isOf(lent) && !shared.tryEnter()) {
            lent.release(alone);
            return false;
        }
        return true;
    }

    /** A session does not hold a packet any more that it was charged for. */
    void release(EnginePacket packet) {
        Charge shared = packet.charge();
        if (shared != null) {
            lent.release(alone(packet, shared));
            if (shared.isOf(lent)) {
                shared.leave();
            }
        }
    }

    boolean tryReserve(long bytes) {
        return lent.tryReserve(bytes);
    }

    void giveBack(long bytes) {
        lent.release(bytes);
    }

    /** What each session pays; all of it where another server was the first to hold the packet. */
    private long alone(EnginePacket packet, Charge shared) {
        return PLACE_BYTES + (shared.isOf(lent) ? 0 : PACKET_BYTES + packet.heldBytes());
    }

    /** Whether so much is held that a peer which takes nothing can't be waited for. */
    boolean isShort() {
        return lent.reserved() > limits.lentBytes() / 2 || whole.reserved() > whole.limit() / 4 * 3;
    }

    /** What all sessions together are charged for. */
    long borrowed() {
        return lent.reserved();
    }
}
