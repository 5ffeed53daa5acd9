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
 * @param firstSequence where the log stood when the session began
 * @param lastSent the last event that was sent to it
 * @param endSequence where the log stood when the connection was lost
 * @param expiry when it can't be taken up any more, by the loop's clock
 * @param missed on the way back: what the client has not received
 */
record RecoverySession(
        String sid,
        String pid,
        Set<String> rooms,
        SocketData data,
        long firstSequence,
        long lastSent,
        long endSequence,
        long expiry,
        List<KeptEvent> missed) {

    RecoverySession resumed(List<KeptEvent> missed, long lastSent) {
        return new RecoverySession(
                sid, pid, rooms, data, firstSequence, lastSent, endSequence, expiry, missed);
    }
}
