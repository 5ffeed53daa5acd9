package io.ringcast.engineio;

import java.util.Arrays;

/** What a session has still to send, and what it is sending. Guarded by the session's lock. */
final class Outbox {
    /*
     * Owner: the session; every method under its lock.
     * Invariant: once more is held than is a session's own, and until nothing is, all packets that are
     * queued or being written are charged to what all sessions share. So peers that read nothing cost
     * no more than that, wherever their packets wait. Below that no write touches what is shared.
     * Cost: offer and take are O(1) for a WebSocket (two arrays change places), O(taken) where not all of
     * a backlog is taken, and O(taken) where it is charged. An idle session keeps two arrays of four
     * references.
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
    // What the write needs besides its packets, where that is charged.
    private long copied;
    private boolean charged;
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

    /** Whether what is held is charged to what all sessions share. */
    boolean isCharged() {
        return charged;
    }

    /** Whether more is held than the session's own limits say. */
    boolean isOverLimits() {
        return !credit.covers(size + takenSize, pendingBytes());
    }

    /** Changes whenever a peer has taken something. */
    int departures() {
        return departures;
    }

    /** Queues a packet; false if that goes beyond the session's own limits, or what all share. */
    boolean offer(EnginePacket packet) {
        return credit.covers(size + takenSize + 1, pendingBytes() + packet.totalBytes())
                && offerBeyondLimits(packet);
    }

    /** Queues a packet; false if that is more than what all sessions share. */
    boolean offerBeyondLimits(EnginePacket packet) {
        if (!charged && !credit.isOwn(size + takenSize + 1, pendingBytes() + packet.totalBytes())) {
            charged = tryChargeAll();
            if (!charged) {
                return false;
            }
        }
        if (charged && !credit.tryHold(packet)) {
            settle();
            return false;
        }
        add(packet);
        return true;
    }

    /** Charges what is held of packets that were added beyond what all share; false if it can't. */
    boolean tryCharge() {
        charged = charged || (!isIdle() && tryChargeAll());
        return charged || isIdle();
    }

    private boolean tryChargeAll() {
        int count = 0;
        while (count < takenSize + size) {
            if (!credit.tryHold(heldAt(count))) {
                while (count > 0) {
                    credit.release(heldAt(--count));
                }
                return false;
            }
            count++;
        }
        return true;
    }

    private EnginePacket heldAt(int index) {
        return index < takenSize ? taken[index] : queue[head + index - takenSize];
    }

    /** Queues a packet of the session's own, whatever the limits. */
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
        takeFirst(count);
    }

    private void takeFirst(int count) {
        long before = bytes;
        taken = removeFirst(count);
        takenSize = count;
        takenBytes = before - bytes;
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

    /** Whether a write is under way. */
    boolean isTaken() {
        return takenSize > 0;
    }

    /** Asks for memory that the write under way needs besides its packets, until it has ended. */
    boolean tryCopy(long more) {
        if (!charged && credit.isOwn(size + takenSize, pendingBytes())) {
            return true;
        }
        boolean granted = credit.tryReserve(more);
        copied += granted ? more : 0;
        return granted;
    }

    /** The write has ended. */
    void releaseTaken() {
        for (int i = 0; charged && i < takenSize; i++) {
            credit.release(taken[i]);
        }
        Arrays.fill(taken, 0, takenSize, null);
        if (taken.length > KEPT_CAPACITY) {
            taken = EMPTY;
        }
        takenSize = 0;
        takenBytes = 0;
        if (copied > 0) {
            credit.giveBack(copied);
            copied = 0;
        }
        departed();
    }

    /**
     * Takes what fits into a payload, and at least one packet of those that there are; {@link
     * #takenPackets} holds it until {@link #releaseTaken}.
     *
     * @param maxPayload bytes as a payload, separators included
     * @param revision how the payload will be written
     */
    void takePayload(int maxPayload, Revision revision) {
        int count = 0;
        long total = -1;
        while (count < size) {
            total += 1 + revision.encodedLength(queue[head + count]);
            if (total > maxPayload && count > 0) {
                break;
            }
            count++;
        }
        takeFirst(count);
    }

    /** Drops what is queued. */
    void clear() {
        for (int i = 0; charged && i < size; i++) {
            credit.release(queue[head + i]);
        }
        queue = EMPTY;
        head = 0;
        size = 0;
        bytes = 0;
        departed();
    }

    private void departed() {
        departures++;
        settle();
    }

    /** The charge ends with the last packet that is held. */
    private void settle() {
        charged = charged && !isIdle();
    }
}
