package io.ringcast.interop;

import static io.ringcast.interop.Wire.RS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.ConnectErrorException;
import io.ringcast.Socket;
import io.ringcast.interop.Wire.Poller;
import io.ringcast.transport.jetty.JettyTransport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What other Socket.IO servers for the JVM get wrong, each seen there in a run, and right here.
 * Defects that another test shows are not repeated: a session id that the client chose
 * (HandshakeWireTest), broadcast acks that never end (the contract), unlimited attachments
 * (HostileInputTest), slow readers (SlowReaderWireTest), foreign origins (CorsWireTest),
 * connections that close after each poll (PollingWireTest), slow stops (JettyTransportTest).
 */
class IncumbentDefectsTest {
    private final News news = new News();
    private Bus bus;
    private Wire wire;

    @BeforeEach
    void start() {
        bus =
                Bus.builder()
                        .errorHandler((context, failure) -> news.add("failure", failure))
                        .build();
        bus.onConnection(this::serve);
        bus.of("/guarded").use(IncumbentDefectsTest::check).onConnection(this::serve);
        JettyTransport web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
        wire = new Wire(web.port(), "/socket.io");
    }

    private static void check(Socket socket, io.ringcast.Next next) {
        Map<?, ?> auth = socket.handshake().auth(Map.class);
        if (auth != null && "secret".equals(auth.get("token"))) {
            next.proceed();
        } else {
            next.reject(new ConnectErrorException("denied"));
        }
    }

    private void serve(Socket socket) {
        news.add("socket", socket);
        socket.onAny((event, arguments) -> news.add("event " + socket.namespace().name(), event));
        socket.on("echo", (arguments, ack) -> socket.emit("echo", arguments));
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private WireSocket opened() throws Exception {
        WireSocket socket = wire.webSocket();
        assertThat(socket.text()).startsWith("0{");
        return socket;
    }

    private WireSocket connected() throws Exception {
        WireSocket socket = opened();
        socket.send("40");
        assertThat(socket.text()).startsWith("40{");
        return socket;
    }

    /** netty-socketio: a client that was denied stayed, could emit and received broadcasts. */
    @Test
    void shouldNotLetADeniedClientEmitOrReceive() throws Exception {
        WireSocket denied = connected();
        denied.send("40/guarded,{\"token\":\"guess\"}");
        assertThat(denied.text()).isEqualTo("44/guarded,{\"message\":\"denied\"}");
        WireSocket welcome = opened();
        welcome.send("40/guarded,{\"token\":\"secret\"}");
        assertThat(welcome.text()).startsWith("40/guarded,{");

        bus.of("/guarded").emit("news");
        bus.emit("end");

        assertThat(welcome.text()).isEqualTo("42/guarded,[\"news\"]");
        assertThat(denied.text()).isEqualTo("42[\"end\"]");
        assertThat(bus.of("/guarded").socketsCount()).isEqualTo(1);
        denied.send("42/guarded,[\"attack\"]");
        denied.send("42[\"echo\",1]");
        assertThat(denied.text()).isEqualTo("42[\"echo\",1]");
        assertThat(news.kinds()).doesNotContain("event /guarded");
    }

    /** netty-socketio: a CONNECT without a payload passed the authorisation by. */
    @ParameterizedTest
    @ValueSource(strings = {"40/guarded,", "40/guarded,{}", "40/guarded,{\"token\":null}"})
    void shouldAskForAuthAlsoOfAClientThatGivesNone(String connect) throws Exception {
        WireSocket socket = opened();

        socket.send(connect);

        assertThat(socket.text()).isEqualTo("44/guarded,{\"message\":\"denied\"}");
        assertThat(bus.of("/guarded").socketsCount()).isZero();
    }

    /** netty-socketio: events were handled before any CONNECT, and so before authorisation. */
    @Test
    void shouldHandleNothingBeforeAConnect() throws Exception {
        WireSocket socket = opened();

        socket.send("42[\"echo\",1]");

        socket.end();
        assertThat(news.kinds()).isEmpty();
    }

    /** netty-socketio: each packet beyond 50 that waited for a poll was lost, one in 51. */
    @ParameterizedTest
    @ValueSource(ints = {50, 51, 60, 120, 300})
    void shouldLoseNothingThatWaitsForAPoll(int count) throws Exception {
        Poller poller = wire.poller();
        poller.push("40");
        assertThat(poller.poll()).startsWith("40{");
        Socket socket = news.next("socket", Socket.class);

        IntStream.range(0, count).forEach(n -> socket.emit("n", n));

        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            all.addAll(List.of(poller.poll().split(RS)));
        }
        assertThat(all)
                .isEqualTo(IntStream.range(0, count).mapToObj(n -> "42[\"n\"," + n + "]").toList());
        poller.push("1");
    }

    /** netty-socketio: a byte 4 in front of binary frames; and trinopoty: bytes for one only. */
    @Test
    void shouldSendEveryRecipientOfABroadcastTheSameBytes() throws Exception {
        List<WireSocket> clients = List.of(connected(), connected(), connected());

        bus.emit("bytes", new byte[] {1, 2, 3});

        for (WireSocket client : clients) {
            assertThat(client.text())
                    .isEqualTo("451-[\"bytes\",{\"_placeholder\":true,\"num\":0}]");
            assertThat(client.binary()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
    }

    /** The same over polling, where netty-socketio used the framing of protocol 3. */
    @Test
    void shouldSendBytesByPollingAsBase64() throws Exception {
        Poller poller = wire.poller();
        poller.push("40");
        assertThat(poller.poll()).startsWith("40{");

        bus.emit("bytes", new byte[] {1, 2, 3});

        assertThat(poller.poll())
                .isEqualTo("451-[\"bytes\",{\"_placeholder\":true,\"num\":0}]" + RS + "bAQID");
        poller.push("1");
    }

    /**
     * netty-socketio: lost attachments that begin with 0, and cut those that look like a length.
     */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "\0ab", "1:4", "4", "b4", "\u0004"})
    void shouldTakeAnyBytesFromAClient(String bytes) throws Exception {
        WireSocket client = connected();

        client.send("451-[\"echo\", { \"num\" : 0, \"_placeholder\" : true } ]");
        client.send(bytes.getBytes(UTF_8));

        assertThat(client.text()).startsWith("451-[\"echo\",");
        assertThat(client.binary()).isEqualTo(ByteBuffer.wrap(bytes.getBytes(UTF_8)));
    }

    /** netty-socketio: 60 kB of digits took an I/O thread 1.3 seconds. Here they are no packet. */
    @Test
    void shouldRefuseEndlessNumbers() throws Exception {
        WireSocket client = connected();

        client.send("42" + "1".repeat(60_000) + "[\"echo\"]");

        assertThat(client.end()).isEqualTo(1005);
        assertThat(news.kinds()).containsExactly("socket");
    }

    /** netty-socketio: collected 171 MiB of attachments that a header had announced. */
    @Test
    void shouldRefuseEndlessAttachments() throws Exception {
        WireSocket client = connected();

        client.send("4599999999-[\"echo\",{\"_placeholder\":true,\"num\":0}]");

        assertThat(client.end()).isEqualTo(1005);
    }

    /** netty-socketio: no answer at all to such requests. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "?EIO=4&transport=polling&sid=no-uuid",
                "?EIO=4&transport=polling&sid=%00",
                "?EIO=4&transport=polling&sid=x&disconnect=true",
                "?EIO=4&transport=polling&sid=x&j=no-number"
            })
    void shouldAnswerMalformedRequests(String query) throws Exception {
        var response = wire.get(query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"code\":1");
    }

    /**
     * netty-socketio: tolerated these, and logged them with all that was in them; trinopoty: took
     * digits of any script for the id of an ack, and kept all frames behind no attachments.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[",
                "42{}",
                "42[{}]",
                "49",
                "42",
                "4",
                "42[\"e\"",
                "450-[\"e\"]",
                "42\u0661[\"e\"]"
            })
    void shouldCloseUponPacketsThatAreNone(String packet) throws Exception {
        WireSocket client = connected();

        client.send(packet);

        assertThat(client.end()).isEqualTo(1005);
        assertThat(news.kinds()).containsExactly("socket");
    }

    /** netty-socketio: a disconnected client stayed in its rooms until it chose to leave. */
    @Test
    void shouldForgetADisconnectedClientWhetherItAgreesOrNot() throws Exception {
        WireSocket client = connected();
        Socket socket = news.next("socket", Socket.class);
        socket.join("room");

        socket.disconnect();
        bus.to("room").emit("secret");
        bus.emit("secret");
        assertThat(client.text()).isEqualTo("41");
        client.send("42[\"echo\",\"still here\"]");
        client.send("40");

        assertThat(client.text()).startsWith("40{");
        assertThat(news.kinds()).containsExactly("socket");
        assertThat(socket.isConnected()).isFalse();
        assertThat(bus.adapter().rooms().toCompletableFuture().get()).doesNotContainKey("room");
    }

    /** netty-socketio: a listener that threw kept the others from hearing of the event. */
    @Test
    void shouldGoOnWhenAListenerThrowsAnError() throws Exception {
        WireSocket client = connected();
        Socket socket = news.next("socket", Socket.class);
        socket.on("last", (arguments, ack) -> failOnPurpose());
        socket.on("last", (arguments, ack) -> socket.emit("heard"));

        client.send("42[\"last\"]");

        assertThat(client.text()).isEqualTo("42[\"heard\"]");
        assertThat(news.next("failure", Error.class)).hasMessage("on purpose");
    }

    private static void failOnPurpose() {
        throw new AssertionError("on purpose");
    }
}
