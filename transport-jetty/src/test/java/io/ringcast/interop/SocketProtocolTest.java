package io.ringcast.interop;

import static io.ringcast.interop.Wire.RS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.Namespace;
import io.ringcast.interop.Wire.Poller;
import io.ringcast.transport.jetty.JettyTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the test suite of the Socket.IO protocol, version 5, asks of a server (SP). Its half about
 * Engine.IO is asked of a bus here too, with fewer words than in {@link EngineProtocolTest}.
 */
@Tag("interop")
class SocketProtocolTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Bus bus;
    private Wire wire;

    @BeforeEach
    void start() {
        start(bus -> bus);
    }

    private void start(UnaryOperator<BusBuilder> settings) {
        bus = settings.apply(Bus.builder().heartbeat(LONG, LONG)).build();
        serve(bus);
        serve(bus.of("/custom"));
        JettyTransport web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
        wire = new Wire(web.port(), "/socket.io");
    }

    private void restart(UnaryOperator<BusBuilder> settings) {
        bus.close();
        start(settings);
    }

    /** With a ping soon; its answer, or the next poll, has to come within the time-out. */
    private void restartWithPings(Duration pingTimeout) {
        restart(settings -> settings.heartbeat(Duration.ofMillis(300), pingTimeout));
    }

    private static void serve(Namespace namespace) {
        namespace.onConnection(
                socket -> {
                    Map<?, ?> auth = socket.handshake().auth(Map.class);
                    socket.emit("auth", auth == null ? Map.of() : auth);
                    socket.on("message", (args, ack) -> socket.emit("message-back", args));
                    socket.on("message-with-ack", (args, ack) -> ack.send(args));
                });
    }

    @AfterEach
    void stop() {
        // Those that poll do not come for their farewell.
        bus.close(Duration.ofMillis(200));
    }

    /** A WebSocket behind Engine.IO's handshake. */
    private WireSocket socket() throws Exception {
        WireSocket socket = wire.webSocket();
        assertThat(socket.text()).startsWith("0{");
        return socket;
    }

    /** A WebSocket in the main namespace. */
    private WireSocket connected() throws Exception {
        WireSocket socket = socket();
        socket.send("40");
        assertThat(socket.text()).startsWith("40{\"sid\":");
        assertThat(socket.text()).isEqualTo("42[\"auth\",{}]");
        return socket;
    }

    @Nested
    class EngineIo {

        @Test
        void shouldOpenASessionByPolling() throws Exception {
            Poller poller = wire.poller();

            assertThat(poller.openPacket())
                    .isEqualTo(
                            "0{\"sid\":\""
                                    + poller.sid()
                                    + "\",\"upgrades\":[\"websocket\"],\"pingInterval\":20000,"
                                    + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "?transport=polling",
                    "?EIO=abc&transport=polling",
                    "?EIO=4",
                    "?EIO=4&transport=abc"
                })
        void shouldRefuseAnInvalidHandshake(String query) throws Exception {
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
                assertThat(socket.text()).contains("\"upgrades\":[],\"pingInterval\":20000");
            }
        }

        @Test
        void shouldAskForASignOfLifeByPolling() throws Exception {
            restartWithPings(LONG);
            Poller poller = wire.poller();

            for (int i = 0; i < 3; i++) {
                assertThat(poller.poll()).isEqualTo("2");
                poller.push("3");
            }
        }

        @Test
        void shouldEndASilentSessionByPolling() throws Exception {
            restartWithPings(Duration.ofSeconds(1));
            Poller poller = wire.poller();

            assertThat(poller.poll()).isEqualTo("2");
            assertThat(poller.poll()).isEqualTo("1");
            assertThat(poller.poll()).isEqualTo("400");
        }

        @Test
        void shouldEndASilentSessionByWebSocket() throws Exception {
            restartWithPings(Duration.ofSeconds(1));
            try (WireSocket socket = socket()) {
                assertThat(socket.end()).isEqualTo(1005);
            }
        }

        @Test
        void shouldEndTheSessionAtTheClientsWishByPolling() throws Exception {
            Poller poller = wire.poller();

            poller.push("1");

            // The poll may have been written before that, on another connection.
            assertThat(poller.poll()).isEqualTo("6");
            assertThat(poller.poll()).isEqualTo("400");
        }

        @Test
        void shouldEndTheSessionAtTheClientsWishByWebSocket() throws Exception {
            try (WireSocket socket = socket()) {
                socket.send("1");

                assertThat(socket.end()).isEqualTo(1005);
            }
        }

        @Test
        void shouldMoveFromPollingToAWebSocket() throws Exception {
            Poller poller = wire.poller();
            try (WireSocket socket = poller.upgrade()) {
                socket.send("2probe");
                assertThat(socket.text()).isEqualTo("3probe");
                socket.send("5");
                socket.send("40");

                assertThat(socket.text()).startsWith("40{\"sid\":");
                assertThat(poller.poll()).isEqualTo("400");
                try (WireSocket second = poller.upgrade()) {
                    assertThat(second.end()).isEqualTo(1005);
                }
            }
        }
    }

    @Nested
    class Connect {

        @ParameterizedTest
        @ValueSource(strings = {"", "/custom,"})
        void shouldLetASocketIn(String namespace) throws Exception {
            try (WireSocket socket = socket()) {
                socket.send("40" + namespace);

                assertThat(socket.text())
                        .matches("40" + namespace + "\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
                assertThat(socket.text()).isEqualTo("42" + namespace + "[\"auth\",{}]");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/custom,"})
        void shouldTakeAPayload(String namespace) throws Exception {
            try (WireSocket socket = socket()) {
                socket.send("40" + namespace + "{\"token\":\"123\"}");

                assertThat(socket.text()).startsWith("40" + namespace + "{\"sid\":");
                assertThat(socket.text())
                        .isEqualTo("42" + namespace + "[\"auth\",{\"token\":\"123\"}]");
            }
        }

        @Test
        void shouldRefuseAnUnknownNamespace() throws Exception {
            try (WireSocket socket = socket()) {
                socket.send("40/random");

                assertThat(socket.text())
                        .isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
                socket.send("40");
                assertThat(socket.text()).startsWith("40{\"sid\":");
            }
        }

        @Test
        void shouldCloseUponAnInvalidPacketInPlaceOfConnect() throws Exception {
            try (WireSocket socket = socket()) {
                socket.send("4abc");

                assertThat(socket.end()).isEqualTo(1005);
            }
        }

        @Test
        void shouldCloseIfNoConnectComes() throws Exception {
            restart(settings -> settings.connectTimeout(Duration.ofMillis(500)));
            try (WireSocket socket = wire.webSocket()) {
                assertThat(socket.end()).isEqualTo(1005);
            }
        }

        /** A refusal does not stop that clock (J5). */
        @Test
        void shouldCloseIfOnlyRefusedConnectsCome() throws Exception {
            restart(settings -> settings.connectTimeout(Duration.ofMillis(500)));
            try (WireSocket socket = wire.webSocket()) {
                socket.send("40/random");

                assertThat(socket.end()).isEqualTo(1005);
            }
        }

        @Test
        void shouldCloseIfNoConnectComesByPolling() throws Exception {
            restart(settings -> settings.connectTimeout(Duration.ofMillis(250)));

            // The first if the poll waited, the second if it came too late for that.
            assertThat(wire.poller().poll()).isIn("1", "6" + RS + "1");
        }

        @Test
        void shouldTakeConnectsOfSeveralNamespacesInOnePayload() throws Exception {
            Poller poller = wire.poller();

            poller.push("40" + RS + "40/custom,");

            String answer = poller.poll();
            while (!answer.contains("42/custom,")) {
                answer += RS + poller.poll();
            }
            assertThat(answer)
                    .matches(
                            "(?s)40\\{.*?}.42\\[\"auth\",\\{}]"
                                    + ".40/custom,\\{.*}.42/custom,\\[\"auth\",\\{}]");
        }
    }

    @Nested
    class Disconnect {

        @Test
        void shouldLeaveTheMainNamespace() throws Exception {
            try (WireSocket socket = connected()) {
                socket.send("40/custom,");
                assertThat(socket.text()).startsWith("40/custom,{");
                assertThat(socket.text()).startsWith("42/custom,[\"auth\"");

                socket.send("41");

                socket.send("42/custom,[\"message\",\"still here\"]");
                assertThat(socket.text()).isEqualTo("42/custom,[\"message-back\",\"still here\"]");
                assertThat(bus.socketsCount()).isZero();
            }
        }

        @Test
        void shouldLeaveACustomNamespace() throws Exception {
            try (WireSocket socket = connected()) {
                socket.send("40/custom,");
                assertThat(socket.text()).startsWith("40/custom,{");
                assertThat(socket.text()).startsWith("42/custom,[\"auth\"");

                socket.send("41/custom");

                socket.send("42[\"message\",\"still here\"]");
                assertThat(socket.text()).isEqualTo("42[\"message-back\",\"still here\"]");
                assertThat(bus.of("/custom").socketsCount()).isZero();
            }
        }
    }

    @Nested
    class Message {

        @Test
        void shouldCarryText() throws Exception {
            try (WireSocket socket = connected()) {
                socket.send("42[\"message\",1,\"2\",{\"3\":[true]}]");

                assertThat(socket.text()).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
            }
        }

        @Test
        void shouldAcknowledge() throws Exception {
            try (WireSocket socket = connected()) {
                socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");

                assertThat(socket.text()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "4abc",
                    "4",
                    "42{}",
                    "42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]",
                    "42",
                    "43",
                    "42[]",
                    "42[{\"toString\":\"foo\"}]",
                    "42[\"disconnect\"]",
                    "44{\"message\":\"no\"}",
                    "42/custom,[\"message\"]"
                })
        void shouldCloseUponAnInvalidPacket(String packet) throws Exception {
            try (WireSocket socket = connected()) {
                socket.send(packet);

                assertThat(socket.end()).isEqualTo(1005);
            }
        }
    }

    @Nested
    class Binary {

        @Test
        void shouldCarryBytes() throws Exception {
            try (WireSocket socket = connected()) {
                socket.send(
                        "452-[\"message\",{\"_placeholder\":true,\"num\":0},"
                                + "{\"_placeholder\":true,\"num\":1}]");
                socket.send(new byte[] {1, 2, 3});
                socket.send(new byte[] {4, 5, 6});

                assertThat(socket.text())
                        .isEqualTo(
                                "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},"
                                        + "{\"_placeholder\":true,\"num\":1}]");
                assertThat(socket.binary()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                assertThat(socket.binary()).isEqualTo(ByteBuffer.wrap(new byte[] {4, 5, 6}));
            }
        }

        @Test
        void shouldAcknowledgeWithBytes() throws Exception {
            try (WireSocket socket = connected()) {
                socket.send(
                        "452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},"
                                + "{\"_placeholder\":true,\"num\":1}]");
                socket.send(new byte[] {1, 2, 3});
                socket.send(new byte[] {4, 5, 6});

                assertThat(socket.text())
                        .isEqualTo(
                                "462-789[{\"_placeholder\":true,\"num\":0},"
                                        + "{\"_placeholder\":true,\"num\":1}]");
                assertThat(List.of(socket.binary(), socket.binary()))
                        .containsExactly(
                                ByteBuffer.wrap(new byte[] {1, 2, 3}),
                                ByteBuffer.wrap(new byte[] {4, 5, 6}));
            }
        }
    }
}
