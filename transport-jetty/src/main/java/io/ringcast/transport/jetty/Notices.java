package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Warnings about peers, of each kind at most one a minute: whoever can make a server warn can make
 * it fill a disk.
 */
@AnyThread
final class Notices {
    /*
     * A kind is a constant of this program, never anything that a peer sent: the map is bounded by
     * the places that warn. A text names the option to change; of what a peer sent it says only what
     * was read, is well-formed and short: an origin, a host.
     */
    private static final System.Logger LOG = System.getLogger("io.ringcast.transport.jetty");
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    Notices() {
        this(System::nanoTime);
    }

    Notices(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** One kind of warning: when it may be written again, and how often it was not written. */
    private static final class Kind {
        private final AtomicLong quietUntil;
        private final AtomicLong left = new AtomicLong();

        Kind(long now) {
            quietUntil = new AtomicLong(now);
        }
    }

    /**
     * Warns, unless it did so of this kind within the last minute.
     *
     * @param kind a constant
     * @param text what happened and which option to change
     */
    void warn(String kind, String text) {
        long now = nanoTime.getAsLong();
        Kind known = kinds.computeIfAbsent(kind, missing -> new Kind(now));
        long until = known.quietUntil.get();
        if (now - until < 0 || !known.quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
            known.left.incrementAndGet();
            return;
        }
        long left = known.left.getAndSet(0);
        String more = left == 0 ? "" : " (and " + left + " times more since the last warning)";
        LOG.log(Level.WARNING, text + more);
    }
}
