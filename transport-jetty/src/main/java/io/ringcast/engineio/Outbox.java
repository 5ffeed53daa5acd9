package io.ringcast.engineio;

import java.util.Arrays;

/** What a session has still to send, and what it is sending. Guarded by the session's lock. */
final class Outbox {
    /*
     * Owner: the session; every method under its lock.
     * Invariant: queued and taken packets together are covered by the session's own limits and by what
     * it has borrowed, so that a peer that reads nothing costs no more than that, whether its packets
     * wait here or in a write that does not end. Only a packet that is alone needs no cover.
     * Cost: add and take are O(1) for a WebSocket (two arrays change places), O(taken) where not all of
     * a backlog is taken. An idle session keeps two arrays of four references.
     */
    private static final EnginePacket[] EMPTY = {};
    private static final int FIRST_CAPACITY = 4;
    // Arrays that grew beyond this in a burst are given back.
    private static final int KEPT_CAPACITY = 32;
    // A power of two.
    private static final int BURST = 256;
    // Of a backlog so much is written at a time: how far a peer has come is seen between writes.
    private static final int PIECE = 262_144;

    private final Credit credit;
    private EnginePacket[] queue = EMPTY;
    private int head;
    private int size;
    private long bytes;
    private EnginePacket[] taken = EMPTY;
    private int takenSize;
    private long takenBytes;
    private long borrowed;
    private int departures;

    Outbox(Credit credit) {
        this.credit = credit;
    }

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

    /** Whether something is held that only a loan covers. */
    boolean owes() {
        return borrowed > 0;
    }

    /** Changes whenever a peer has taken something. */
    int departures() {
        return departures;
    }

    boolean hasRoomFor(EnginePacket packet) {
        return credit.covers(size + takenSize + 1, pendingBytes() + packet.totalBytes());
    }

    /** Borrows what a packet needs that does not fit; false if that is more than there is. */
    boolean borrowFor(EnginePacket packet) {
        long needed = credit.excess(size + takenSize + 1, pendingBytes() + packet.totalBytes());
        if (needed > borrowed) {
            if (!credit.tryBorrow(needed - borrowed)) {
                return false;
            }
            borrowed = needed;
        }
        return true;
    }

    /** Something has left, or was dropped: what was borrowed for it goes back. */
    private void settle() {
        departures++;
        if (borrowed > 0) {
            long needed = credit.excess(size + takenSize, pendingBytes());
            if (needed < borrowed) {
                credit.giveBack(borrowed - needed);
                borrowed = needed;
            }
        }
    }

    void add(EnginePacket packet) {
        if (head + size == queue.length) {
            makeRoom();
        }
        queue[head + size++] = packet;
        bytes += packet.totalBytes();
    }

    private void makeRoom() {
        EnginePacket[] next =
                head > size ? queue : new EnginePacket[Math.max(FIRST_CAPACITY, size * 2)];
        System.arraycopy(queue, head, next, 0, size);
        if (next == queue) {
            Arrays.fill(queue, head, head + size, null);
        }
        queue = next;
        head = 0;
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
        return size > 0 && queue[head + size - 1] == packet;
    }

    /**
     * Takes all for one write, or a part of a backlog; {@link #takenPackets} holds it until {@link
     * #releaseTaken}.
     */
    void take() {
        if (bytes <= PIECE && head == 0) {
            EnginePacket[] spare = taken;
            taken = queue;
            takenSize = size;
            takenBytes = bytes;
            queue = spare;
            size = 0;
            bytes = 0;
        } else {
            takePiece();
        }
    }

    private void takePiece() {
        int count = 0;
        long total = 0;
        while (count < size && (count == 0 || total + sizeAt(count) <= PIECE)) {
            total += sizeAt(count);
            count++;
        }
        taken = removeFirst(count);
        takenSize = count;
        takenBytes = total;
    }

    private long sizeAt(int index) {
        return queue[head + index].totalBytes();
    }

    private EnginePacket[] removeFirst(int count) {
        EnginePacket[] first = Arrays.copyOfRange(queue, head, head + count);
        for (EnginePacket packet : first) {
            bytes -= packet.totalBytes();
        }
        Arrays.fill(queue, head, head + count, null);
        size -= count;
        head = size == 0 ? 0 : head + count;
        if (size == 0 && queue.length > KEPT_CAPACITY) {
            queue = EMPTY;
        }
        return first;
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
        settle();
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
            total += 1 + revision.encodedLength(queue[head + count]);
            if (total > maxPayload && count > 0) {
                break;
            }
            count++;
        }
        EnginePacket[] packets = removeFirst(count);
        settle();
        return packets;
    }

    /** Drops what is queued. */
    void clear() {
        queue = EMPTY;
        head = 0;
        size = 0;
        bytes = 0;
        settle();
    }
}
