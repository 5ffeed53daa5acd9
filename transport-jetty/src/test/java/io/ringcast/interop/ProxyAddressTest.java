package io.ringcast.interop;

import static io.ringcast.interop.RealProxy.Kind.HAPROXY;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawClient.Response;
import io.ringcast.transport.jetty.RawWebSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.junit.jupiter.api.Test;

/** Whom the server takes its clients for. */
class ProxyAddressTest extends ProxyFixture {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

    /** Connects from an address of the loopback network. */
    private static RawClient from(String address, RealProxy proxy) throws Exception {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
        return new RawClient(socket);
    }

    /** PROXY protocol: the server's connections begin with the client's address. */
    private RealProxy telling(ScriptServer server) throws Exception {
        return start(
                documented(HAPROXY, server.port())
                        .plain()
                        .with("server one", "retries 0\n    server one")
                        .with(":" + server.port(), ":" + server.port() + " send-proxy-v2"));
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
