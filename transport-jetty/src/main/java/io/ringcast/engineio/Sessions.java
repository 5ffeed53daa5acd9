package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.CloseReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All sessions of a server by their ids, and what they have in common. */
@AnyThread
final class Sessions {
    private final EngineOptions options;
    private final EngineObserver observer;
    private final Timers timers;
    private final Function<EngineSession, EngineHandler> onConnection;
    private final @Nullable HeadersHook initialHeaders;
    private final @Nullable HeadersHook headers;
    private final String openPacketEnd;
    private final ConcurrentHashMap<String, ServerSession> byId = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    // Written by whoever stops the server, read by every handshake. Once false it stays so.
    private volatile boolean accepting = true;

    Sessions(EngineServer.Builder builder, Timers timers) {
        this.options = builder.options;
        this.observer = builder.observer;
        this.timers = timers;
        this.onConnection = builder.onConnection;
        this.initialHeaders = builder.initialHeaders;
        this.headers = builder.headers;
        this.openPacketEnd =
                "],\"pingInterval\":"
                        + options.pingInterval().toMillis()
                        + ",\"pingTimeout\":"
                        + options.pingTimeout().toMillis()
                        + ",\"maxPayload\":"
                        + options.maxPayload()
                        + "}";
    }

    // ---- the registry

    /** Says why there can't be another session; null if there can. */
    @Nullable Refusal refusal() {
        if (!accepting) {
            return Refusal.unavailable("SHUTTING_DOWN");
        }
        return byId.size() < options.maxSessions()
                ? null
                : Refusal.unavailable("TOO_MANY_SESSIONS");
    }

    /**
     * Makes a session known.
     *
     * @return false if its id is taken, or the server closed meanwhile
     */
    boolean add(ServerSession session) {
        if (refusal() != null || byId.putIfAbsent(session.id(), session) != null) {
            return false;
        }
        if (!accepting) {
            // close() may have looked before the session was there.
            byId.remove(session.id(), session);
            completeIfDrained();
            return false;
        }
        return true;
    }

    void remove(ServerSession session) {
        byId.remove(session.id(), session);
        completeIfDrained();
    }

    @Nullable ServerSession get(String id) {
        return byId.get(id);
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

    EngineOptions options() {
        return options;
    }

    EngineObserver observer() {
        return observer;
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
