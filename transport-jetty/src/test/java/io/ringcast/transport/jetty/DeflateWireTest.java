package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.engineio.EnginePacket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate: off by default, bounded when on (C8). */
class DeflateWireTest {
    private static final String OFFER =
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final int LIMIT = 100_000;
    private static final int RSV1 = 0x40;

    private EchoFixture server;
    private RawWebSocket client;

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    @BeforeEach
    void start() throws Exception {
        server =
                EchoFixture.start(
                        options ->
                                options.maxHttpBufferSize(LIMIT)
                                        .perMessageDeflate(1_024)
                                        .webSockets(engine()));
        client = RawWebSocket.open(server.port(), EchoFixture.WEBSOCKET, OFFER);
        client.message();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    RawWebSocket client() {
        return client;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | ''",
                "Permessage-Deflate;client_max_window_bits=9 | ''",
                "permessage-deflate; client_max_window_bits=\"15\" | ''",
                "permessage-deflate; server_max_window_bits=15 | ; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate | ''",
                "x-webkit-deflate-frame, permessage-deflate; server_no_context_takeover | ''",
                "permessage-deflate; client_no_context_takeover | ''",
                "permessage-deflate; server_max_window_bits=10 |",
                "permessage-deflate; server_max_window_bits |",
                "permessage-deflate; client_max_window_bits=16 |",
                "permessage-deflate; client_max_window_bits=015 |",
                "permessage-deflate; client_no_context_takeover=1 |",
                "permessage-deflate; client_max_window_bits; client_max_window_bits |",
                "permessage-deflate; level=9 |",
                "permessage-deflate; |",
                "permessage |",
                ";,=;, |",
            })
    void shouldAcceptTheFirstOfferThatItCanKeep(String offer, String more) {
        String answer =
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

        assertThat(DeflateOffer.answer(List.of("foo", offer)))
                .isEqualTo(more == null ? null : answer + more);
    }

    @Test
    void shouldCompressNothingForClientsThatDoNotAsk() throws Exception {
        try (RawWebSocket plain = server.webSocket()) {
            plain.text();

            plain.text("4" + "x".repeat(5_000));

            assertThat(plain.opening().header("sec-websocket-extensions")).isNull();
            assertThat(plain.text()).hasSize(5_001);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_024, 65_536, LIMIT})
    void shouldCompressFromTheThresholdOn(int size) throws Exception {
        String text = "4" + "xyz".repeat(LIMIT).substring(1, size);

        client.text(text);

        RawWebSocket.Message message = client.message();
        assertThat(message.isCompressed()).isTrue();
        assertThat(message.length()).isLessThan(size / 10);
        assertThat(message.text()).isEqualTo(text);
    }

    @Test
    void shouldSendWhatIsShortOrDoesNotShrinkAsItIs() throws Exception {
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);

        client.text("4" + "x".repeat(1_022)).binary(noise);

        assertThat(client.text()).hasSize(1_023);
        assertThat(client.frame().data()).isEqualTo(noise);
    }

    @Test
    void shouldReadMessagesThatAreCompressedOrNot() throws Exception {
        client.send(RawWebSocket.compressed(RawWebSocket.TEXT, "4héllo".getBytes(UTF_8)));
        client.text("4plain");
        client.send(RawWebSocket.compressed(RawWebSocket.BINARY, new byte[] {1, 2, 3}));
        client.send(RawWebSocket.compressed(RawWebSocket.TEXT, "4héllo".getBytes(UTF_8)));

        assertThat(client.message().text()).isEqualTo("4héllo");
        assertThat(client.message().text()).isEqualTo("4plain");
        assertThat(client.message().data()).containsExactly(1, 2, 3);
        assertThat(client.message().text()).isEqualTo("4héllo");
    }

    @Test
    void shouldReadACompressedMessageInPiecesWithAPingBetween() throws Exception {
        byte[] whole = RawWebSocket.packed("4in pieces".getBytes(UTF_8));

        client.send(RawWebSocket.marked(false, RawWebSocket.TEXT, Arrays.copyOf(whole, 3)));
        client.frameOf(true, RawWebSocket.PING, (byte) 7);
        client.frameOf(true, RawWebSocket.CONTINUATION, Arrays.copyOfRange(whole, 3, whole.length));

        assertThat(client.frame().opcode()).isEqualTo(RawWebSocket.PONG);
        assertThat(client.message().text()).isEqualTo("4in pieces");
    }

    /** RFC 7692, 7.2.3.4: a block that says that it is the last, and a byte behind it. */
    @Test
    void shouldReadAMessageWhoseBlockIsFinal() throws Exception {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput("4final".getBytes(UTF_8));
        deflater.finish();
        byte[] out = new byte[100];
        int size = deflater.deflate(out);
        deflater.end();

        client.send(RawWebSocket.marked(true, RawWebSocket.TEXT, Arrays.copyOf(out, size + 1)));

        assertThat(client.message().text()).isEqualTo("4final");
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 60_000_000})
    void shouldInflateNoMoreThanAMessageMayHave(int size) throws Exception {
        client.send(RawWebSocket.compressed(RawWebSocket.TEXT, new byte[size]));

        assertThat(client.closeStatus()).isEqualTo(1009);
        assertThat(server.end()).isEqualTo("transport error: Max payload size exceeded");
    }

    /** 1,007 bytes that stand for 999,000, again and again, took seven seconds of a processor. */
    @Test
    void shouldBoundWhatExpandingCosts() throws Exception {
        EchoFixture slow =
                EchoFixture.start(
                        options ->
                                options.maxHttpBufferSize(LIMIT)
                                        .perMessageDeflate(1_024)
                                        .maxExpansion(1)
                                        .webSockets(engine()));
        try (slow;
                RawWebSocket sender =
                        RawWebSocket.open(slow.port(), EchoFixture.WEBSOCKET, OFFER)) {
            sender.message();
            byte[] bomb =
                    RawWebSocket.compressed(
                            RawWebSocket.TEXT, "4".repeat(LIMIT - 500).getBytes(UTF_8));

            sender.send(bomb);
            assertThat(sender.message().data()).hasSize(LIMIT - 500);
            sender.send(bomb);

            assertThat(sender.closeStatus()).isEqualTo(1008);
            assertThat(slow.end())
                    .isEqualTo(
                            "transport error: compressed messages grow too much: see maxExpansion");
        }
    }

    @Test
    void shouldNotMindMessagesThatDoNotGrow() throws Exception {
        EchoFixture slow =
                EchoFixture.start(
                        options ->
                                options.maxHttpBufferSize(LIMIT)
                                        .perMessageDeflate(1_024)
                                        .maxExpansion(1)
                                        .webSockets(engine()));
        byte[] noise = new byte[LIMIT];
        new Random(1).nextBytes(noise);
        try (slow;
                RawWebSocket sender =
                        RawWebSocket.open(slow.port(), EchoFixture.WEBSOCKET, OFFER)) {
            sender.message();
            for (int i = 0; i < 10; i++) {
                sender.binary(noise);
                assertThat(sender.message().data()).hasSize(LIMIT);
                sender.text("4short");
                assertThat(sender.message().text()).isEqualTo("4short");
            }
        }
    }

    @Test
    void shouldTakeTenMegabytesOfCompressedJsonAtOnce() throws Exception {
        EchoFixture usual = EchoFixture.start(o -> o.perMessageDeflate(1_024).webSockets(engine()));
        StringBuilder json = new StringBuilder("4[");
        for (int i = 0; json.length() < 990_000; i++) {
            json.append("{\"id\":").append(i).append(",\"name\":\"somebody\",\"on\":true},");
        }
        byte[] message = json.append("0]").toString().getBytes(UTF_8);
        byte[] frame = RawWebSocket.compressed(RawWebSocket.TEXT, message);
        try (usual;
                RawWebSocket sender =
                        RawWebSocket.open(usual.port(), EchoFixture.WEBSOCKET, OFFER)) {
            sender.message();
            for (int i = 0; i < 10; i++) {
                sender.send(frame);
            }
            for (int i = 0; i < 10; i++) {
                assertThat(sender.message().data()).isEqualTo(message);
            }
        }
    }

    @Test
    void shouldReadACompressedMessageOfTheLargestSize() throws Exception {
        byte[] largest = "4".repeat(LIMIT).getBytes(UTF_8);

        client.send(RawWebSocket.compressed(RawWebSocket.TEXT, largest));

        assertThat(client.message().data()).isEqualTo(largest);
    }

    @Test
    void shouldCloseWhatIsDamaged() throws Exception {
        client.send(RawWebSocket.marked(true, RawWebSocket.TEXT, new byte[] {-1, -1, -1, -1}));

        assertThat(client.closeStatus()).isEqualTo(1007);
    }

    @ParameterizedTest
    @CsvSource({"9,4", "8,4", "0,4", "1,2", "1,6", "2,1"})
    void shouldTakeTheBitOnTheFirstFrameOfAMessageOnly(int opcode, int reserved) throws Exception {
        if (opcode == RawWebSocket.CONTINUATION) {
            client.send(
                    RawWebSocket.marked(
                            false, RawWebSocket.TEXT, RawWebSocket.packed("4x".getBytes(UTF_8))));
        }
        byte[] frame = RawWebSocket.frame(true, opcode, (byte) 3, (byte) -24);
        frame[0] |= (byte) (reserved << 4);

        client.send(frame);

        assertThat(client.closeStatus()).isEqualTo(1002);
    }

    @Test
    void shouldCompressABroadcastOnceAndNothingThatSaysSo() {
        EnginePacket shared = EnginePacket.text("x".repeat(2_000));

        byte[] first = Deflation.frame(shared, 0, 1_024);

        assertThat(first).isNotNull().isSameAs(Deflation.frame(shared, 0, 1_024));
        assertThat(Deflation.frame(shared, 0, 5_000)).isNull();
    }

    @Test
    void shouldHonourCompressFalse() throws Exception {
        try (Bus bus = Bus.create()) {
            JettyTransport web =
                    bus.attach(
                            JettyTransport.builder()
                                    .port(0)
                                    .options(o -> o.perMessageDeflate(1_024))
                                    .build());
            bus.onConnection(
                    socket -> {
                        socket.compress(false).emit("a", "x".repeat(2_000));
                        socket.emit("b", new byte[2_000], "x".repeat(2_000));
                    });
            String target = "/socket.io/?EIO=4&transport=websocket";
            try (RawWebSocket joining = RawWebSocket.open(web.port(), target, OFFER)) {
                joining.text();
                joining.text("40");
                joining.text();

                assertThat(joining.text()).hasSize(2_010).startsWith("42[\"a\",\"xxx");
                assertThat(joining.bytes(1)[0] & 0xFF).isEqualTo(0x80 | RSV1 | RawWebSocket.TEXT);
                joining.bytes(joining.bytes(1)[0]);
                assertThat(joining.bytes(1)[0] & 0xFF).isEqualTo(0x80 | RSV1 | RawWebSocket.BINARY);
            }
        }
    }
}
