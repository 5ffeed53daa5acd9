package io.ringcast.interop;

import static io.ringcast.interop.Wire.RS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.interop.Wire.Poller;
import io.ringcast.transport.jetty.JettyTransport;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every reason for which a socket disconnects, as a server hears it (S1 to S11). */
class DisconnectReasonTest {
    private final News news = new News();
    private final BlockingQueue<Socket> entering = new LinkedBlockingQueue<>();
    private Bus bus;
    private Wire wire;

    @BeforeEach
    void start() {
        start(Duration.ofSeconds(25), Duration.ofSeconds(20));
    }

    private void start(Duration pingInterval, Duration pingTimeout) {
        bus = Bus.builder().heartbeat(pingInterval, pingTimeout).build();
        watch(bus);
        watch(bus.of("/other"));
        bus.of("/slow").use((socket, next) -> entering.add(socket));
        watch(bus.of("/slow"));
        JettyTransport web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
        wire = new Wire(web.port(), "/socket.io");
    }

    private void watch(Namespace namespace) {
        String name = namespace.name();
        namespace.onConnection(
                socket -> {
                    news.add("socket", socket);
                    socket.onDisconnecting(reason -> news.add("leaving " + name, reason.text()));
                    socket.onDisconnect(reason -> news.add("left " + name, reason.text()));
                });
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private WireSocket connected(String... more) throws Exception {
        WireSocket socket = wire.webSocket();
        assertThat(socket.text()).startsWith("0{");
        socket.send("40");
        assertThat(socket.text()).startsWith("40{");
        for (String namespace : more) {
            socket.send("40" + namespace + ",");
            assertThat(socket.text()).startsWith("40" + namespace + ",{");
        }
        return socket;
    }

    private Poller polling() throws Exception {
        Poller poller = wire.poller();
        poller.push("40");
        assertThat(poller.poll()).startsWith("40{");
        return poller;
    }

    private Socket socket() throws InterruptedException {
        return news.next("socket", Socket.class);
    }

    /** Both listeners hear it, the first of them first, and each once. */
    private void assertLeft(String namespace, String reason) throws InterruptedException {
        assertThat(news.next("left " + namespace, String.class)).isEqualTo(reason);
        assertThat(news.next("leaving " + namespace, String.class)).isEqualTo(reason);
        assertThat(news.kinds()).doesNotContain("left " + namespace, "leaving " + namespace);
    }

    private void assertAlive(WireSocket client) throws Exception {
        client.send("40");
        assertThat(client.text()).startsWith("40{");
    }

    @Test
    void shouldSayServerNamespaceDisconnect() throws Exception {
        WireSocket client = connected("/other");

        socket().disconnect();

        assertThat(client.text()).isEqualTo("41");
        assertLeft("/", "server namespace disconnect");
        assertThat(news.kinds()).doesNotContain("left /other");
        assertAlive(client);
    }

    @Test
    void shouldSayServerNamespaceDisconnectInAllNamespacesOfAClosedConnection() throws Exception {
        WireSocket client = connected("/other");
        Socket socket = socket();
        socket.emit("last");

        socket.disconnect(true);

        assertThat(client.text()).isEqualTo("42[\"last\"]");
        assertThat(client.text()).isEqualTo("41");
        assertThat(client.text()).isEqualTo("41/other,");
        assertThat(client.end()).isEqualTo(1005);
        assertLeft("/", "server namespace disconnect");
        assertLeft("/other", "server namespace disconnect");
    }

    @Test
    void shouldSayClientNamespaceDisconnect() throws Exception {
        WireSocket client = connected();

        client.send("41");

        assertLeft("/", "client namespace disconnect");
        assertAlive(client);
    }

    @Test
    void shouldSayTransportCloseWhenTheClientSaysGoodbye() throws Exception {
        polling().push("1");

        assertLeft("/", "transport close");
    }

    @Test
    void shouldSayTransportErrorWhenTheTransportFails() throws Exception {
        Poller poller = polling();
        var parked = poller.pollAsync();

        var overlapping = poller.pollAsync();

        Wire.get(parked);
        Wire.get(overlapping);
        assertLeft("/", "transport error");
    }

    @Test
    void shouldSayTransportErrorWhenAMessageIsTooLong() throws Exception {
        WireSocket client = connected();

        client.send("42[\"e\",\"" + "x".repeat(1_000_001) + "\"]");

        assertThat(client.end()).isEqualTo(1009);
        assertLeft("/", "transport error");
    }

    @Test
    void shouldSayPingTimeout() throws Exception {
        bus.close();
        start(Duration.ofSeconds(1), Duration.ofSeconds(1));

        WireSocket client = wire.webSocket();
        client.send("40");

        assertLeft("/", "ping timeout");
    }

    @Test
    void shouldSayParseErrorForWhatIsNoPacketOfEngineIo() throws Exception {
        WireSocket client = connected("/other");

        client.send("x");

        assertLeft("/", "parse error");
        assertLeft("/other", "parse error");
    }

    @Test
    void shouldSayForcedCloseForWhatIsNoPacketOfSocketIo() throws Exception {
        WireSocket client = connected("/other");

        client.send("4x");

        assertThat(client.end()).isEqualTo(1005);
        assertLeft("/", "forced close");
        assertLeft("/other", "forced close");
    }

    @Test
    void shouldSayForcedCloseAlsoToAClientThatPolls() throws Exception {
        Poller poller = polling();

        poller.push("4x");

        assertThat(poller.poll()).isEqualTo("6" + RS + "1");
        assertLeft("/", "forced close");
    }

    /** No DISCONNECT: clients that are told so do not come back. */
    @Test
    void shouldSayServerShuttingDownAndNoDisconnectToTheClient() throws Exception {
        var parked = polling().pollAsync();

        bus.close();

        assertThat(Wire.get(parked).body()).isIn("1", "6" + RS + "1");
        assertLeft("/", "server shutting down");
    }

    @Test
    void shouldSayNothingOfASocketThatNeverEntered() throws Exception {
        WireSocket client = connected();
        client.send("40/slow,");
        assertThat(entering.poll(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isNotNull();

        client.send("1");

        assertLeft("/", "transport close");
        bus.close();
        assertThat(news.kinds()).doesNotContain("leaving /slow", "left /slow");
    }
}
