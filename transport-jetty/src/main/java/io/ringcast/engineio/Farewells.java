package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The polls that are still to come of clients that have said goodbye. A client writes its last GET
 * and its goodbye on two connections, and either may be read first: whichever order it was, the GET
 * is answered as one that waited.
 */
@AnyThread
final class Farewells {
    /*
     * Guarded by this. In the order of their ends, which all come the same time after their
     * beginnings; what is over goes when another one comes. A farewell is answered once, by whoever
     * takes it, whether he found the session or only this.
     */
    private static final int MOST = 1_024;
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** One poll's answer. */
    static final class Farewell {
        private final Revision revision;
        private final long end;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Farewell(Revision revision, long end) {
            this.revision = revision;
            this.end = end;
        }

        Revision revision() {
            return revision;
        }

        /** Says whether the caller is the one that answers with it. */
        boolean take() {
            return taken.compareAndSet(false, true);
        }
    }

    private final Timers timers;
    private final Map<String, Farewell> byId = new LinkedHashMap<>();

    Farewells(Timers timers) {
        this.timers = timers;
    }

    /** A farewell that is owed from now on, for a while. */
    Farewell owed(Revision revision) {
        return new Farewell(revision, timers.nanoTime() + KEPT_NANOS);
    }

    synchronized void add(String id, Farewell owed) {
        long now = timers.nanoTime();
        byId.put(id, owed);
        Iterator<Farewell> eldest = byId.values().iterator();
        while (eldest.next().end - now <= 0 || byId.size() > MOST) {
            eldest.remove();
        }
    }

    /** What a session's client is owed; null if nothing, or not any more. */
    synchronized @Nullable Farewell get(String id) {
        Farewell known = byId.remove(id);
        return known == null || known.end - timers.nanoTime() <= 0 ? null : known;
    }

    /** How many are kept. */
    synchronized int size() {
        return byId.size();
    }
}
