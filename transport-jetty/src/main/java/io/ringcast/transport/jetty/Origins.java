package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineFilter;
import io.ringcast.engineio.HttpResponse;
import io.ringcast.engineio.ResponseHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a request's page comes from, and what that means. */
final class Origins {
    private Origins() {}

    /** Adds CORS headers to every answer of an engine, and answers what browsers ask first. */
    static EngineFilter filter(Cors cors) {
        return (request, headers, next) -> {
            cors.apply(request, headers);
            if (Cors.isPreflight(request)) {
                next.respond(
                        new HttpResponse(
                                cors.preflightStatus(), new ResponseHeaders(), List.of(), false));
            } else {
                next.proceed();
            }
        };
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
