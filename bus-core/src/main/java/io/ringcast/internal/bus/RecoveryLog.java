package io.ringcast.internal.bus;

import io.ringcast.BusOptions;
import io.ringcast.Recovery;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.internal.bus.KeptSocket.Progress;
import io.ringcast.internal.bus.RecoveryBudget.Kind;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopTimer;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Packet;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a namespace keeps for clients that come back: recent events, and sessions cut off. */
@LoopConfined
final class RecoveryLog {
    /*
     * Every event gets the next number; its offset is that number behind a random prefix of this
     * log, so that an offset of another server, or from before a restart, is recognised as foreign.
     * A session that was sent all up to number n, and lost its connection when the log stood at m,
     * misses nothing between n and m: only what came after m has to be kept for it. That is why a
     * client that was idle for long recovers although the event of its offset is gone.
     * Nothing is kept while nobody is there or may come back.
     */
    private static final long UNKNOWN = -1;

    private final RingNamespace namespace;
    private final Recovery settings;
    private final RecoveryBudget budget;
    private final Loop loop;
    private final long keepNanos;
    private final String prefix = Ids.next().substring(0, 8) + ".";
    private final Deque<KeptEvent> events = new ArrayDeque<>();
    private final RecoverySessions sessions;
    private final LoopTimer sweep = new LoopTimer(this::sweep);
    // Written on this log's loop, read by others' that look for the one that holds most.
    private final Map<Kind, AtomicLong> held = new EnumMap<>(Kind.class);
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private boolean isHolder;
    private String lastOffset = prefix + 0;
    private long lastSequence;
    private long prunedUpTo;

    RecoveryLog(
            RingNamespace namespace, Recovery settings, RecoveryBudget budget, BusOptions options) {
        this.namespace = namespace;
        this.settings = settings;
        this.budget = budget;
        this.loop = namespace.loop();
        this.sessions = new RecoverySessions(namespace, this);
        for (Kind kind : Kind.values()) {
            held.put(kind, new AtomicLong());
        }
        this.keepNanos =
                settings.maxDisconnectionDuration()
                        .plus(options.pingInterval())
                        .plus(options.pingTimeout())
                        .toNanos();
    }

    boolean skipsMiddlewares() {
        return settings.skipMiddlewares();
    }

    // ---- events

    long lastSequence() {
        return lastSequence;
    }

    /** The offset of the event that came last. */
    String lastOffset() {
        return lastOffset;
    }

    /** Keeps an event, and returns the form of it that carries its offset. */
    OutboundPacket append(OutboundPacket packet, BroadcastOptions options) {
        lastOffset = prefix + Long.toString(++lastSequence, Character.MAX_RADIX);
        OutboundPacket stamped = packet.withArgument(lastOffset);
        if (namespace.isDeserted()) {
            prunedUpTo = lastSequence;
            return stamped;
        }
        Packet.Event plain = (Packet.Event) packet.packet();
        long size = KeptEvent.sizeOf(plain, stamped, options);
        if (reserve(Kind.EVENTS, 1) && reserveBytes(size, Kind.EVENTS)) {
            events.add(
                    new KeptEvent(lastSequence, now(), size, plain, stamped, lastOffset, options));
            startSweeping();
        } else {
            // Whoever missed something older misses this too.
            forgetEvents();
            prunedUpTo = lastSequence;
            namespace.count(Counter.RECOVERY_EVENTS_EVICTED);
            sessions.evictLostBefore(lastSequence);
        }
        return stamped;
    }

    /**
     * The form of an event that is not kept: it carries the latest offset, since clients take any
     * last argument that is a string for one.
     */
    OutboundPacket stamp(OutboundPacket packet) {
        return packet.withArgument(lastOffset);
    }

    private void prune() {
        KeptEvent oldest = events.remove();
        prunedUpTo = oldest.sequence();
        release(Kind.EVENTS, 1);
        release(Kind.BYTES, oldest.bytes());
    }

    private void forgetEvents() {
        while (!events.isEmpty()) {
            prune();
        }
    }

    /** Nobody is there or may come back: what was emitted so far concerns nobody any more. */
    void forgetUnlessAwaited() {
        if (namespace.isDeserted()) {
            forgetEvents();
        }
    }

    private void startSweeping() {
        if (!sweep.isScheduled()) {
            loop.schedule(sweep, keepNanos / 2);
        }
    }

    private void sweep() {
        long now = now();
        KeptEvent oldest;
        while ((oldest = events.peek()) != null && now - oldest.nanoTime() > keepNanos) {
            prune();
        }
        sessions.sweep(now);
        if (!events.isEmpty() || !sessions.isEmpty()) {
            startSweeping();
        }
    }

    // ---- the budget

    /** How much of the budget is this log's. Any thread. */
    long held(Kind kind) {
        return count(kind).get();
    }

    private AtomicLong count(Kind kind) {
        return Objects.requireNonNull(held.get(kind));
    }

    boolean isInLoop() {
        return loop.inLoop();
    }

    /** Reserves for an event or a session that is one already; gives that back if it can't. */
    boolean reserveBytes(long size, Kind one) {
        boolean reserved = reserve(Kind.BYTES, size);
        if (!reserved) {
            release(one, 1);
        }
        return reserved;
    }

    boolean reserve(Kind kind, long amount) {
        join();
        boolean reserved = budget.reserve(this, kind, amount);
        if (reserved) {
            count(kind).addAndGet(amount);
            join(); // room may have been made of the last that this log held
        }
        return reserved;
    }

    private void join() {
        if (!isHolder) {
            isHolder = true;
            budget.join(this);
        }
    }

    void release(Kind kind, long amount) {
        count(kind).addAndGet(-amount);
        budget.release(kind, amount);
        if (held(Kind.BYTES) == 0 && isHolder) {
            isHolder = false;
            budget.leave(this);
        }
    }

    /**
     * Drops what is oldest, and the clients who can't come back without it.
     *
     * @return false if there is nothing of the kind
     */
    boolean evictOldest(Kind kind) {
        KeptEvent event = kind == Kind.SESSIONS ? null : events.peek();
        KeptSocket left = kind == Kind.EVENTS ? null : sessions.oldest();
        if (left != null && (event == null || left.lost() - event.nanoTime() < 0)) {
            sessions.evictOldest();
            return true;
        }
        if (event == null) {
            return false;
        }
        prune();
        namespace.count(Counter.RECOVERY_EVENTS_EVICTED);
        sessions.evictLostBefore(prunedUpTo);
        return true;
    }

    /** Drops one at least, and then what is beyond a share. */
    boolean giveDownTo(Kind kind, long share) {
        boolean hasGiven = false;
        do {
            if (!evictOldest(kind)) {
                return hasGiven;
            }
            hasGiven = true;
        } while (held(kind) > share);
        return true;
    }

    /** Has this log give to another loop's. Any thread. */
    void askToGive(Kind kind, long share) {
        if (isAsked.compareAndSet(false, true)) {
            loop.perform(
                    () -> {
                        isAsked.set(false);
                        if (held(kind) > share) {
                            giveDownTo(kind, share);
                        }
                    });
        }
    }

    // ---- sessions

    RecoverySessions sessions() {
        return sessions;
    }

    /** A socket's connection was lost: its client may come back. */
    void keep(RecoverySession session, KeptSocket left) {
        sessions.keep(session, left);
        startSweeping();
    }

    long now() {
        return loop.nanoTime();
    }

    long expiry(long lost) {
        return lost + settings.maxDisconnectionDuration().toNanos();
    }

    /** Takes a session up again; null if there is none that can go on without a gap. */
    @Nullable RecoverySession restore(RecoveryClaim claim, RingSocket socket) {
        RecoverySession session = sessions.take(claim.pid(), socket, now());
        boolean goesOn = session != null && resume(session, claim.offset());
        namespace.count(goesOn ? Counter.RECOVERIES_GRANTED : Counter.RECOVERIES_REFUSED);
        return goesOn ? session : null;
    }

    private boolean resume(RecoverySession session, @Nullable String offset) {
        KeptSocket left = Objects.requireNonNull(session.kept());
        long from = from(left.progress(), offset);
        KeptSocket resumed = left.from(Progress.at(from));
        if (from == UNKNOWN || prunedUpTo > from || !canAllBeSent(resumed)) {
            session.belongsTo(null);
            return false;
        }
        session.belongsTo(resumed);
        return true;
    }

    /** The number up to which a client misses nothing, by what it says. */
    private long from(Progress progress, @Nullable String offset) {
        long received = received(progress, offset);
        boolean hasAll = received != UNKNOWN && received >= progress.lastSent();
        return hasAll ? Math.max(received, progress.end()) : received;
    }

    /**
     * Where a client stands. It may tell an offset of before this session, if it received nothing
     * in this one: clients keep it until the next event comes.
     */
    private long received(Progress progress, @Nullable String offset) {
        long confirmed = progress.confirmed();
        if (offset == null) {
            return confirmed;
        }
        long told = parse(offset);
        if (told > progress.end()) {
            return UNKNOWN;
        }
        boolean nothingWasSent = progress.lastSent() == confirmed;
        return told != UNKNOWN || nothingWasSent ? Math.max(told, confirmed) : UNKNOWN;
    }

    private long parse(String offset) {
        if (!offset.startsWith(prefix)) {
            return UNKNOWN;
        }
        try {
            long told = Long.parseLong(offset.substring(prefix.length()), Character.MAX_RADIX);
            return Math.max(told, UNKNOWN);
        } catch (NumberFormatException foreign) {
            return UNKNOWN;
        }
    }

    private boolean canAllBeSent(KeptSocket resumed) {
        return resumed.isInProcess()
                || eventsFor(resumed).stream().allMatch(event -> canBeSent(event));
    }

    /**
     * What a client misses by now, which may be more than when it came back: middleware takes its
     * time. Null if some of it has gone meanwhile.
     */
    @Nullable List<KeptEvent> missed(KeptSocket resumed) {
        return prunedUpTo > resumed.progress().confirmed() ? null : eventsFor(resumed);
    }

    private List<KeptEvent> eventsFor(KeptSocket resumed) {
        List<KeptEvent> missed = new ArrayList<>();
        Iterator<KeptEvent> latestFirst = events.descendingIterator();
        while (latestFirst.hasNext()) {
            KeptEvent event = latestFirst.next();
            if (event.sequence() <= resumed.progress().confirmed()) {
                break;
            }
            if (event.concerns(resumed)) {
                missed.add(event);
            }
        }
        Collections.reverse(missed);
        return missed;
    }

    /** An event that was for clients of this process may be nothing that can be sent. */
    private boolean canBeSent(KeptEvent event) {
        try {
            event.stamped().encoded();
            return true;
        } catch (RuntimeException failure) {
            namespace.failed("recovery", event.plain().event(), failure);
            return false;
        }
    }
}
