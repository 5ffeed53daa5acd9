package io.ringcast.engineio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers that the engine gives. */
final class Responses {
    private static final byte[] OK = {'o', 'k'};

    private Responses() {}

    /** The answer to a poll. */
    static void payload(
            ServerSession session,
            HttpExchange exchange,
            boolean handshake,
            HttpResponse.Memory memory,
            EnginePacket... packets) {
        ResponseHeaders headers = new ResponseHeaders();
        headers.set("Content-Type", session.revision().contentType(packets));
        CookieOptions cookie = session.sessions().options().cookie();
        if (handshake && cookie != null) {
            headers.set("Set-Cookie", cookie.headerValue(session.id()));
        }
        common(session.sessions(), exchange, headers, handshake);
        payload(session.revision(), exchange, headers, memory, packets);
    }

    /** The answer to a poll that comes behind its client's own goodbye. */
    static void farewell(Sessions sessions, Farewells.Farewell owed, HttpExchange exchange) {
        ResponseHeaders headers = new ResponseHeaders();
        headers.set("Content-Type", owed.revision().contentType(EnginePacket.NOOP));
        common(sessions, exchange, headers, false);
        payload(owed.revision(), exchange, headers, HttpResponse.Memory.FREE, EnginePacket.NOOP);
    }

    private static void payload(
            Revision revision,
            HttpExchange exchange,
            ResponseHeaders headers,
            HttpResponse.Memory memory,
            EnginePacket... packets) {
        boolean compressible = false;
        for (EnginePacket packet : packets) {
            compressible |= packet.isCompressible();
        }
        List<ByteBuffer> body = revision.encode(packets);
        exchange.respond(new HttpResponse(200, headers, body, compressible, memory));
    }

    /** The answer to a POST that has been taken. */
    static void ok(ServerSession session, HttpExchange exchange) {
        ResponseHeaders headers = new ResponseHeaders().set("Content-Type", "text/html");
        common(session.sessions(), exchange, headers, false);
        exchange.respond(new HttpResponse(200, headers, List.of(ByteBuffer.wrap(OK)), false));
    }

    /** A bare status: an error. */
    static void empty(ServerSession session, HttpExchange exchange, int status) {
        tell(session, exchange, "status " + status);
        ResponseHeaders headers = new ResponseHeaders();
        common(session.sessions(), exchange, headers, false);
        exchange.respond(new HttpResponse(status, headers, List.of(), false));
    }

    private static void tell(ServerSession session, HttpExchange exchange, String context) {
        EngineError error = EngineError.BAD_REQUEST;
        session.sessions()
                .observer()
                .onConnectionError(new ConnectionError(exchange, error, error.message(), context));
    }

    /** A session knows GET and POST only. */
    static void methodNotAllowed(ServerSession session, HttpExchange exchange) {
        tell(session, exchange, "method");
        ResponseHeaders headers = new ResponseHeaders().set("Allow", "GET, POST");
        common(session.sessions(), exchange, headers, false);
        exchange.respond(new HttpResponse(405, headers, List.of(), false));
    }

    /** The session closed, or moved to a WebSocket, after the request had been let through. */
    static void gone(ServerSession session, HttpExchange exchange) {
        boolean moved = session.state() != SessionState.CLOSED;
        Refusal refusal =
                moved
                        ? Refusal.badRequest("TRANSPORT_MISMATCH")
                        : Refusal.of(EngineError.SESSION_ID_UNKNOWN, "sid");
        refusal.answer(exchange, session.sessions().observer());
    }

    private static void common(
            Sessions sessions, HttpExchange exchange, ResponseHeaders headers, boolean initial) {
        headers.set("cache-control", "no-store");
        String agent = exchange.header("user-agent");
        if (agent != null && (agent.contains(";MSIE") || agent.contains("Trident/"))) {
            headers.set("X-XSS-Protection", "0");
        }
        hooks(sessions, exchange, headers, initial);
    }

    /** Lets the application change the headers of an answer that belongs to a session. */
    static void hooks(
            Sessions sessions, EngineRequest request, ResponseHeaders headers, boolean initial) {
        if (initial) {
            hook(sessions, sessions.initialHeaders(), request, headers);
        }
        hook(sessions, sessions.headers(), request, headers);
    }

    private static void hook(
            Sessions sessions,
            @Nullable HeadersHook hook,
            EngineRequest request,
            ResponseHeaders headers) {
        if (hook != null) {
            try {
                hook.onHeaders(headers, request);
            } catch (RuntimeException | Error e) {
                sessions.observer().onFailure("headers hook", e);
            }
        }
    }

    static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
