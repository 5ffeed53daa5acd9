package io.ringcast.internal.bus;

import io.ringcast.internal.bus.RecoveryBudget.Kind;
import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.Counter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions of a namespace: those cut off, and those that a socket has. */
@LoopConfined
final class RecoverySessions {
    /*
     * A pid is away, or present, or unknown. A session is used once. A pid that comes while it is
     * present is fenced: the older socket ends first, so that two never go on with one session.
     */
    private final RingNamespace namespace;
    private final RecoveryLog log;
    private final Map<String, RecoverySession> away = new LinkedHashMap<>();
    private final Map<String, RecoverySession> present = new HashMap<>();

    RecoverySessions(RingNamespace namespace, RecoveryLog log) {
        this.namespace = namespace;
        this.log = log;
    }

    boolean isEmpty() {
        return away.isEmpty();
    }

    void present(RecoverySession session, RingSocket socket) {
        session.belongsTo(socket);
        present.put(session.pid(), session);
    }

    /** A session has ended: it can't be used again. */
    void forget(RecoverySession session) {
        present.remove(session.pid());
        session.belongsTo(null);
    }

    /** A connection was lost: its client may come back. */
    void keep(RecoverySession session, KeptSocket left) {
        present.remove(session.pid());
        if (log.reserve(Kind.SESSIONS, 1) && log.reserveBytes(left.bytes(), Kind.SESSIONS)) {
            session.belongsTo(left);
            away.put(session.pid(), session);
            namespace.awaits(left);
        } else {
            session.belongsTo(null);
            namespace.count(Counter.RECOVERY_SESSIONS_EVICTED);
        }
    }

    /** What is kept of the one that was lost first; null if nobody is away. */
    @Nullable KeptSocket oldest() {
        return away.isEmpty() ? null : away.values().iterator().next().kept();
    }

    void evictOldest() {
        Iterator<RecoverySession> oldest = away.values().iterator();
        RecoverySession evicted = oldest.next();
        oldest.remove();
        namespace.count(Counter.RECOVERY_SESSIONS_EVICTED);
        end(evicted);
    }

    /** An event has gone: who was away before it was emitted can't go on without a gap. */
    void evictLostBefore(long sequence) {
        KeptSocket left;
        while ((left = oldest()) != null && left.progress().end() < sequence) {
            evictOldest();
        }
    }

    /** Takes a session out for a socket, if there is one that is not too old. */
    @Nullable RecoverySession take(String pid, RingSocket next, long now) {
        RecoverySession held = present.get(pid);
        if (held != null && held.holder() instanceof RingSocket older) {
            older.life().fence(next);
        }
        RecoverySession session = away.remove(pid);
        if (session == null) {
            return null;
        }
        KeptSocket left = session.kept();
        if (left == null || left.isOver(now)) {
            end(session);
            return null;
        }
        release(left);
        return session;
    }

    void sweep(long now) {
        Iterator<RecoverySession> all = away.values().iterator();
        while (all.hasNext()) {
            RecoverySession session = all.next();
            KeptSocket left = session.kept();
            if (left == null || left.isOver(now)) {
                all.remove();
                end(session);
            }
        }
    }

    private void end(RecoverySession session) {
        KeptSocket left = session.kept();
        session.belongsTo(null);
        if (left != null) {
            release(left);
        }
    }

    private void release(KeptSocket left) {
        log.release(Kind.SESSIONS, 1);
        log.release(Kind.BYTES, left.bytes());
        namespace.awaitsNoMore(left);
    }
}
