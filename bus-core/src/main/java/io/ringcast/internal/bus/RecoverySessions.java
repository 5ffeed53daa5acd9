package io.ringcast.internal.bus;

import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.Counter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions of a namespace: those cut off, and who goes on with one. */
@LoopConfined
final class RecoverySessions {
    /*
     * A pid is away, or present (its socket is connected, or on the way in with that session), or
     * unknown. A session is used once. A pid that comes while it is present is fenced: the older
     * socket ends first, so that two never go on with one session.
     */
    private final RingNamespace namespace;
    private final int limit;
    private final Map<String, RecoverySession> away = new LinkedHashMap<>();
    private final Map<String, RingSocket> present = new HashMap<>();

    RecoverySessions(RingNamespace namespace, int limit) {
        this.namespace = namespace;
        this.limit = limit;
    }

    boolean isEmpty() {
        return away.isEmpty();
    }

    void present(String pid, RingSocket socket) {
        present.put(pid, socket);
    }

    /** A session has ended: it can't be used again. */
    void forget(String pid) {
        present.remove(pid);
    }

    /** A connection was lost: its client may come back. */
    void keep(RecoverySession session) {
        present.remove(session.pid());
        away.put(session.pid(), session);
        namespace.awaits(session);
        if (away.size() > limit) {
            Iterator<RecoverySession> oldest = away.values().iterator();
            RecoverySession evicted = oldest.next();
            oldest.remove();
            namespace.count(Counter.RECOVERY_SESSIONS_EVICTED);
            namespace.awaitsNoMore(evicted);
        }
    }

    /** Takes a session out, if there is one that is not too old. */
    @Nullable RecoverySession take(String pid, long now) {
        RingSocket older = present.get(pid);
        if (older != null) {
            older.life().fence();
        }
        RecoverySession session = away.remove(pid);
        if (session == null) {
            return null;
        }
        namespace.awaitsNoMore(session);
        return isOver(session, now) ? null : session;
    }

    void sweep(long now) {
        Iterator<RecoverySession> all = away.values().iterator();
        while (all.hasNext()) {
            RecoverySession session = all.next();
            if (isOver(session, now)) {
                all.remove();
                namespace.awaitsNoMore(session);
            }
        }
    }

    private static boolean isOver(RecoverySession session, long now) {
        return now - session.expiry() > 0;
    }
}
