package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.engineio.EngineSession;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebSocket session, frame by frame: rows C1 to C13, and hostile frames. */
class WebSocketWireTest {
    private EchoFixture server;
    private RawWebSocket client;
    private String open;

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    @BeforeEach
    void start() throws Exception {
        server =
                EchoFixture.start(
                        options -> options.maxHttpBufferSize(100_000).webSockets(engine()));
        client = server.webSocket();
        open = client.text();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void shouldOpenWithThePacketOfTheProtocol() {
        assertThat(client.opening().header("upgrade")).isEqualTo("websocket");
        assertThat(client.opening().header("connection")).isEqualTo("Upgrade");
        assertThat(client.opening().header("sec-websocket-accept"))
                .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(client.opening().header("sec-websocket-extensions")).isNull();
        assertThat(open)
                .matches(
                        "0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[],"
                                + "\"pingInterval\":25000,\"pingTimeout\":20000,"
                                + "\"maxPayload\":100000}");
    }

    // Browsers, and npm's ws, close a WebSocket whose server chose none of the protocols they
    // offered.
    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Protocol: v2.chat,v2.chat",
        "'Sec-WebSocket-Protocol: a, b',a",
        "Sec-WebSocket-Protocol: a b,",
        "X-Other: a,"
    })
    void shouldChooseTheFirstSubProtocolThatIsOffered(String offer, String chosen)
            throws Exception {
        try (var asking = RawWebSocket.open(server.port(), EchoFixture.WEBSOCKET, offer)) {
            assertThat(asking.opening().header("sec-websocket-protocol")).isEqualTo(chosen);
            assertThat(asking.text()).startsWith("0{");
        }
    }

    @Test
    void shouldEchoTextAndBytes() throws Exception {
        client.text("4h\u00e9llo").binary((byte) 0, (byte) 4, (byte) -1);

        assertThat(client.text()).isEqualTo("4h\u00e9llo");
        RawWebSocket.Frame frame = client.frame();
        assertThat(frame.opcode()).isEqualTo(RawWebSocket.BINARY);
        assertThat(frame.data()).containsExactly(0, 4, -1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 127, 65_535, 65_536, 65_537, 100_000})
    void shouldEchoMessagesOfAllSizes(int size) throws Exception {
        String text = "4" + "x".repeat(size - 1);

        client.text(text);

        assertThat(client.text()).isEqualTo(text);
    }

    @Test
    void shouldReadFramesThatArriveByteByByte() throws Exception {
        byte[] frames =
                concat(
                        RawWebSocket.frame(true, RawWebSocket.TEXT, "4abc".getBytes(UTF_8)),
                        RawWebSocket.frame(true, RawWebSocket.TEXT, text(300).getBytes(UTF_8)));

        for (byte b : frames) {
            client.send(new byte[] {b});
        }

        assertThat(client.text()).isEqualTo("4abc");
        assertThat(client.text()).isEqualTo(text(300));
    }

    private static String text(int size) {
        return "4" + "y".repeat(size - 1);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void shouldReadAThousandFramesOfOneWrite() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            all.writeBytes(RawWebSocket.frame(true, RawWebSocket.TEXT, ("4" + i).getBytes(UTF_8)));
        }

        client.send(all.toByteArray());

        for (int i = 0; i < 1_000; i++) {
            assertThat(client.text()).isEqualTo("4" + i);
        }
    }

    // The session ended with a transport error, and the second answer was lost.
    @Test
    void shouldAnswerWhatCameWithTheClosingHandshake() throws Exception {
        client.send(
                concat(
                        RawWebSocket.frame(true, RawWebSocket.TEXT, "4a".getBytes(UTF_8)),
                        RawWebSocket.frame(true, RawWebSocket.TEXT, "4b".getBytes(UTF_8)),
                        RawWebSocket.frame(true, RawWebSocket.TEXT, "4c".getBytes(UTF_8)),
                        RawWebSocket.frame(true, RawWebSocket.CLOSE)));

        assertThat(client.text()).isEqualTo("4a");
        assertThat(client.text()).isEqualTo("4b");
        assertThat(client.text()).isEqualTo("4c");
        assertThat(client.closeStatus()).isEqualTo(1005);
        assertThat(server.end()).startsWith("transport close");
    }

    @Test
    void shouldAnswerWhatCameInFrontOfABrokenFrame() throws Exception {
        client.send(
                concat(
                        RawWebSocket.frame(true, RawWebSocket.TEXT, "4a".getBytes(UTF_8)),
                        RawWebSocket.frame(true, RawWebSocket.TEXT, "4b".getBytes(UTF_8)),
                        RawWebSocket.frame(true, 3)));

        assertThat(client.text()).isEqualTo("4a");
        assertThat(client.text()).isEqualTo("4b");
        assertThat(client.closeStatus()).isEqualTo(1002);
    }

    /** What Jetty reads as a query need not be one of java.net.URI's. */
    @Test
    void shouldTakeAQueryThatIsNoUri() throws Exception {
        String target = EchoFixture.WEBSOCKET + "&x={a}|^%zz";
        try (var asking = RawWebSocket.open(server.port(), target)) {
            assertThat(asking.text()).startsWith("0{");
        }
    }

    @Test
    void shouldReadFramesThatCameWithTheUpgrade() throws Exception {
        try (var eager = new RawWebSocket(server.port())) {
            String head =
                    RawClient.head(
                            "GET",
                            EchoFixture.WEBSOCKET,
                            "Upgrade: websocket",
                            "Connection: keep-alive, Upgrade",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: " + RawWebSocket.KEY);
            byte[] frame = RawWebSocket.frame(true, RawWebSocket.TEXT, "4early".getBytes(UTF_8));
            eager.send(concat((head + "\r\n").getBytes(UTF_8), frame));

            assertThat(eager.response().status()).isEqualTo(101);
            assertThat(eager.text()).startsWith("0{");
            assertThat(eager.text()).isEqualTo("4early");
        }
    }

    @Test
    void shouldJoinFragmentsAroundAPing() throws Exception {
        client.frameOf(false, RawWebSocket.TEXT, "4a\u00e9".getBytes(UTF_8)[0])
                .frameOf(false, RawWebSocket.CONTINUATION, (byte) 'a', (byte) 0xC3)
                .frameOf(true, RawWebSocket.PING, (byte) 7)
                .frameOf(false, RawWebSocket.CONTINUATION)
                .frameOf(true, RawWebSocket.CONTINUATION, (byte) 0xA9);

        RawWebSocket.Frame pong = client.frame();
        assertThat(pong.opcode()).isEqualTo(RawWebSocket.PONG);
        assertThat(pong.data()).containsExactly(7);
        assertThat(client.text()).isEqualTo("4a\u00e9");
    }

    @Test
    void shouldTakeBase64InsteadOfBytes() throws Exception {
        client.text("bAQID");

        assertThat(client.frame().data()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "C1 80 00 00 00 00, 1002", // reserved bit
        "A1 80 00 00 00 00, 1002",
        "91 80 00 00 00 00, 1002",
        "81 01 34, 1002", // no mask
        "80 80 00 00 00 00, 1002", // nothing to continue
        "83 80 00 00 00 00, 1002", // unknown opcodes
        "8B 80 00 00 00 00, 1002",
        "09 80 00 00 00 00, 1002", // fragmented ping
        "89 FE 00 7E 00 00 00 00, 1002", // long ping
        "01 81 00 00 00 00 34 81 81 00 00 00 00 34, 1002", // a message in a message
        "81 FF 80 00 00 00 00 00 00 00, 1002", // negative length
        "81 FF 00 00 00 00 00 01 86 A1, 1009", // one byte too many
        "81 FF 7F FF FF FF FF FF FF FF, 1009",
        "81 82 00 00 00 00 34 C3, 1007", // cut UTF-8
        "81 82 00 00 00 00 34 FF, 1007",
        "81 84 00 00 00 00 34 ED A0 80, 1007", // a surrogate
        "88 81 00 00 00 00 03, 1002", // half a status
        "88 82 00 00 00 00 03 ED, 1002", // 1005
        "88 82 00 00 00 00 00 00, 1002",
        "88 82 00 00 00 00 07 CF, 1002", // 1999
        "88 83 00 00 00 00 03 E8 FF, 1007" // a reason that is not UTF-8
    })
    void shouldCloseOnFramesThatBreakARule(String hex, int status) throws Exception {
        for (byte b : HexFormat.ofDelimiter(" ").parseHex(hex)) {
            client.send(new byte[] {b});
        }

        assertThat(client.closeStatus()).isEqualTo(status);
        assertThat(client.next()).isEqualTo(-1);
        assertThat(server.end()).startsWith("transport error");
    }

    @Test
    void shouldCloseWhenFragmentsAddUpToTooMuch() throws Exception {
        client.frameOf(false, RawWebSocket.TEXT, new byte[60_000])
                .frameOf(false, RawWebSocket.CONTINUATION, new byte[40_000])
                .frameOf(true, RawWebSocket.CONTINUATION, (byte) 1);

        assertThat(client.closeStatus()).isEqualTo(1009);
        assertThat(server.end()).isEqualTo("transport error: Max payload size exceeded");
    }

    @Test
    void shouldCloseOnEndlessFragments() throws Exception {
        client.frameOf(false, RawWebSocket.TEXT, (byte) '4');
        byte[] empty = RawWebSocket.frame(false, RawWebSocket.CONTINUATION);
        for (int i = 0; i < FrameReader.MAX_FRAMES; i++) {
            client.send(empty);
        }

        assertThat(client.closeStatus()).isEqualTo(1008);
        assertThat(server.end()).startsWith("transport error");
    }

    @ParameterizedTest
    @CsvSource({"'', 1005", "03 E8, 1000", "0F A0 68 69, 4000"})
    void shouldAnswerAClosingHandshake(String payload, int status) throws Exception {
        byte[] data = HexFormat.ofDelimiter(" ").parseHex(payload);

        client.frameOf(true, RawWebSocket.CLOSE, data);

        assertThat(client.closeStatus()).isEqualTo(status);
        assertThat(client.next()).isEqualTo(-1);
        assertThat(server.end()).startsWith("transport close");
    }

    @Test
    void shouldCloseWithoutAStatus() throws Exception {
        EngineSession session = server.session();
        session.sendText("last");

        session.close(false);

        assertThat(client.text()).isEqualTo("4last");
        assertThat(client.closeStatus()).isEqualTo(1005);
        client.frameOf(true, RawWebSocket.CLOSE);
        assertThat(client.next()).isEqualTo(-1);
        assertThat(server.end()).isEqualTo("forced close");
    }

    @Test
    void shouldNoticeThatTheConnectionIsGone() throws Exception {
        client.close();

        assertThat(server.end()).startsWith("transport close");
    }

    @Test
    void shouldNoticeThatTheConnectionIsReset() throws Exception {
        client.reset();

        assertThat(server.end()).startsWith("transport close");
    }

    @Test
    void shouldCloseForAPacketThatIsNone() throws Exception {
        client.text("9");

        assertThat(client.closeStatus()).isEqualTo(1005);
        assertThat(server.end()).startsWith("parse error");
    }

    @Test
    void shouldSurviveAFloodOfPingsWhoseAnswersNobodyReads() throws Exception {
        byte[] ping = RawWebSocket.frame(true, RawWebSocket.PING, new byte[125]);
        for (int i = 0; i < 20_000; i++) {
            client.send(ping);
        }
        client.text("4end");

        RawWebSocket.Frame frame = client.frame();
        while (frame.opcode() == RawWebSocket.PONG) {
            frame = client.frame();
        }
        assertThat(new String(frame.data(), UTF_8)).isEqualTo("4end");
    }

    @Test
    void shouldNotHoldMemoryForALengthThatIsOnlyAnnounced() throws Exception {
        FrameReader reader = new FrameReader(new NoMessages(), 100_000_000);
        byte[] frame = RawWebSocket.frame(true, RawWebSocket.BINARY, new byte[70_000]);
        // The header says 70,000 bytes; only the first of them come.
        reader.read(ByteBuffer.wrap(frame, 0, 20));

        assertThat(reader.held()).isLessThanOrEqualTo(1_024);
    }

    @Test
    void shouldKeepAWebSocketBeyondTheIdleTimeOutOfItsConnector() throws Exception {
        server.connector().setIdleTimeout(1_000);
        try (var quiet = server.webSocket();
                var idle = server.client()) {
            quiet.text();
            assertThat(idle.next()).isEqualTo(-1);

            quiet.text("4still here");

            assertThat(quiet.text()).isEqualTo("4still here");
        }
    }

    @Test
    void shouldTalkToTheClientOfTheJdk() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        URI uri = URI.create("ws://127.0.0.1:" + server.port() + EchoFixture.WEBSOCKET);
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket s, CharSequence text, boolean last) {
                        received.add(text.toString());
                        s.request(1);
                        return null;
                    }
                };

        WebSocket jdk =
                HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, listener).join();
        jdk.sendText("4hi", true).join();

        assertThat(received.poll(20, TimeUnit.SECONDS)).startsWith("0{");
        assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("4hi");
        jdk.sendClose(1000, "bye").join();
        assertThat(server.end()).startsWith("transport close");
    }

    /** Takes messages and does nothing. */
    private static final class NoMessages implements FrameReader.Messages {
        @Override
        public void onText(byte[] data, int length) {}

        @Override
        public void onBinary(byte[] data) {}

        @Override
        public boolean mayHold(int bytes) {
            return true;
        }

        @Override
        public boolean mayExpand(int bytes) {
            return true;
        }

        @Override
        public void onPing(byte[] data) {}

        @Override
        public void onClose(int status) {}
    }
}
