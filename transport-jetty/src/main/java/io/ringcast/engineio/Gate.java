package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides about each request, in Engine.IO's order of checks, and brings it to its session. */
@AnyThread
final class Gate {
    /*
     * The order is visible to clients: transport, Origin, then either the session (known, same transport,
     * same revision) or the handshake (method, Upgrade, the application's say), and the revision last. So a
     * POST without a session and with EIO=3 is told about its method.
     */
    private final Sessions sessions;
    private final @Nullable AllowRequest allowRequest;
    private final @Nullable IdGenerator idGenerator;
    private final RandomIds ids = new RandomIds();

    Gate(Sessions sessions, EngineServer.Builder builder) {
        this.sessions = sessions;
        this.allowRequest = builder.allowRequest;
        this.idGenerator = builder.idGenerator;
    }

    /** Takes a request, which is an {@link UpgradeExchange} if it says so. */
    void enter(HttpExchange exchange, boolean upgrade) {
        EngineTransport transport = EngineTransport.of(exchange.query("transport"));
        if (transport == null || !sessions.options().transports().contains(transport)) {
            refuse(exchange, upgrade, Refusal.of(EngineError.TRANSPORT_UNKNOWN, "transport"));
            return;
        }
        String origin = exchange.header("origin");
        if (origin != null && !isLegalHeader(origin)) {
            refuse(exchange, upgrade, Refusal.badRequest("INVALID_ORIGIN"));
            return;
        }
        String sid = exchange.query("sid");
        if (sid == null || sid.isEmpty()) {
            enterNew(exchange, upgrade, transport);
        } else {
            enterKnown(exchange, upgrade, transport, sid);
        }
    }

    private static boolean isLegalHeader(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
    }

    // ---- a session that exists

    private void enterKnown(
            HttpExchange exchange, boolean upgrade, EngineTransport transport, String sid) {
        ServerSession session = sessions.find(sid);
        if (session == null) {
            enterEnded(exchange, upgrade, transport, sid);
            return;
        }
        Refusal refusal = checkKnown(exchange, upgrade, transport, session);
        if (refusal != null) {
            refuse(exchange, upgrade, refusal);
        } else if (upgrade) {
            ResponseHeaders headers = new ResponseHeaders();
            Responses.hooks(sessions, exchange, headers, false);
            ((UpgradeExchange) exchange).accept(headers, WebSocketTransport.candidate(session));
        } else if (session.carrier() instanceof PollingTransport polling) {
            serve(exchange, session, polling);
        } else {
            Responses.gone(session, exchange);
        }
    }

    private void enterEnded(
            HttpExchange exchange, boolean upgrade, EngineTransport transport, String sid) {
        boolean poll =
                !upgrade && transport == EngineTransport.POLLING && exchange.method().equals("GET");
        Farewells.Farewell owed = poll ? sessions.farewells().get(sid) : null;
        if (owed != null && owed.revision() == Revision.of(exchange) && owed.take()) {
            Responses.farewell(sessions, owed, exchange);
        } else {
            refuse(exchange, upgrade, Refusal.of(EngineError.SESSION_ID_UNKNOWN, "sid"));
        }
    }

    private @Nullable Refusal checkKnown(
            HttpExchange exchange,
            boolean upgrade,
            EngineTransport transport,
            ServerSession session) {
        boolean fits =
                upgrade
                        ? transport == EngineTransport.WEBSOCKET
                                && sessions.options().allowUpgrades()
                        : transport == EngineTransport.POLLING
                                && session.transport() == EngineTransport.POLLING;
        if (!fits) {
            return Refusal.badRequest("TRANSPORT_MISMATCH");
        }
        return Revision.of(exchange).protocol() == session.protocol()
                ? null
                : Refusal.badRequest("PROTOCOL_MISMATCH");
    }

    private static void serve(
            HttpExchange exchange, ServerSession session, PollingTransport polling) {
        switch (exchange.method()) {
            case "GET" -> polling.poll(exchange);
            case "POST" -> polling.post(exchange);
            default -> Responses.methodNotAllowed(session, exchange);
        }
    }

    // ---- a new session

    private void enterNew(HttpExchange exchange, boolean upgrade, EngineTransport transport) {
        Refusal refusal = checkNew(exchange, upgrade, transport);
        if (refusal != null) {
            refuse(exchange, upgrade, refusal);
        } else if (allowRequest == null) {
            enterAllowed(exchange, upgrade);
        } else {
            AllowRequest decision = allowRequest;
            call("allowRequest", () -> decision.decide(exchange))
                    .whenComplete((verdict, failure) -> decided(exchange, upgrade, verdict));
        }
    }

    private @Nullable Refusal checkNew(
            HttpExchange exchange, boolean upgrade, EngineTransport transport) {
        if (!exchange.method().equals("GET")) {
            return Refusal.of(EngineError.BAD_HANDSHAKE_METHOD, "method");
        }
        if (upgrade != (transport == EngineTransport.WEBSOCKET)) {
            return Refusal.badRequest("TRANSPORT_HANDSHAKE_ERROR");
        }
        return sessions.refusal(exchange.remoteAddress());
    }

    private void decided(
            HttpExchange exchange, boolean upgrade, AllowRequest.@Nullable Verdict verdict) {
        if (verdict == null) {
            refuse(exchange, upgrade, Refusal.forbidden(EngineError.FORBIDDEN.message()));
        } else if (verdict.allowed()) {
            enterAllowed(exchange, upgrade);
        } else {
            refuse(exchange, upgrade, Refusal.forbidden(verdict.message()));
        }
    }

    private void enterAllowed(HttpExchange exchange, boolean upgrade) {
        Refusal refusal = checkRevision(exchange);
        if (refusal != null) {
            refuse(exchange, upgrade, refusal);
        } else if (idGenerator == null) {
            open(exchange, upgrade, ids.next());
        } else {
            IdGenerator generator = idGenerator;
            call("generateId", () -> generator.generateId(exchange))
                    .whenComplete((id, failure) -> generated(exchange, upgrade, id));
        }
    }

    private @Nullable Refusal checkRevision(EngineRequest request) {
        if (Revision.of(request) == Revision.FOUR) {
            return null;
        }
        if (!sessions.options().allowEIO3()) {
            return Refusal.of(EngineError.UNSUPPORTED_PROTOCOL_VERSION, "protocol");
        }
        // Its client waits for a script, which is not made here.
        return request.query("j") == null ? null : Refusal.badRequest("JSONP");
    }

    private void generated(HttpExchange exchange, boolean upgrade, @Nullable String id) {
        if (id == null || !RandomIds.isUsable(id) || sessions.isTaken(id)) {
            refuse(exchange, upgrade, Refusal.badRequest("ID_GENERATION_ERROR"));
        } else {
            open(exchange, upgrade, id);
        }
    }

    private void open(HttpExchange exchange, boolean upgrade, String id) {
        if (upgrade) {
            Refusal full = sessions.refusal(exchange.remoteAddress());
            if (full != null) {
                refuse(exchange, true, full);
                return;
            }
            ServerSession session = ServerSession.overWebSocket(sessions, id, exchange);
            ResponseHeaders headers = new ResponseHeaders();
            Responses.hooks(sessions, exchange, headers, true);
            ((UpgradeExchange) exchange).accept(headers, (WebSocketTransport) session.carrier());
            return;
        }
        ServerSession session = ServerSession.overPolling(sessions, id, exchange);
        Refusal refusal = sessions.add(session);
        if (refusal != null) {
            refuse(exchange, false, refusal);
        } else if (session.open()) {
            ((PollingTransport) session.carrier()).welcome(exchange);
        } else {
            refuse(exchange, false, Refusal.badRequest("CONNECTION_FAILURE"));
        }
    }

    // ---- answers

    private void refuse(HttpExchange exchange, boolean upgrade, Refusal refusal) {
        if (upgrade) {
            refusal.answerUpgrade((UpgradeExchange) exchange, sessions.observer());
        } else {
            refusal.answer(exchange, sessions.observer());
        }
    }

    /** Calls the application; what it throws is a failed stage. */
    private <T> CompletionStage<T> call(String context, Supplier<CompletionStage<T>> hook) {
        try {
            return hook.get().whenComplete((value, failure) -> report(context, failure));
        } catch (RuntimeException | Error e) {
            report(context, e);
            return CompletableFuture.failedStage(e);
        }
    }

    private void report(String context, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            sessions.observer().onFailure(context, cause == null ? failure : cause);
        }
    }
}
