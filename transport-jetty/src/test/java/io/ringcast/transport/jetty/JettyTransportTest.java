package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringcast.Bus;
import io.ringcast.hostile.LogCapture;
import io.ringcast.transport.Counter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bus on a Jetty server of its own. */
class JettyTransportTest {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

    private final Bus bus = Bus.create();

    @AfterEach
    void stop() {
        bus.close(Duration.ofMillis(200));
    }

    private JettyTransport start(Consumer<JettyTransport.Builder> settings) {
        JettyTransport.Builder builder = JettyTransport.builder().host("127.0.0.1").port(0);
        settings.accept(builder);
        return bus.attach(builder.build());
    }

    private static RawWebSocket open(JettyTransport web) throws Exception {
        RawWebSocket client = RawWebSocket.open(web.port(), WEBSOCKET);
        assertThat(client.text()).startsWith("0{");
        client.text("40");
        assertThat(client.text()).matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
        return client;
    }

    /** Attachments had a limit of their own, 10 MB, that nothing named. */
    @Test
    void shouldTakeAttachmentsAsLargeAsMessagesMayBe() throws Exception {
        bus.onConnection(s -> s.on("up", byte[].class, (data, ack) -> ack.send(data.length)));
        JettyTransport web = start(b -> b.options(o -> o.maxHttpBufferSize(120_000_000)));
        try (RawWebSocket client = open(web)) {
            client.text("451-7[\"up\",{\"_placeholder\":true,\"num\":0}]");
            client.binary(new byte[11_000_000]);

            assertThat(client.text()).isEqualTo("437[11000000]");
        }
    }

    @Test
    void shouldNameTheOptionThatAMessageWasTooLargeFor() throws Exception {
        try (LogCapture log = new LogCapture()) {
            JettyTransport web = start(builder -> {});
            try (RawWebSocket client = open(web)) {
                client.text("42" + "x".repeat(1_000_000));
                client.awaitEnd();
            }
            JettyTransport other = start(builder -> {});
            try (RawClient client = new RawClient(other.port())) {
                String session = POLL + "&sid=" + EchoFixture.sid(client.get(POLL).body());
                assertThat(client.post(session, "4" + "x".repeat(1_000_000)).status())
                        .isEqualTo(413);
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARNING"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("maxHttpBufferSize"));
        }
    }

    /** Jetty's own limit is half of Node's: cookies and tokens were too long for it. */
    @Test
    void shouldTakeHeadsOfSixteenKilobytes() throws Exception {
        JettyTransport web = start(builder -> {});

        assertThat(statusWithHeader(web, 15_000)).isEqualTo(200);
        assertThat(statusWithHeader(web, 17_000)).isEqualTo(431);
    }

    @Test
    void shouldTakeHeadsOfTheSizeThatIsSet() throws Exception {
        JettyTransport large = start(builder -> builder.maxHeaderSize(60_000));
        JettyTransport small = start(builder -> builder.maxHeaderSize(1_024));

        assertThat(statusWithHeader(large, 58_000)).isEqualTo(200);
        assertThat(statusWithHeader(small, 900)).isEqualTo(200);
        assertThat(statusWithHeader(small, 1_100)).isEqualTo(431);
        assertThatThrownBy(() -> JettyTransport.builder().maxHeaderSize(1_000).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxHeaderSize must be 1024 to 1048576");
    }

    private static int statusWithHeader(JettyTransport web, int size) throws Exception {
        try (RawClient client = new RawClient(web.port())) {
            return client.get(POLL, "Cookie: a=" + "x".repeat(size)).status();
        }
    }

    @Test
    void shouldWriteAddressesInTheirShortForm() throws Exception {
        assumeThat(hasIpv6()).isTrue();
        var addresses = new LinkedBlockingQueue<String>();
        bus.onConnection(socket -> addresses.add(socket.handshake().address()));
        JettyTransport web = start(builder -> builder.host("::1"));
        Socket connected = new Socket(ipv6Loopback(), web.port());
        try (RawWebSocket client = RawWebSocket.over(new RawClient(connected), WEBSOCKET)) {
            client.text("40");

            assertThat(addresses.poll(20, TimeUnit.SECONDS)).isEqualTo("::1");
        }
    }

    private static InetAddress ipv6Loopback() throws IOException {
        byte[] address = new byte[16];
        address[15] = 1;
        return InetAddress.getByAddress(address);
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, ipv6Loopback())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldServeABusByWebSocket() throws Exception {
        bus.onConnection(
                socket -> socket.on("hello", String.class, (name, ack) -> ack.send("hi " + name)));
        JettyTransport web = start(builder -> {});
        try (RawWebSocket client = open(web)) {
            client.text("427[\"hello\",\"you\"]");

            assertThat(client.text()).isEqualTo("437[\"hi you\"]");
        }
    }

    /** On the loop's thread, or on Jetty's own where handlers are promised not to block. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCloseFromAListener(boolean nonBlocking) throws Exception {
        Bus own = Bus.builder().nonBlockingHandlers(nonBlocking).build();
        CountDownLatch left = new CountDownLatch(1);
        own.onConnection(
                socket -> {
                    socket.on("close", (args, ack) -> own.close());
                    socket.onDisconnect(reason -> left.countDown());
                });
        JettyTransport web = own.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
        int port = web.port();
        try (RawWebSocket client = open(web);
                RawWebSocket other = open(web)) {
            client.text("42[\"close\"]");

            assertThat(other.closeStatus()).isEqualTo(1005);
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        }
        own.close();
        assertThatThrownBy(() -> new RawClient(port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldServeABusByPolling() throws Exception {
        bus.onConnection(socket -> socket.on("hello", String.class, v -> socket.emit("hi", v)));
        JettyTransport web = start(builder -> {});
        try (RawClient client = new RawClient(web.port())) {
            String session = POLL + "&sid=" + EchoFixture.sid(client.get(POLL).body());
            client.post(session, "40");
            assertThat(client.get(session).body()).startsWith("40{\"sid\":");

            client.post(session, "42[\"hello\",\"you\"]");

            assertThat(client.get(session).body()).isEqualTo("42[\"hi\",\"you\"]");
        }
    }

    @Test
    void shouldSendAttachmentsBehindTheirPacket() throws Exception {
        bus.onConnection(socket -> socket.emit("bytes", new byte[] {1, 2}, new byte[] {3}));
        JettyTransport web = start(builder -> {});
        try (RawWebSocket client = open(web)) {
            assertThat(client.text())
                    .isEqualTo(
                            "452-[\"bytes\",{\"_placeholder\":true,\"num\":0},"
                                    + "{\"_placeholder\":true,\"num\":1}]");
            assertThat(client.frame().data()).containsExactly(1, 2);
            assertThat(client.frame().data()).containsExactly(3);
        }
    }

    @Test
    void shouldReachEveryRecipientOfABroadcastInOrder() throws Exception {
        JettyTransport web = start(builder -> {});
        List<RawWebSocket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                clients.add(open(web));
            }
            for (int i = 0; i < 20; i++) {
                bus.emit("tick", i);
            }

            for (RawWebSocket client : clients) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.text()).isEqualTo("42[\"tick\"," + i + "]");
                }
            }
            assertThat(bus.counters().get(Counter.PACKETS_ENCODED)).isLessThan(300);
        } finally {
            for (RawWebSocket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldShowTheHandshakeToListeners() throws Exception {
        var seen = new java.util.concurrent.LinkedBlockingQueue<io.ringcast.Handshake>();
        bus.onConnection(socket -> seen.add(socket.handshake()));
        JettyTransport web = start(builder -> {});
        try (RawWebSocket client =
                RawWebSocket.open(web.port(), WEBSOCKET + "&token=t%201", "X-Test: one")) {
            client.text("40");

            var handshake = seen.poll(20, TimeUnit.SECONDS);
            assertThat(handshake.query("token")).contains("t 1");
            assertThat(handshake.headers().get("x-test")).containsExactly("one");
            assertThat(handshake.address()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void shouldAnswerOtherPathsWith404() throws Exception {
        JettyTransport web = start(builder -> {});
        try (RawClient client = new RawClient(web.port())) {
            RawClient.Response response = client.get("/");

            assertThat(response.status()).isEqualTo(404);
            assertThat(response.body()).isEmpty();
            assertThat(response.header("server")).isNull();
            assertThat(client.get("/socket.iox/?EIO=4&transport=polling").status()).isEqualTo(404);
        }
    }

    @Test
    void shouldServeHandlersOfTheApplicationBeside() throws Exception {
        JettyTransport web = start(builder -> builder.handler(new Hello()));
        try (RawClient client = new RawClient(web.port())) {
            assertThat(client.get("/hello").body()).isEqualTo("hello");
            assertThat(client.get(POLL).body()).startsWith("0{");
            assertThat(client.get("/other").status()).isEqualTo(404);
        }
    }

    @Test
    void shouldReadAndWriteOnItsSelectorThreads() {
        JettyTransport web = start(builder -> {});

        assertThat(web.server().getInvocationType())
                .isEqualTo(org.eclipse.jetty.util.thread.Invocable.InvocationType.NON_BLOCKING);
    }

    @Test
    void shouldTakeTheBussPingUnlessItHasItsOwn() throws Exception {
        JettyTransport web =
                start(b -> b.path("/live/").options(o -> o.pingTimeout(Duration.ofMillis(1_234))));
        try (RawClient client = new RawClient(web.port())) {
            assertThat(client.get("/live/?EIO=4&transport=polling").body())
                    .contains("\"pingInterval\":25000,\"pingTimeout\":1234,");
        }
    }

    @Test
    void shouldCountRefusals() throws Exception {
        JettyTransport web = start(builder -> {});
        try (RawClient client = new RawClient(web.port());
                RawWebSocket foreign = new RawWebSocket(web.port())) {
            client.get("/socket.io/?EIO=3&transport=polling");
            foreign.ask(WEBSOCKET, "Origin: https://evil.example");

            assertThat(bus.counters().get(Counter.HANDSHAKES_REFUSED)).isEqualTo(2);
        }
    }

    @Test
    void shouldFreeItsPortAndTellAThousandClientsWhenTheBusCloses() throws Exception {
        JettyTransport web = start(builder -> {});
        int port = web.port();
        List<RawWebSocket> clients = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            clients.add(open(web));
        }
        CountDownLatch told = new CountDownLatch(1_000);
        Thread reader = new Thread(() -> clients.forEach(client -> awaitClose(client, told)));
        reader.start();

        long begin = System.nanoTime();
        bus.close(Duration.ofSeconds(20));
        long tookMillis = (System.nanoTime() - begin) / 1_000_000;

        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(tookMillis).isLessThan(20_000);
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        for (RawWebSocket client : clients) {
            client.close();
        }
    }

    private static void awaitClose(RawWebSocket client, CountDownLatch told) {
        try {
            if (client.closeStatus() == 1005) {
                client.frameOf(true, RawWebSocket.CLOSE);
                told.countDown();
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldAnswerPollsThatWaitWhenTheBusCloses() throws Exception {
        JettyTransport web = start(builder -> {});
        try (RawClient client = new RawClient(web.port())) {
            String session = POLL + "&sid=" + EchoFixture.sid(client.get(POLL).body());
            client.post(session, "40");
            client.get(session);
            client.request("GET", session);

            bus.close(Duration.ofSeconds(10));

            // The first if it waited, the second if it came too late for that.
            assertThat(client.response().body()).isIn("1", "6\u001e1");
        }
    }

    @Test
    void shouldNotWaitLongerThanTheDrainTimeForClientsThatDoNotRead() throws Exception {
        JettyTransport web = start(builder -> {});
        try (RawWebSocket client = open(web)) {
            assertThat(client.socket().isConnected()).isTrue();

            long begin = System.nanoTime();
            bus.close(Duration.ofMillis(300));

            assertThat((System.nanoTime() - begin) / 1_000_000).isLessThan(10_000);
            assertThat(client.closeStatus()).isEqualTo(1005);
            client.awaitEnd();
        }
    }

    @Test
    void shouldEndARequestWhoseOriginAPredicateCanNotTell() throws Exception {
        JettyTransport web =
                start(
                        b ->
                                b.options(
                                        o ->
                                                o.webSocketOrigins(
                                                        origin -> {
                                                            throw new IllegalStateException("?");
                                                        })));
        try (RawWebSocket client = new RawWebSocket(web.port());
                RawClient other = new RawClient(web.port())) {
            assertThatThrownBy(() -> client.ask(WEBSOCKET, "Origin: https://x.example"))
                    .isInstanceOf(java.io.IOException.class);
            assertThat(other.get(POLL).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldSayThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(builder -> builder.port(taken.getLocalPort())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("" + taken.getLocalPort());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void shouldRefuseAPortThatIsNone(int port) {
        assertThatThrownBy(() -> JettyTransport.builder().port(port).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("" + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "socket.io", "/a?b", "/a//b", "/a/../b", "/a b"})
    void shouldRefuseAPathThatIsNone(String path) {
        assertThatThrownBy(() -> JettyTransportOptions.builder().path(path).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path");
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        var options = JettyTransportOptions.builder();

        assertThatThrownBy(() -> options.maxHttpBufferSize(0).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JettyTransportOptions.builder().perMessageDeflate(-1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("perMessageDeflate");
        assertThatThrownBy(() -> options.maxHttpBufferSize(1).httpCompression(-1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("httpCompression");
    }

    /** A handler that blocks, as most do. */
    private static final class Hello extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!Request.getPathInContext(request).equals("/hello")) {
                return false;
            }
            response.write(
                    true,
                    java.nio.ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)),
                    callback);
            return true;
        }
    }
}
