package io.ringcast.internal.bus;

import io.ringcast.BusOptions;
import io.ringcast.Recovery;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopTimer;
import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.OutboundPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * Sessions are used once. A pid that is still connected is fenced: the older socket ends.
     */
    private record Entry(
            long sequence, long nanoTime, long bytes, KeptEvent event, BroadcastOptions options) {}

    private static final int MAX_OFFSET_LENGTH = 64;

    private final Recovery settings;
    private final Loop loop;
    private final long keepNanos;
    private final String prefix = Ids.next().substring(0, 8) + ".";
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<String, RecoverySession> away = new LinkedHashMap<>();
    private final Map<String, RingSocket> connected = new HashMap<>();
    private final LoopTimer sweep = new LoopTimer(this::sweep);
    private long lastSequence;
    private long prunedUpTo;
    private long bytes;

    RecoveryLog(Recovery settings, BusOptions options, Loop loop) {
        this.settings = settings;
        this.loop = loop;
        this.keepNanos =
                settings.maxDisconnectionDuration()
                        .plus(options.pingInterval())
                        .plus(options.pingTimeout())
                        .toNanos();
    }

    long lastSequence() {
        return lastSequence;
    }

    String offset(long sequence) {
        return prefix + Long.toString(sequence, Character.MAX_RADIX);
    }

    /** Keeps an event, and returns the form of it that carries its offset. */
    OutboundPacket append(OutboundPacket packet, BroadcastOptions options) {
        String offset = offset(++lastSequence);
        OutboundPacket stamped = packet.withArgument(offset);
        KeptEvent event = new KeptEvent(packet, stamped, offset);
        long size = packet.isEncoded() ? stamped.encoded().totalBytes() : 0;
        entries.add(new Entry(lastSequence, loop.nanoTime(), size, event, options));
        bytes += size;
        while (entries.size() > settings.maxPackets() || bytes > settings.maxBytes()) {
            prune();
        }
        startSweeping();
        return stamped;
    }

    /**
     * The form of an event that is not kept: it carries the latest offset, since clients take any
     * last argument that is a string for one.
     */
    OutboundPacket stamp(OutboundPacket packet) {
        return packet.withArgument(offset(lastSequence));
    }

    private void prune() {
        Entry oldest = entries.remove();
        bytes -= oldest.bytes();
        prunedUpTo = oldest.sequence();
    }

    private void startSweeping() {
        if (!sweep.isScheduled()) {
            loop.schedule(sweep, keepNanos / 2);
        }
    }

    private void sweep() {
        long now = loop.nanoTime();
        Entry oldest;
        while ((oldest = entries.peek()) != null && now - oldest.nanoTime() > keepNanos) {
            prune();
        }
        away.values().removeIf(session -> now - session.expiry() > 0);
        if (!entries.isEmpty() || !away.isEmpty()) {
            startSweeping();
        }
    }

    // ---- sessions

    void connected(String pid, RingSocket socket) {
        connected.put(pid, socket);
    }

    /** A socket has left for good: its session can't be used again. */
    void forget(String pid) {
        connected.remove(pid);
    }

    /** A socket's connection was lost: it may come back. */
    void persist(RecoverySession session) {
        connected.remove(session.pid());
        away.put(session.pid(), session);
        if (away.size() > settings.maxSessions()) {
            Iterator<RecoverySession> oldest = away.values().iterator();
            oldest.next();
            oldest.remove();
        }
        startSweeping();
    }

    long expiry() {
        return loop.nanoTime() + settings.maxDisconnectionDuration().toNanos();
    }

    boolean skipsMiddlewares() {
        return settings.skipMiddlewares();
    }

    /**
     * Takes a session up again.
     *
     * @param pid what the client says its session was
     * @param offset what the client says it received last, or null for nothing
     * @return the session, or null if it can't go on without a gap
     */
    @Nullable RecoverySession restore(String pid, @Nullable String offset) {
        RingSocket older = connected.get(pid);
        if (older != null) {
            older.life().fence();
        }
        RecoverySession session = away.remove(pid);
        if (session == null || loop.nanoTime() - session.expiry() > 0) {
            return null;
        }
        long received = offset == null ? session.firstSequence() : parse(offset);
        if (received < 0) {
            return null;
        }
        boolean missedNothingBefore = received >= session.lastSent();
        long from = missedNothingBefore ? Math.max(received, session.endSequence()) : received;
        return prunedUpTo > from ? null : resume(session, received, from);
    }

    private long parse(String offset) {
        if (!offset.startsWith(prefix) || offset.length() > MAX_OFFSET_LENGTH) {
            return -1;
        }
        try {
            long sequence = Long.parseLong(offset.substring(prefix.length()), Character.MAX_RADIX);
            return sequence <= lastSequence ? sequence : -1;
        } catch (NumberFormatException foreign) {
            return -1;
        }
    }

    private RecoverySession resume(RecoverySession session, long received, long from) {
        List<KeptEvent> missed = new ArrayList<>();
        long sent = received;
        for (Entry entry : entries) {
            if (entry.sequence() > from && concerns(entry.options(), session.rooms())) {
                missed.add(entry.event());
                sent = entry.sequence();
            }
        }
        return session.resumed(missed, sent);
    }

    private static boolean concerns(BroadcastOptions options, Set<String> rooms) {
        boolean isIncluded =
                options.rooms().isEmpty() || options.rooms().stream().anyMatch(rooms::contains);
        return isIncluded && options.except().stream().noneMatch(rooms::contains);
    }
}
