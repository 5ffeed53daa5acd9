package io.ringcast.interop;

import static io.ringcast.interop.RealProxy.Kind.HAPROXY;
import static io.ringcast.interop.RealProxy.Kind.NGINX;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Recovery;
import io.ringcast.interop.InteropSocket.Entry;
import io.ringcast.interop.RealProxy.Kind;
import io.ringcast.transport.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Proxies that lose patience with connections that are silent, and proxies that go away. */
class ProxyFailureTest extends ProxyFixture {
    private static final Map<String, ?> SOON = Map.of("reconnectionDelay", 20);

    /** The documented configuration, with a second where it has a minute. */
    private static Site impatient(Kind kind, ScriptServer server) throws Exception {
        return documented(kind, server.port())
                .plain()
                .with(NGINX, "proxy_read_timeout 60s", "proxy_read_timeout 1s")
                .with(HAPROXY, "60s", "1s");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldStayConnectedWhereTheHeartbeatIsBelowTheProxysTimeOut(Kind kind) throws Exception {
        ScriptServer server = server(bus -> bus.heartbeat(ofMillis(400), ofSeconds(20)));
        RealProxy proxy = start(impatient(kind, server));
        List<NodeSocket> clients = new ArrayList<>();
        for (Route route : Route.values()) {
            NodeSocket client = open(http(proxy), over(route));
            client.run(
                    """
                    let left = 5;
                    socket.pinged = new Promise((done) =>
                      socket.io.on("ping", () => --left || done()),
                    );
                    """);
            clients.add(client);
        }

        for (NodeSocket client : clients) {
            client.run("await socket.pinged");
        }
        for (NodeSocket client : clients) {
            assertThat(client.request("ack", "still here")).containsExactly("still here");
        }
        assertThat(server.bus().counters().get(Counter.CONNECTIONS_OPENED)).isEqualTo(3);
    }

    /**
     * What users see who set the proxy's time-out below the heartbeat: a client that comes back.
     */
    @ParameterizedTest
    @MethodSource("ways")
    void shouldComeBackWhereTheProxysTimeOutIsBelowTheHeartbeat(Kind kind, Route route)
            throws Exception {
        ScriptServer server = server(bus -> bus.heartbeat(ofMinutes(1), ofSeconds(20)));
        RealProxy proxy = start(impatient(kind, server));
        NodeSocket client = open(http(proxy), over(route, SOON));
        String first = client.awaitConnect().id();

        String reason = client.awaitDisconnect();

        boolean polls = route == Route.POLLING;
        assertThat(reason).isEqualTo(polls ? "transport error" : "transport close");
        assertThat(server.end(first)).isEqualTo(polls ? "transport error" : "transport close");
        assertThat(client.awaitConnect().id()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldRecoverWhenTheProxyIsStartedAgain(Kind kind, Route route) throws Exception {
        ScriptServer server = server(bus -> bus.connectionStateRecovery(Recovery.of(ofMinutes(2))));
        RealProxy proxy = start(documented(kind, server.port()).plain());
        NodeSocket client = open(http(proxy), over(route, SOON));
        String id = client.awaitConnect().id();
        if (route == Route.UPGRADE) {
            client.awaitUpgrade();
        }
        server.bus().emit("news", "before");
        assertThat(client.next("news").arguments()).startsWith("before");

        proxy.stop();
        client.awaitDisconnect();
        server.bus().to(id).emit("news", "meanwhile");
        proxy.startAgain();

        assertThat(client.awaitConnect()).isEqualTo(new Entry(id, true));
        assertThat(client.next("news").arguments()).startsWith("meanwhile");
    }
}
