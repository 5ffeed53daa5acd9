package io.ringcast.transport.jetty;

import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request as its client sees it, from the other side of the proxies that are trusted: what a
 * session, the limit of an address and the comparison of origins go by.
 *
 * @param address the client's address; null where it has none
 * @param scheme {@code http} or {@code https}; null if it can't be known, since any plain
 *     connection may come from a proxy that has ended TLS
 * @param isSecure whether the client's connection is encrypted, as far as can be known
 * @param authority what the client has connected to; null if it did not say so legibly. Without a
 *     port it may be that a proxy has left it out
 */
record ClientView(
        @Nullable String address,
        @Nullable String scheme,
        boolean isSecure,
        @Nullable Authority authority) {

    static ClientView of(Request request, @Nullable TrustedProxies proxies) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        ClientView direct =
                new ClientView(
                        IpAddress.text(peer),
                        request.isSecure() ? "https" : null,
                        request.isSecure(),
                        authority(request));
        return proxies == null
                ? direct
                : proxies.look(direct, IpAddress.of(peer), request.getHeaders());
    }

    /** HTTP/2 says in the URI what HTTP/1 says in a header. */
    private static @Nullable Authority authority(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host != null) {
            return Authority.parse(host);
        }
        HttpURI uri = request.getHttpURI();
        if (uri.getHost() == null) {
            return null;
        }
        String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
        return Authority.parse(uri.getHost() + port);
    }

    /**
     * Says whether a page of that origin comes from where this request went to. What is not known
     * of the request, its scheme or its port, is not compared.
     */
    boolean isOf(WebOrigin origin) {
        return origin.isWeb()
                && authority != null
                && authority.host().equals(origin.host())
                && (scheme == null || scheme.equals(origin.scheme()))
                && (authority.port() == 0 || authority.port() == origin.effectivePort());
    }

    /** What the client has asked for, as far as it is known: to be logged. */
    String origin() {
        String host = authority == null ? "nothing well-formed" : authority.toString();
        return scheme == null || authority == null ? host : scheme + "://" + host;
    }
}
