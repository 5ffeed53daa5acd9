package io.ringcast.internal.bus;

import io.ringcast.SocketData;
import java.util.List;
import java.util.Set;

/**
 * What is kept of a socket whose connection was lost.
 *
 * @param sid the socket's id
 * @param pid the secret by which its client takes it up again
 * @param rooms the rooms it was in
 * @param data what the application kept with it
 * @param progress how far it got
 * @param expiry when it can't be taken up any more, by the loop's clock
 * @param isInProcess whether its client is in this process
 * @param missed on the way back: what the client has not received
 */
record RecoverySession(
        String sid,
        String pid,
        Set<String> rooms,
        SocketData data,
        Progress progress,
        long expiry,
        boolean isInProcess,
        List<KeptEvent> missed) {

    /**
     * How far a session got, in numbers of the log's events.
     *
     * @param confirmed the client has all up to here: it said so, or the session began there
     * @param lastSent the last event that was sent to it
     * @param end where the log stood when the connection was lost
     */
    record Progress(long confirmed, long lastSent, long end) {}

    RecoverySession resumed(List<KeptEvent> missed, Progress progress) {
        return new RecoverySession(sid, pid, rooms, data, progress, expiry, isInProcess, missed);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "RecoverySession[" + sid + "]";
    }
}
