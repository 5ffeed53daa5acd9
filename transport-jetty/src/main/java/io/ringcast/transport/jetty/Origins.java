package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineFilter;
import io.ringcast.engineio.HeadersHook;
import io.ringcast.engineio.HttpResponse;
import io.ringcast.engineio.ResponseHeaders;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a request's page comes from, and what that means. */
final class Origins {
    private Origins() {}

    /**
     * Adds CORS headers to every answer of an engine, and answers what browsers ask first, behind
     * the application's filters and hook, whose headers that answer carries too.
     */
    static void apply(Cors cors, JettyTransportOptions options, Consumer<EngineFilter> engine) {
        engine.accept(
                (request, headers, next) -> {
                    cors.apply(request, headers);
                    next.proceed();
                });
        options.filters().forEach(filter -> engine.accept(passing(filter)));
        HeadersHook hook = options.headers();
        engine.accept(
                (request, headers, next) -> {
                    if (!Cors.isPreflight(request)) {
                        next.proceed();
                        return;
                    }
                    if (hook != null) {
                        hook.onHeaders(headers, request);
                    }
                    next.respond(answer(cors.preflightStatus()));
                });
    }

    private static HttpResponse answer(int status) {
        return new HttpResponse(status, new ResponseHeaders(), List.of(), false);
    }

    /**
     * A filter that can't turn a preflight away: browsers send it without cookies and tokens, so a
     * filter that wants some would end all use by other origins.
     */
    private static EngineFilter passing(EngineFilter filter) {
        return (request, headers, next) ->
                filter.filter(
                        request, headers, Cors.isPreflight(request) ? new Passing(next) : next);
    }

    /** What a filter may do with a preflight: add headers, or answer with success itself. */
    private record Passing(EngineFilter.Next next) implements EngineFilter.Next {
        @Override
        public void proceed() {
            next.proceed();
        }

        @Override
        public void reject() {
            next.proceed();
        }

        @Override
        public void respond(HttpResponse response) {
            if (response.status() / 100 == 2) {
                next.respond(response);
            } else {
                next.proceed();
            }
        }
    }

    /** Browsers leave it to the server to keep foreign pages from a WebSocket. */
    static boolean mayOpenWebSocket(JettyExchange exchange, JettyTransportOptions options) {
        String origin = exchange.header("Origin");
        return origin == null
                || isKnown(origin, exchange.client(), options.cors())
                || options.webSocketOrigins().test(origin);
    }

    /** Says whether a page is of this server, or of another one that may use it. */
    static boolean isKnown(String origin, ClientView client, @Nullable Cors cors) {
        WebOrigin page = WebOrigin.parse(origin);
        return (page != null && client.isOf(page)) || (cors != null && cors.allows(origin));
    }

    /** Which option would let a page in. Of what a peer sent only what is well-formed is said. */
    static String advice(String origin, ClientView client) {
        WebOrigin page = WebOrigin.parse(origin);
        if (page == null && !origin.equals("null")) {
            return "A page was refused whose origin is not well-formed";
        }
        String name = page == null ? origin : page.toString();
        return ("A page of another origin was refused: %s, while this server was asked as %s. If it"
                    + " is yours, set cors(Cors.allow(\"%s\")); if it is this server's own, behind"
                    + " a proxy, set trustProxy, or let the proxy pass the Host header on")
                .formatted(name, client.origin(), name);
    }

    /** Which option would let requests for a host in. */
    static String hostAdvice(ClientView client) {
        Authority asked = client.authority();
        return "A request for a host that is not among allowedHosts was refused: "
                + (asked == null ? "one that is not well-formed" : asked.host());
    }
}
