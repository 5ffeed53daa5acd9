package io.ringcast.internal.bus;

import io.ringcast.Recovery;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.MemoryBudget;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What recovery may hold in a whole bus, and how the logs of its namespaces share it. */
@AnyThread
final class RecoveryBudget {
    /*
     * Nothing is divided beforehand: a log takes what it needs while there is some left. When there
     * is none, a log that would hold more than its share (all there is, divided by the logs that
     * hold something) makes room by itself; below that the one that holds most has to give what it
     * holds beyond its share. A log is touched on its own loop only: if that is another loop, it is
     * asked to give, and the one that asks makes room by itself this time.
     */
    private final MemoryBudget events;
    private final MemoryBudget sessions;
    private final MemoryBudget bytes;
    private final Set<RecoveryLog> holders = ConcurrentHashMap.newKeySet();

    /** What is counted. */
    enum Kind {
        EVENTS,
        SESSIONS,
        /** Of both. */
        BYTES
    }

    RecoveryBudget(Recovery settings, MemoryBudget whole) {
        this.events = new MemoryBudget(settings.maxPackets());
        this.sessions = new MemoryBudget(settings.maxSessions());
        this.bytes = whole.part(settings.maxBytes(), settings.maxBytes() / 8);
    }

    private MemoryBudget of(Kind kind) {
        return switch (kind) {
            case EVENTS -> events;
            case SESSIONS -> sessions;
            case BYTES -> bytes;
        };
    }

    /** A log holds something from now on. Its loop. */
    void join(RecoveryLog log) {
        holders.add(log);
    }

    /** A log holds nothing any more. Its loop. */
    void leave(RecoveryLog log) {
        holders.remove(log);
    }

    /**
     * Reserves for a log what it is about to keep; the oldest go where that is needed. The log's
     * loop.
     *
     * @return whether there is room now
     */
    boolean reserve(RecoveryLog log, Kind kind, long amount) {
        MemoryBudget budget = of(kind);
        boolean reserved = budget.tryReserve(amount);
        while (!reserved && amount <= budget.limit() && makeRoom(log, kind, amount)) {
            reserved = budget.tryReserve(amount);
        }
        return reserved;
    }

    void release(Kind kind, long amount) {
        of(kind).release(amount);
    }

    private boolean makeRoom(RecoveryLog log, Kind kind, long amount) {
        long share = of(kind).limit() / Math.max(1, holders.size());
        RecoveryLog largest = log.held(kind) + amount > share ? log : largest(kind);
        if (largest != null && largest != log) {
            if (largest.isInLoop()) {
                return largest.giveDownTo(kind, share);
            }
            largest.askToGive(kind, share);
        }
        return log.evictOldest(kind);
    }

    private @Nullable RecoveryLog largest(Kind kind) {
        RecoveryLog largest = null;
        long most = 0;
        for (RecoveryLog log : holders) {
            long held = log.held(kind);
            if (held > most) {
                most = held;
                largest = log;
            }
        }
        return largest;
    }
}
