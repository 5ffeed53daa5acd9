package io.ringcast.interop;

import static io.ringcast.interop.RealProxy.Kind.HAPROXY;
import static io.ringcast.interop.RealProxy.Kind.NGINX;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Handshake;
import io.ringcast.interop.RealProxy.Kind;
import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawClient.Response;
import io.ringcast.transport.jetty.RawWebSocket;
import io.ringcast.transport.jetty.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom the server takes its clients for. */
class ProxyAddressTest extends ProxyFixture {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";
    private static final String NGINX_FORWARDED =
            "proxy_http_version 1.1; proxy_set_header Forwarded \"$http_forwarded,"
                    + " for=$remote_addr;proto=https\";";
    private static final String HAPROXY_FORWARDED =
            "http-request add-header Forwarded for=%[src];proto=https";

    /** Connects from an address of the loopback network. */
    private static RawClient from(String address, RealProxy proxy) throws Exception {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
        return new RawClient(socket);
    }

    private ScriptServer trusting(TrustedProxies proxies) {
        return server(
                bus -> bus,
                web ->
                        web.options(
                                options -> options.trustProxy(proxies).maxSessionsPerAddress(1)));
    }

    // ---- X-Forwarded-For and Forwarded

    /** A client may write into these headers too; the proxy writes behind it. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldKnowTheClientByTheWordOfAProxyThatIsTrusted(Kind kind) throws Exception {
        ScriptServer server = trusting(TrustedProxies.in("127.0.0.1"));
        RealProxy proxy = start(documented(kind, server.port()).plain());
        String lie = "X-Forwarded-For: 127.0.0.9";
        try (RawWebSocket client = RawWebSocket.over(from("127.0.0.7", proxy), WEBSOCKET, lie);
                RawClient again = from("127.0.0.7", proxy);
                RawClient other = from("127.0.0.8", proxy)) {
            client.text();
            client.text("40");

            assertThat(server.socket("/").handshake().address()).isEqualTo("127.0.0.7");
            assertThat(again.get(POLL, lie).status()).isEqualTo(429);
            assertThat(other.get(POLL).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldReadTheStandardsHeader(Kind kind) throws Exception {
        ScriptServer server = trusting(TrustedProxies.hops(1).forwarded());
        Site site =
                documented(kind, server.port())
                        .plain()
                        .with(NGINX, "proxy_http_version 1.1;", NGINX_FORWARDED)
                        .with(HAPROXY, "option forwardfor", HAPROXY_FORWARDED);
        RealProxy proxy = start(site);
        String lie = "Forwarded: for=127.0.0.9";
        try (RawWebSocket client = RawWebSocket.over(from("127.0.0.7", proxy), WEBSOCKET, lie)) {
            client.text();
            client.text("40");

            Handshake handshake = server.socket("/").handshake();
            assertThat(handshake.address()).isEqualTo("127.0.0.7");
            assertThat(handshake.isSecure()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldKnowThatTheProxyHasEndedTls(Kind kind, Route route) throws Exception {
        ScriptServer server = trusting(TrustedProxies.in("127.0.0.1"));
        RealProxy proxy = start(documented(kind, server.port()));
        NodeSocket client =
                open(
                        https(proxy),
                        trusting(route, Map.of("extraHeaders", Map.of("Origin", https(proxy)))));
        client.awaitConnect();

        Map<?, ?> seen = (Map<?, ?>) client.request("handshake").get(0);

        assertThat(seen.get("secure")).isEqualTo(true);
        assertThat(seen.get("address")).isEqualTo("127.0.0.1");
        assertThat(client.request("ack", 1)).containsExactly(1);
    }

    // ---- PROXY protocol

    /** PROXY protocol: the server's connections begin with the client's address. */
    private RealProxy telling(ScriptServer server) throws Exception {
        return start(
                documented(HAPROXY, server.port())
                        .plain()
                        .with("server one", "retries 0\n    server one")
                        .with(
                                ":" + server.port() + " check",
                                ":" + server.port() + " send-proxy-v2"));
    }

    private ScriptServer told(int sessions) {
        return server(
                bus -> bus,
                web ->
                        web.connectionFactories(
                                        http ->
                                                List.of(
                                                        new ProxyConnectionFactory(),
                                                        new HttpConnectionFactory(http)))
                                .options(options -> options.maxSessionsPerAddress(sessions)));
    }

    @Test
    void shouldKnowTheClientByTheProxyProtocol() throws Exception {
        ScriptServer server = told(0);
        RealProxy proxy = telling(server);
        try (RawWebSocket client = RawWebSocket.over(from("127.0.0.7", proxy), WEBSOCKET)) {
            client.text();
            client.text("40");

            assertThat(server.socket("/").handshake().address()).isEqualTo("127.0.0.7");
        }
    }

    @Test
    void shouldLimitSessionsByTheClientsAddressAndNotTheProxys() throws Exception {
        ScriptServer server = told(1);
        RealProxy proxy = telling(server);
        try (RawClient one = from("127.0.0.7", proxy);
                RawClient again = from("127.0.0.7", proxy);
                RawClient other = from("127.0.0.8", proxy)) {
            Response first = one.get(POLL);
            Response second = again.get(POLL);
            Response others = other.get(POLL);

            assertThat(first.status()).isEqualTo(200);
            assertThat(second.status()).isEqualTo(429);
            assertThat(others.status()).isEqualTo(200);
        }
    }
}
