package io.ringcast.internal.bus;

import io.ringcast.SocketData;
import io.ringcast.protocol.Payload;
import java.util.Set;

/**
 * What is kept of a socket whose connection was lost.
 *
 * @param sid the socket's id
 * @param rooms the rooms it was in
 * @param data what the application kept with it
 * @param progress how far it got
 * @param lost when its connection was lost, by the loop's clock
 * @param expiry when it can't be taken up any more, by the loop's clock
 * @param isInProcess whether its client is in this process
 * @param bytes what it counts for
 */
record KeptSocket(
        String sid,
        Set<String> rooms,
        SocketData data,
        Progress progress,
        long lost,
        long expiry,
        boolean isInProcess,
        long bytes)
        implements RecoverySession.Holder {

    private static final long OVERHEAD = 1_024;

    /** The bytes of what an application and its client left: rooms' names, and data. */
    static long sizeOf(Set<String> rooms, SocketData data) {
        return OVERHEAD + RoomNames.bytes(rooms) + Payload.of(data.asMap()).heldBytes();
    }

    /**
     * How far a session got, in numbers of the log's events.
     *
     * @param confirmed the client misses nothing up to here: it said so, or the session began there
     * @param lastSent the last event that was sent to it
     * @param end where the log stood when the connection was lost
     */
    record Progress(long confirmed, long lastSent, long end) {

        /** A client that misses nothing up to an event, and all that concerns it afterwards. */
        static Progress at(long sequence) {
            return new Progress(sequence, sequence, sequence);
        }
    }

    KeptSocket from(Progress other) {
        return new KeptSocket(sid, rooms, data, other, lost, expiry, isInProcess, bytes);
    }

    boolean isOver(long now) {
        return now - expiry > 0;
    }

    @Override
    public String toString() {
        return "KeptSocket[" + sid + "]";
    }
}
