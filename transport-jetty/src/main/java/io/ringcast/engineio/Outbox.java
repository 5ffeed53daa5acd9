package io.ringcast.engineio;

import io.ringcast.transport.OutboundLimits;
import java.util.Arrays;

/** What a session has still to send, and what it is sending. Guarded by the session's lock. */
final class Outbox {
    /*
     * Owner: the session; every method under its lock.
     * Invariant: queued and taken packets together obey the limits, so that a peer that reads nothing
     * costs at most one limit, whether its packets wait here or in a write that does not end.
     * Cost: add and take are O(1) for a WebSocket (two arrays change places), O(rest) for a poll that
     * can't take everything. An idle session keeps two arrays of four references.
     */
    private static final EnginePacket[] EMPTY = {};
    private static final int FIRST_CAPACITY = 4;
    // Arrays that grew beyond this in a burst are given back.
    private static final int KEPT_CAPACITY = 32;
    // A power of two.
    private static final int BURST = 256;

    private EnginePacket[] queue = EMPTY;
    private int size;
    private long bytes;
    private EnginePacket[] taken = EMPTY;
    private int takenSize;
    private long takenBytes;

    boolean isEmpty() {
        return size == 0;
    }

    /** Neither queued nor being written. */
    boolean isIdle() {
        return size == 0 && takenSize == 0;
    }

    long pendingBytes() {
        return bytes + takenBytes;
    }

    /** A packet that is alone always fits. */
    boolean hasRoomFor(EnginePacket packet, OutboundLimits limits) {
        long pending = bytes + takenBytes;
        return isIdle()
                || (size + takenSize < limits.packets()
                        && pending + packet.totalBytes() <= limits.bytes());
    }

    void add(EnginePacket packet) {
        if (size == queue.length) {
            queue = Arrays.copyOf(queue, Math.max(FIRST_CAPACITY, size * 2));
        }
        queue[size++] = packet;
        bytes += packet.totalBytes();
    }

    /**
     * So much has been queued since the last flush that it should not wait for the next one: who
     * sends without end must not look like a peer that reads nothing. True once every so many
     * packets.
     */
    boolean isBurst() {
        return size >= BURST && (size & (BURST - 1)) == 0;
    }

    /** Whether the last packet that is queued is that very one. */
    boolean holdsLast(EnginePacket packet) {
        return size > 0 && queue[size - 1] == packet;
    }

    /** Takes all for one write; {@link #takenPackets} holds them until {@link #releaseTaken}. */
    void takeAll() {
        EnginePacket[] spare = taken;
        taken = queue;
        takenSize = size;
        takenBytes = bytes;
        queue = spare;
        size = 0;
        bytes = 0;
    }

    EnginePacket[] takenPackets() {
        return taken;
    }

    int takenSize() {
        return takenSize;
    }

    long takenBytes() {
        return takenBytes;
    }

    /** The write has ended. */
    void releaseTaken() {
        Arrays.fill(taken, 0, takenSize, null);
        if (taken.length > KEPT_CAPACITY) {
            taken = EMPTY;
        }
        takenSize = 0;
        takenBytes = 0;
    }

    /**
     * Takes what fits into a payload, and at least one packet of those that there are.
     *
     * @param maxPayload bytes as a payload, separators included
     * @param revision how the payload will be written
     * @return the packets in order
     */
    EnginePacket[] takePayload(int maxPayload, Revision revision) {
        int count = 0;
        long total = -1;
        while (count < size) {
            total += 1 + revision.encodedLength(queue[count]);
            if (total > maxPayload && count > 0) {
                break;
            }
            bytes -= queue[count].totalBytes();
            count++;
        }
        EnginePacket[] packets = Arrays.copyOf(queue, count);
        System.arraycopy(queue, count, queue, 0, size - count);
        Arrays.fill(queue, size - count, size, null);
        size -= count;
        if (size == 0 && queue.length > KEPT_CAPACITY) {
            queue = EMPTY;
        }
        return packets;
    }

    /** Drops what is queued. */
    void clear() {
        queue = EMPTY;
        size = 0;
        bytes = 0;
    }
}
