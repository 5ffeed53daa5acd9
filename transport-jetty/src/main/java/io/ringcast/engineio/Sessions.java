package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All sessions of a server by their ids, and what they have in common. */
@AnyThread
final class Sessions {
    /** A quarter: docs/decisions/0008-inbound-budget.md. */
    private static final int SHARE_OF_HEAP = 4;

    private static final int MOST_SESSIONS = 100_000;

    /** What a session may hold: its own part of the queue, its sockets and their rooms. */
    private static final int SESSION_BYTES = 32 * 1_024;

    private final EngineOptions options;
    private final EngineObserver observer;
    private final Timers timers;
    private final Function<EngineSession, EngineHandler> onConnection;
    private final @Nullable HeadersHook initialHeaders;
    private final @Nullable HeadersHook headers;
    private final String openPacketEnd;
    private final MemoryBudget inboundBudget;
    private final ConcurrentHashMap<String, ServerSession> byId = new ConcurrentHashMap<>();
    private final AtomicInteger places = new AtomicInteger();
    private final AddressLimit addresses;
    private final Farewells farewells;
    private final Credit credit;
    private final int maxSessions;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    // Written by whoever stops the server, read by every handshake. Once false it stays so.
    private volatile boolean accepting = true;

    Sessions(EngineServer.Builder builder, Timers timers) {
        this.options = builder.options;
        this.observer = builder.observer;
        this.timers = timers;
        this.addresses = new AddressLimit(options.maxSessionsPerAddress());
        this.farewells = new Farewells(timers);
        this.credit = new Credit(options.outboundLimits(), builder.memory);
        this.maxSessions = sessionLimit(options);
        this.onConnection = builder.onConnection;
        this.initialHeaders = builder.initialHeaders;
        this.headers = builder.headers;
        long inbound = inboundLimit(options);
        this.inboundBudget =
                builder.memory.part(
                        inbound, Math.max(MemoryBudget.weight(options.maxPayload()), inbound / 8));
        this.openPacketEnd =
                "],\"pingInterval\":"
                        + options.pingInterval().toMillis()
                        + ",\"pingTimeout\":"
                        + options.pingTimeout().toMillis()
                        + ",\"maxPayload\":"
                        + options.maxPayload()
                        + "}";
    }

    /** One message at least always fits, whatever the heap. */
    private static long inboundLimit(EngineOptions options) {
        long asked =
                options.inboundBudget() != 0
                        ? options.inboundBudget()
                        : MemoryBudget.shareOfHeap(SHARE_OF_HEAP);
        return Math.max(MemoryBudget.weight(options.maxPayload()), asked);
    }

    private static int sessionLimit(EngineOptions options) {
        long heap = Runtime.getRuntime().maxMemory() / SESSION_BYTES;
        return options.maxSessions() != 0
                ? options.maxSessions()
                : (int) Math.max(1, Math.min(MOST_SESSIONS, heap));
    }

    // ---- the registry

    /**
     * Says why there can't be another session of an address; null if there can. That is to spare
     * work in vain: who comes at the same time is told apart by {@link #add}.
     */
    @Nullable Refusal refusal(@Nullable String address) {
        if (!accepting) {
            return Refusal.unavailable("SHUTTING_DOWN");
        }
        if (places.get() >= maxSessions) {
            return Refusal.unavailable("TOO_MANY_SESSIONS");
        }
        return addresses.isReached(address)
                ? Refusal.tooManyOfAddress(options.maxSessionsPerAddress())
                : null;
    }

    /**
     * Makes a session known, and gives it a place that is its own until {@link #remove}.
     *
     * @return null, or why there is no place for it
     */
    @Nullable Refusal add(ServerSession session) {
        String address = session.handshake().address();
        if (!addresses.enter(address)) {
            return Refusal.tooManyOfAddress(options.maxSessionsPerAddress());
        }
        Refusal refusal = addPlaced(session);
        if (refusal != null) {
            addresses.leave(address);
        }
        return refusal;
    }

    private @Nullable Refusal addPlaced(ServerSession session) {
        Refusal refusal = null;
        if (places.incrementAndGet() > maxSessions) {
            refusal = Refusal.unavailable("TOO_MANY_SESSIONS");
        } else if (byId.putIfAbsent(session.id(), session) != null) {
            refusal = Refusal.badRequest("ID_GENERATION_ERROR");
        } else if (!accepting) {
            // close() may have looked before the session was there.
            byId.remove(session.id(), session);
            refusal = Refusal.unavailable("SHUTTING_DOWN");
        }
        if (refusal != null) {
            places.decrementAndGet();
            completeIfDrained();
        }
        return refusal;
    }

    /**
     * Forgets a session.
     *
     * @param owed what its client's next poll is still answered with, if it is
     */
    void remove(ServerSession session, Farewells.@Nullable Farewell owed) {
        if (owed != null) {
            // First, so that a request finds one of both.
            farewells.add(session.id(), owed);
        }
        if (byId.remove(session.id(), session)) {
            places.decrementAndGet();
            addresses.leave(session.handshake().address());
        }
        completeIfDrained();
    }

    @Nullable ServerSession get(String id) {
        return byId.get(id);
    }

    /** The session that a request is for, after what is due by now: perhaps its end. */
    @Nullable ServerSession find(String id) {
        ServerSession session = byId.get(id);
        if (session == null) {
            return null;
        }
        session.catchUp();
        return byId.get(id);
    }

    Farewells farewells() {
        return farewells;
    }

    boolean isTaken(String id) {
        return byId.containsKey(id);
    }

    int size() {
        return byId.size();
    }

    void stopAccepting() {
        accepting = false;
    }

    CompletionStage<Void> shutdown(Duration drain) {
        stopAccepting();
        byId.values().forEach(session -> session.close(CloseReason.SERVER_SHUTTING_DOWN, false));
        timers.schedule(drain.toNanos(), this::discardAll);
        completeIfDrained();
        return drained.minimalCompletionStage();
    }

    void discardAll() {
        stopAccepting();
        byId.values().forEach(session -> session.close(CloseReason.SERVER_SHUTTING_DOWN, true));
    }

    private void completeIfDrained() {
        if (!accepting && byId.isEmpty()) {
            drained.complete(null);
        }
    }

    // ---- what sessions have in common

    EnginePacket openPacket(String id, EngineTransport transport) {
        boolean upgradable =
                transport == EngineTransport.POLLING
                        && options.allowUpgrades()
                        && options.transports().contains(EngineTransport.WEBSOCKET);
        String json =
                "{\"sid\":"
                        + Json.quote(id)
                        + ",\"upgrades\":["
                        + (upgradable ? "\"websocket\"" : "")
                        + openPacketEnd;
        return EnginePacket.packet(PacketType.OPEN, json.getBytes(StandardCharsets.UTF_8));
    }

    Credit credit() {
        return credit;
    }

    EngineOptions options() {
        return options;
    }

    EngineObserver observer() {
        return observer;
    }

    MemoryBudget inboundBudget() {
        return inboundBudget;
    }

    Timers timers() {
        return timers;
    }

    Function<EngineSession, EngineHandler> onConnection() {
        return onConnection;
    }

    @Nullable HeadersHook initialHeaders() {
        return initialHeaders;
    }

    @Nullable HeadersHook headers() {
        return headers;
    }
}
