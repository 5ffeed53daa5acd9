package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Bus;
import io.ringcast.transport.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps network connections from piling up before there is a request, and beside requests. */
class NetworkLimitsTest {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";
    private static final String LINE = "GET / HTTP/1.1\r\n";

    private final Bus bus = Bus.create();
    private final Server own = new Server();

    @AfterEach
    void stop() throws Exception {
        own.stop();
        bus.close(Duration.ofMillis(200));
    }

    private JettyTransport start(UnaryOperator<JettyTransport.Builder> settings) {
        JettyTransport.Builder builder = JettyTransport.builder().host("127.0.0.1").port(0);
        return bus.attach(settings.apply(builder).build());
    }

    private long count(Counter counter) {
        return bus.counters().get(counter);
    }

    // ---- headTimeout

    /** Once each byte began Jetty's idle time-out anew, for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\nX-Slow: "})
    void shouldCloseAConnectionWhoseHeadTakesTooLong(String begin) throws Exception {
        JettyTransport web = start(b -> b.headTimeout(Duration.ofMillis(200)));
        try (RawClient client = new RawClient(web.port())) {
            client.send(begin).trickle();

            assertThat(count(Counter.REQUEST_HEADS_REFUSED)).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseAConnectionWhoseSecondHeadTakesTooLong() throws Exception {
        JettyTransport web = start(b -> b.headTimeout(Duration.ofMillis(200)));
        try (RawClient client = new RawClient(web.port())) {
            assertThat(client.get(POLL).status()).isEqualTo(200);

            client.send(LINE + "X-Slow: ").trickle();

            assertThat(count(Counter.REQUEST_HEADS_REFUSED)).isEqualTo(1);
        }
    }

    @Test
    void shouldLeaveToOthersWhatIsNoHead() throws Exception {
        JettyTransport web = start(b -> b.headTimeout(Duration.ofMillis(50)));
        try (RawClient silent = new RawClient(web.port());
                RawClient poller = new RawClient(web.port());
                RawWebSocket socket = RawWebSocket.open(web.port(), WEBSOCKET);
                RawClient poster = new RawClient(web.port());
                RawClient slow = new RawClient(web.port())) {
            String session = POLL + "&sid=" + EchoFixture.sid(poller.get(POLL).body());
            poster.send(RawClient.head("POST", session) + "Content-Length: 2\r\n\r\n4");
            poller.request("GET", session);
            socket.send(new byte[] {(byte) 0x81});
            // By then all have had the time for a head, several times over.
            slow.send(LINE + "X-Slow: ").trickle();

            assertThat(poster.send("x").response().body()).isEqualTo("ok");
            assertThat(silent.get(POLL).status()).isEqualTo(200);
            poster.post(session, "1");
            assertThat(poller.response().status()).isEqualTo(200);
            assertThat(count(Counter.REQUEST_HEADS_REFUSED)).isEqualTo(1);
        }
    }

    /** 8 KB of tiny headers are 100 KB of heap: 5,000 such heads once filled 512 MB. */
    @Test
    void shouldCloseConnectionsWhoseUnfinishedHeadsHoldTooMuch() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        int port = serve(Duration.ofMinutes(1), 10_000, closed::incrementAndGet);
        try (RawClient innocent = new RawClient(port);
                RawClient first = new RawClient(port);
                RawClient second = new RawClient(port)) {
            innocent.send(LINE + "Host: x\r\n");
            first.send(LINE + "A: b\r\n".repeat(1_200));
            second.send(LINE + "A: b\r\n".repeat(1_200));

            Patience.await("one of both is closed", () -> closed.get() == 1);
            assertThat(innocent.send("\r\n").response().status()).isEqualTo(404);
            assertThat(closed).hasValue(1);
        }
    }

    @Test
    void shouldRefuseARequestWithTooManyHeaders() throws Exception {
        JettyTransport web = start(b -> b);
        try (RawClient client = new RawClient(web.port())) {
            String[] headers = "A: b;".repeat(199).split(";");
            assertThat(client.get(POLL, headers).status()).isEqualTo(200);

            assertThat(client.get(POLL, "A: b;".repeat(200).split(";")).status()).isEqualTo(431);
        }
        try (RawClient other = new RawClient(web.port())) {
            assertThat(other.get(POLL).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldWatchAServerOfTheApplicationToo() throws Exception {
        int port = serve(Duration.ofMillis(200), 10_000, () -> {});
        try (RawClient client = new RawClient(port)) {
            assertThat(client.get(POLL).status()).isEqualTo(200);

            client.send(LINE + "X-Slow: ").trickle();
        }
    }

    /** A Jetty server of the application's. */
    private int serve(Duration timeout, long bytes, Runnable counted) throws Exception {
        ServerConnector connector = new ServerConnector(own, 1, 1);
        connector.setHost("127.0.0.1");
        HeadLimits.set(connector, timeout, bytes, counted);
        own.addConnector(connector);
        own.setHandler(new SocketIoHandler(bus));
        own.start();
        return connector.getLocalPort();
    }

    @Test
    void shouldCloseAConnectionThatNeverFinishesItsRequest() throws Exception {
        JettyTransport web = start(builder -> builder.idleTimeout(Duration.ofMillis(200)));
        try (RawClient client = new RawClient(web.port())) {
            client.send("GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\nX-Slow: ");

            client.awaitEnd();
        }
    }

    // ---- maxConnections

    @Test
    void shouldCloseConnectionsBeyondTheLimitAndTakeNewOnesWhenOthersHaveGone() throws Exception {
        JettyTransport web = start(builder -> builder.maxConnections(2));
        try (RawWebSocket first = RawWebSocket.open(web.port(), WEBSOCKET)) {
            RawClient second = new RawClient(web.port());
            assertThat(second.get(POLL).status()).isEqualTo(200);

            for (int i = 1; i <= 20; i++) {
                try (RawClient third = new RawClient(web.port())) {
                    third.awaitEnd();
                }
                assertThat(count(Counter.NETWORK_CONNECTIONS_REFUSED)).isEqualTo(i);
            }

            assertThat(first.text()).startsWith("0{");
            second.close();
            Patience.await("there is room again", () -> answers(web));
        }
    }

    private static boolean answers(JettyTransport web) {
        try (RawClient client = new RawClient(web.port())) {
            return client.get(POLL).status() == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void shouldHaveALimitToConnectionsByDefault() {
        assertThat(ConnectionLimit.byDefault())
                .isBetween(1, 100_000)
                .isLessThanOrEqualTo((int) (Runtime.getRuntime().maxMemory() / 32_768));
    }

    @Test
    void shouldRefuseLimitsThatAreNone() {
        assertThatThrownBy(() -> JettyTransport.builder().headTimeout(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("headTimeout");
        assertThatThrownBy(() -> JettyTransport.builder().maxConnections(-1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxConnections");
    }
}
