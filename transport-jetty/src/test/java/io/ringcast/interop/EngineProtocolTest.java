package io.ringcast.interop;

import static io.ringcast.interop.Wire.RS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.engineio.EngineHandler;
import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.EngineSession;
import io.ringcast.interop.Wire.Poller;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.jetty.EngineIoHandler;
import io.ringcast.transport.jetty.JettyTransportOptions;
import io.ringcast.transport.jetty.Patience;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the test suite of the Engine.IO protocol, version 4, asks of a server that echoes (EP). */
@Tag("interop")
class EngineProtocolTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** In which a test has to have its next poll under way. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Server server = new Server();
    private final BlockingQueue<EngineSession> opened = new LinkedBlockingQueue<>();
    private Wire wire;

    @BeforeEach
    void start() throws Exception {
        start(LONG, LONG);
    }

    private void start(Duration pingInterval, Duration pingTimeout) throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.setConnectors(new ServerConnector[] {connector});
        JettyTransportOptions options =
                JettyTransportOptions.builder()
                        .path("/engine.io")
                        .pingInterval(pingInterval)
                        .pingTimeout(pingTimeout)
                        .build();
        server.setHandler(new EngineIoHandler(options, this::echo));
        server.start();
        wire = new Wire(connector.getLocalPort(), "/engine.io");
    }

    private void restart(Duration pingTimeout) throws Exception {
        server.stop();
        start(SHORT, pingTimeout);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private EngineHandler echo(EngineSession session) {
        opened.add(session);
        return new Echo(session);
    }

    private record Echo(EngineSession session) implements EngineHandler {
        @Override
        public void onText(byte[] utf8, int offset, int length) {
            session.send(EnginePacket.text(utf8, offset, length), EngineSession.Delivery.NORMAL);
            session.flush();
        }

        @Override
        public void onBinary(byte[] data) {
            session.sendBytes(data);
            session.flush();
        }

        @Override
        public void onClose(CloseReason reason, String detail) {}
    }

    private static Map<?, ?> open(String packet) {
        assertThat(packet).startsWith("0");
        return (Map<?, ?>) Json.read(packet.substring(1));
    }

    @Nested
    class Handshake {

        @Test
        void shouldOpenASessionByPolling() throws Exception {
            HttpResponse<String> response = wire.get("?EIO=4&transport=polling");

            assertThat(response.statusCode()).isEqualTo(200);
            Map<?, ?> open = open(response.body());
            assertThat(open).hasSize(5);
            assertThat(open.get("sid")).asString().hasSize(20);
            assertThat(open.get("upgrades")).isEqualTo(List.of("websocket"));
            assertThat(open.get("pingInterval")).isEqualTo(20_000);
            assertThat(open.get("pingTimeout")).isEqualTo(20_000);
            assertThat(open.get("maxPayload")).isEqualTo(1_000_000);
        }

        @ParameterizedTest
        @ValueSource(strings = {"?transport=polling", "?EIO=abc&transport=polling"})
        void shouldRefuseAnotherVersionByPolling(String query) throws Exception {
            assertThat(wire.get(query).statusCode()).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"?EIO=4", "?EIO=4&transport=abc"})
        void shouldRefuseAnotherTransportByPolling(String query) throws Exception {
            assertThat(wire.get(query).statusCode()).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT"})
        void shouldRefuseAnotherMethod(String method) throws Exception {
            assertThat(wire.request(method, "?EIO=4&transport=polling", "").statusCode())
                    .isEqualTo(400);
        }

        @Test
        void shouldOpenASessionByWebSocket() throws Exception {
            try (WireSocket socket = wire.webSocket()) {
                Map<?, ?> open = open(socket.text());

                assertThat(open).hasSize(5);
                assertThat(open.get("sid")).asString().hasSize(20);
                assertThat(open.get("upgrades")).isEqualTo(List.of());
                assertThat(open.get("pingInterval")).isEqualTo(20_000);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"?transport=websocket", "?EIO=abc&transport=websocket"})
        void shouldRefuseAnotherVersionByWebSocket(String query) {
            assertRefused(query);
        }

        @ParameterizedTest
        @ValueSource(strings = {"?EIO=4", "?EIO=4&transport=abc"})
        void shouldRefuseAnotherTransportByWebSocket(String query) {
            assertRefused(query);
        }

        private void assertRefused(String query) {
            assertThatThrownBy(() -> wire.webSocket(query))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
        }
    }

    @Nested
    class Heartbeat {

        @Test
        void shouldAskByPolling() throws Exception {
            restart(LONG);
            Poller poller = wire.poller();

            for (int i = 0; i < 3; i++) {
                assertThat(poller.poll()).isEqualTo("2");
                poller.push("3");
            }
        }

        @Test
        void shouldEndASilentSessionByPolling() throws Exception {
            restart(TIMEOUT);
            Poller poller = wire.poller();

            assertThat(poller.poll()).isEqualTo("2");
            assertThat(poller.poll()).isEqualTo("1");
            assertThat(poller.poll()).isEqualTo("400");
        }

        @Test
        void shouldAskByWebSocket() throws Exception {
            restart(LONG);
            try (WireSocket socket = wire.webSocket()) {
                socket.text();

                for (int i = 0; i < 3; i++) {
                    assertThat(socket.text()).isEqualTo("2");
                    socket.send("3");
                }
            }
        }

        @Test
        void shouldEndASilentSessionByWebSocket() throws Exception {
            restart(TIMEOUT);
            try (WireSocket socket = wire.webSocket()) {
                assertThat(socket.end()).isEqualTo(1005);
            }
        }
    }

    @Nested
    class Message {

        @Test
        void shouldCarryOnePacketByPolling() throws Exception {
            Poller poller = wire.poller();

            HttpResponse<String> pushed = poller.post("4hello");

            assertThat(pushed.statusCode()).isEqualTo(200);
            assertThat(pushed.body()).isEqualTo("ok");
            assertThat(poller.poll()).isEqualTo("4hello");
        }

        @Test
        void shouldCarrySeveralPacketsByPolling() throws Exception {
            Poller poller = wire.poller();

            poller.push("4test1" + RS + "4test2" + RS + "4test3");

            assertThat(poller.poll()).isEqualTo("4test1" + RS + "4test2" + RS + "4test3");
        }

        @Test
        void shouldCarryTextAndBytesByPolling() throws Exception {
            Poller poller = wire.poller();

            poller.push("4hello" + RS + "bAQIDBA==");

            assertThat(poller.poll()).isEqualTo("4hello" + RS + "bAQIDBA==");
        }

        @Test
        void shouldEndTheSessionOfAnInvalidPacketByPolling() throws Exception {
            Poller poller = wire.poller();

            poller.post("abc");

            assertThat(poller.poll()).isEqualTo("400");
        }

        @Test
        void shouldEndTheSessionOfTwoPolls() throws Exception {
            Poller poller = wire.poller();

            CompletableFuture<HttpResponse<String>> one = poller.pollAsync();
            CompletableFuture<HttpResponse<String>> two = poller.pollAsync();

            assertThat(List.of(answer(one), answer(two)))
                    .containsExactlyInAnyOrder("200 1", "400 ");
            assertThat(poller.poll()).isEqualTo("400");
        }

        private String answer(CompletableFuture<HttpResponse<String>> response) throws Exception {
            HttpResponse<String> known = Wire.get(response);
            return known.statusCode() + " " + known.body();
        }

        @Test
        void shouldCarryTextByWebSocket() throws Exception {
            try (WireSocket socket = wire.webSocket()) {
                socket.text();

                socket.send("4hello");

                assertThat(socket.text()).isEqualTo("4hello");
            }
        }

        @Test
        void shouldCarryBytesByWebSocket() throws Exception {
            try (WireSocket socket = wire.webSocket()) {
                socket.text();

                socket.send(new byte[] {1, 2, 3, 4});

                assertThat(socket.binary()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
            }
        }

        @Test
        void shouldEndTheSessionOfAnInvalidPacketByWebSocket() throws Exception {
            try (WireSocket socket = wire.webSocket()) {
                socket.text();

                socket.send("abc");

                assertThat(socket.end()).isEqualTo(1005);
            }
        }
    }

    /** The two requests travel on connections of their own. */
    private void awaitPoll() throws Exception {
        EngineSession session = opened.take();
        Patience.await("a poll waits", session::isWritable);
    }

    @Nested
    class Close {

        @Test
        void shouldEndTheSessionAtTheClientsWishByPolling() throws Exception {
            Poller poller = wire.poller();
            CompletableFuture<HttpResponse<String>> waiting = poller.pollAsync();
            awaitPoll();

            poller.push("1");

            assertThat(Wire.get(waiting).body()).isEqualTo("6");
            assertThat(poller.poll()).isEqualTo("400");
        }

        /** The suite writes both at once, and takes any order of their arrival. */
        @Test
        void shouldAnswerThePollThatIsWrittenWithTheClientsGoodbye() throws Exception {
            Poller poller = wire.poller();

            CompletableFuture<HttpResponse<String>> poll = poller.pollAsync();
            poller.push("1");

            assertThat(Wire.get(poll).body()).isEqualTo("6");
            assertThat(poller.poll()).isEqualTo("400");
        }

        @Test
        void shouldEndTheSessionAtTheClientsWishByWebSocket() throws Exception {
            try (WireSocket socket = wire.webSocket()) {
                socket.text();

                socket.send("1");

                assertThat(socket.end()).isEqualTo(1005);
            }
        }
    }

    @Nested
    class Upgrade {

        private WireSocket upgrade(Poller poller) throws Exception {
            WireSocket socket = poller.upgrade();
            socket.send("2probe");
            assertThat(socket.text()).isEqualTo("3probe");
            socket.send("5");
            return socket;
        }

        @Test
        void shouldMoveFromPollingToAWebSocket() throws Exception {
            Poller poller = wire.poller();
            CompletableFuture<HttpResponse<String>> waiting = poller.pollAsync();
            awaitPoll();

            try (WireSocket socket = upgrade(poller)) {
                assertThat(Wire.get(waiting).body()).isEqualTo("6");
                socket.send("4hello");

                assertThat(socket.text()).isEqualTo("4hello");
            }
        }

        @Test
        void shouldRefuseRequestsAfterTheUpgrade() throws Exception {
            Poller poller = wire.poller();

            try (WireSocket socket = upgrade(poller)) {
                socket.send("4done?");
                assertThat(socket.text()).isEqualTo("4done?");

                assertThat(poller.poll()).isEqualTo("400");
                assertThat(poller.post("4late").statusCode()).isEqualTo(400);
                socket.send("4still");
                assertThat(socket.text()).isEqualTo("4still");
            }
        }

        @Test
        void shouldCloseASecondWebSocketAfterTheUpgrade() throws Exception {
            Poller poller = wire.poller();

            try (WireSocket socket = upgrade(poller)) {
                socket.send("4done?");
                assertThat(socket.text()).isEqualTo("4done?");
                try (WireSocket second = poller.upgrade()) {
                    assertThat(second.end()).isEqualTo(1005);
                }
                socket.send("4still");
                assertThat(socket.text()).isEqualTo("4still");
            }
        }
    }
}
