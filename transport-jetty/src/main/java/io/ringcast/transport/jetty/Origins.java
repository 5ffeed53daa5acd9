package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineFilter;
import io.ringcast.engineio.EngineRequest;
import io.ringcast.engineio.HttpResponse;
import io.ringcast.engineio.ResponseHeaders;
import java.util.List;
import java.util.Locale;
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
    static boolean mayOpenWebSocket(EngineRequest request, JettyTransportOptions options) {
        String origin = request.header("Origin");
        Cors cors = options.cors();
        return origin == null
                || isSameHost(origin, request.header("Host"))
                || (cors != null && cors.allows(origin))
                || options.webSocketOrigins().test(origin);
    }

    /**
     * Compares hosts and ports. The scheme is left out: behind a proxy that ends TLS this side does
     * not know it.
     */
    static boolean isSameHost(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        return host != null
                && scheme > 0
                && withoutDefaultPort(origin.substring(scheme + 3))
                        .equals(withoutDefaultPort(host));
    }

    private static String withoutDefaultPort(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        for (String port : List.of(":80", ":443")) {
            if (lower.endsWith(port)) {
                return lower.substring(0, lower.length() - port.length());
            }
        }
        return lower;
    }
}
