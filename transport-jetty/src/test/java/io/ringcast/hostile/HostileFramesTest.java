package io.ringcast.hostile;

import static io.ringcast.hostile.Attack.counted;
import static io.ringcast.hostile.Attack.served;
import static io.ringcast.hostile.TargetServer.PAYLOAD;
import static io.ringcast.hostile.TargetServer.WEBSOCKET;
import static io.ringcast.transport.Counter.EXPANSIONS_REFUSED;
import static io.ringcast.transport.Counter.HANDSHAKES_REFUSED;
import static io.ringcast.transport.Counter.PROTOCOL_ERRORS;
import static io.ringcast.transport.Counter.TRANSPORT_ERRORS;
import static io.ringcast.transport.Counter.UPGRADES_FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.Counter;
import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawWebSocket;
import io.ringcast.transport.jetty.WebSockets;
import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames and upgrades against their rules: groups 11 and 12 of the hostile inputs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFramesTest {
    private static final String OFFER =
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final int LIMIT = 100_000;
    static final int FRAGMENTS = 20_000;

    private TargetServer server;

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    @BeforeAll
    void start() throws Exception {
        server =
                new TargetServer(
                        bus -> bus,
                        web ->
                                web.options(
                                        options ->
                                                options.maxHttpBufferSize(LIMIT)
                                                        .webSockets(engine())));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @MethodSource({"frames", "floods", "probes", "upgrades"})
    void shouldWithstand(Attack attack) throws Exception {
        server.withstand(attack);
    }

    /** On a server of its own: nobody else should have to be so quick. */
    @ParameterizedTest
    @MethodSource("latecomers")
    void shouldNotWaitForEver(Attack attack) throws Exception {
        Duration hasty = Duration.ofSeconds(1);
        try (TargetServer impatient =
                new TargetServer(
                        bus -> bus,
                        web -> web.options(o -> o.upgradeTimeout(hasty).webSockets(engine())))) {
            impatient.withstand(attack);
        }
    }

    @Test
    void shouldCountAndSayWhoseMessagesExpandTooMuch() throws Exception {
        try (TargetServer compressing =
                new TargetServer(
                        bus -> bus,
                        web ->
                                web.options(
                                        o ->
                                                o.perMessageDeflate(LIMIT)
                                                        .maxHttpBufferSize(LIMIT)
                                                        .maxExpansion(1)
                                                        .webSockets(engine())))) {
            compressing.withstand(
                    counted("11: small bombs", EXPANSIONS_REFUSED, HostileFramesTest::smallBombs));
            assertThat(compressing.bus().counters().get(EXPANSIONS_REFUSED)).isEqualTo(1);
        }
    }

    private static void smallBombs(TargetServer server) throws Exception {
        try (RawWebSocket client = RawWebSocket.open(server.port(), WEBSOCKET, OFFER)) {
            client.message();
            byte[] ping =
                    RawWebSocket.compressed(
                            RawWebSocket.TEXT, ("3" + "x".repeat(LIMIT - 500)).getBytes(UTF_8));
            client.send(ping).send(ping);

            assertThat(client.message().opcode()).isEqualTo(RawWebSocket.CLOSE);
        }
        TargetServer.await(
                "a warning that names the option",
                () ->
                        server.log().lines().stream()
                                .anyMatch(
                                        line ->
                                                line.startsWith("WARNING")
                                                        && line.contains("maxExpansion")));
    }

    // ---- 11: frames

    static Stream<Attack> frames() {
        return Stream.of(
                broken("a reserved bit, as for compression", "C1 80 00 00 00 00", 1002),
                broken("another reserved bit", "A1 80 00 00 00 00", 1002),
                broken("the last reserved bit", "91 80 00 00 00 00", 1002),
                broken("no mask", "81 01 34", 1002),
                broken("an unknown opcode", "83 80 00 00 00 00", 1002),
                broken("an unknown control opcode", "8F 80 00 00 00 00", 1002),
                broken("nothing to continue", "80 80 00 00 00 00", 1002),
                broken("a message in a message", "01 81 00 00 00 00 34 81 80 00 00 00 00", 1002),
                broken("a ping in parts", "09 80 00 00 00 00", 1002),
                broken("a long ping", "89 FE 00 7E", 1002),
                broken("a negative length", "81 FF 80 00 00 00 00 00 00 00", 1002),
                broken("a byte too many", "81 FF 00 00 00 00 00 01 86 A1", 1009),
                broken("the largest length", "82 FF 7F FF FF FF FF FF FF FF", 1009),
                broken("half a close status", "88 81 00 00 00 00 03", 1002),
                broken("close status 0", "88 82 00 00 00 00 00 00", 1002),
                broken("close status 1005", "88 82 00 00 00 00 03 ED", 1002),
                broken("close status 1006", "88 82 00 00 00 00 03 EE", 1002),
                broken("close status 2999", "88 82 00 00 00 00 0B B7", 1002),
                broken("close status 65535", "88 82 00 00 00 00 FF FF", 1002),
                broken("a close reason that is no text", "88 83 00 00 00 00 03 E8 FF", 1007),
                broken("text that is cut", "81 83 00 00 00 00 34 E2 82", 1007),
                broken("text with half a pair", "81 84 00 00 00 00 34 ED A0 80", 1007),
                broken(
                        "a binary message nobody announced",
                        PROTOCOL_ERRORS,
                        "82 81 00 00 00 00 00",
                        1005),
                broken("an empty binary message", PROTOCOL_ERRORS, "82 80 00 00 00 00", 1005),
                broken("an empty text", PROTOCOL_ERRORS, "81 80 00 00 00 00", 1005));
    }

    static Attack broken(String name, String hex, int status) {
        return broken(name, TRANSPORT_ERRORS, hex, status);
    }

    private static Attack broken(String name, Counter counter, String hex, int status) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        return counted(
                "11: " + name,
                counter,
                server -> {
                    try (RawWebSocket client = server.enter()) {
                        client.send(bytes);

                        assertThat(client.frame()).matches(f -> f.opcode() == RawWebSocket.CLOSE);
                        client.send(RawWebSocket.frame(true, RawWebSocket.CLOSE));
                        client.awaitEnd();
                    }
                    expectStatus(server, bytes, status);
                });
    }

    /** Once more, to see what the close frame says. */
    private static void expectStatus(TargetServer server, byte[] bytes, int status)
            throws Exception {
        try (RawWebSocket client = server.enter()) {
            client.send(bytes);

            assertThat(client.closeStatus()).isEqualTo(status);
        }
    }

    static Stream<Attack> floods() {
        return Stream.of(
                counted("11: endless fragments", TRANSPORT_ERRORS, s -> fragments(s, 0)),
                counted("11: fragments of a byte", TRANSPORT_ERRORS, s -> fragments(s, 1)),
                counted("11: fragments beyond the limit", TRANSPORT_ERRORS, s -> tooMuch(s)),
                counted("11: a bomb of zeros", TRANSPORT_ERRORS, HostileFramesTest::bomb),
                served("11: a flood of pings", s -> controls(s, RawWebSocket.PING)),
                served("11: a flood of pongs", s -> controls(s, RawWebSocket.PONG)),
                served("11: a message that never ends", HostileFramesTest::unfinished));
    }

    private static void fragments(TargetServer server, int size) throws Exception {
        try (RawWebSocket client = server.enter()) {
            client.frameOf(false, RawWebSocket.TEXT, (byte) '4');
            byte[] fragment = RawWebSocket.frame(false, RawWebSocket.CONTINUATION, new byte[size]);
            client.send(repeated(fragment, FRAGMENTS));

            assertThat(client.closeStatus()).isEqualTo(1008);
        }
    }

    static byte[] repeated(byte[] frame, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(frame.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    private static void tooMuch(TargetServer server) throws Exception {
        try (RawWebSocket client = server.enter()) {
            client.frameOf(false, RawWebSocket.BINARY, new byte[LIMIT - 1])
                    .frameOf(false, RawWebSocket.CONTINUATION, new byte[2]);

            assertThat(client.closeStatus()).isEqualTo(1009);
        }
    }

    /** Nothing is inflated unless the server says so; bombs for one that does: DeflateWireTest. */
    private static void bomb(TargetServer server) throws Exception {
        try (RawWebSocket client = RawWebSocket.open(server.port(), WEBSOCKET, OFFER)) {
            assertThat(client.opening().header("sec-websocket-extensions")).isNull();
            client.text();
            byte[] deflated = RawWebSocket.frame(true, RawWebSocket.TEXT, new byte[1_000]);
            deflated[0] |= 0x40;
            client.send(deflated);

            assertThat(client.closeStatus()).isEqualTo(1002);
        }
    }

    private static void controls(TargetServer server, int opcode) throws Exception {
        try (RawWebSocket client = server.enter()) {
            byte[] flood = repeated(RawWebSocket.frame(true, opcode, PAYLOAD.getBytes(UTF_8)), 500);
            for (int i = 0; i < FRAGMENTS; i += 500) {
                client.send(flood);
            }
            client.text("42[\"echo\",1]");

            RawWebSocket.Frame frame = client.frame();
            while (frame.opcode() == RawWebSocket.PONG) {
                frame = client.frame();
            }
            assertThat(new String(frame.data(), UTF_8)).isEqualTo("42[\"echo\",1]");
        }
    }

    private static void unfinished(TargetServer server) throws Exception {
        try (RawWebSocket client = server.enter()) {
            client.frameOf(false, RawWebSocket.TEXT, ("42[\"" + PAYLOAD).getBytes(UTF_8));
            server.expectEcho();
        }
    }

    // ---- 12: upgrades

    /** What is done with a session and a WebSocket that is to carry it. */
    private interface Scene {
        void play(String session, RawClient poller, RawWebSocket candidate) throws Exception;
    }

    private static Attack upgrade(String name, Counter counter, Scene scene) {
        return counted(
                "12: " + name,
                counter,
                server -> {
                    try (RawClient poller = server.client()) {
                        String session = server.handshake(poller);
                        poller.post(session, "40");
                        assertThat(poller.get(session).body()).startsWith("40{");
                        long before = server.bus().counters().get(counter);
                        try (RawWebSocket candidate = candidate(server, session)) {
                            scene.play(session, poller, candidate);
                        }
                        TargetServer.await(
                                "noticed", () -> server.bus().counters().get(counter) > before);
                        expectPolling(session, poller);
                    }
                });
    }

    private static RawWebSocket candidate(TargetServer server, String session) throws Exception {
        return RawWebSocket.open(server.port(), session.replace("polling", "websocket"));
    }

    /** While a WebSocket is to take over polls are answered at once, with nothing. */
    private static String poll(String session, RawClient poller) throws Exception {
        String body = poller.get(session).body();
        while (body.equals("6")) {
            body = poller.get(session).body();
        }
        return body;
    }

    /** The session goes on as it was. */
    private static void expectPolling(String session, RawClient poller) throws Exception {
        poller.post(session, "42[\"echo\",2]");
        assertThat(poll(session, poller)).isEqualTo("42[\"echo\",2]");
        assertThat(poller.post(session, "1").body()).isEqualTo("ok");
    }

    static Stream<Attack> latecomers() {
        return Stream.of(
                upgrade(
                        "a probe that never comes",
                        UPGRADES_FAILED,
                        (s, poller, candidate) ->
                                assertThat(candidate.closeStatus()).isEqualTo(1005)),
                upgrade(
                        "a probe without 5",
                        UPGRADES_FAILED,
                        (s, poller, candidate) -> {
                            assertThat(candidate.text("2probe").text()).isEqualTo("3probe");
                            assertThat(candidate.closeStatus()).isEqualTo(1005);
                        }),
                upgrade(
                        "a thousand probes",
                        UPGRADES_FAILED,
                        (s, poller, candidate) -> {
                            candidate.send(
                                    repeated(
                                            RawWebSocket.frame(true, 1, "2probe".getBytes(UTF_8)),
                                            1_000));
                            assertThat(candidate.text()).isEqualTo("3probe");
                            assertThat(candidate.closeStatus()).isEqualTo(1005);
                        }));
    }

    static Stream<Attack> probes() {
        return Stream.of(
                upgrade(
                        "a message before 5",
                        UPGRADES_FAILED,
                        (s, poller, candidate) -> {
                            candidate.text("2probe").text();
                            candidate.text("42[\"echo\",\"" + PAYLOAD + "\"]");
                            assertThat(candidate.closeStatus()).isEqualTo(1005);
                        }),
                upgrade(
                        "bytes before 5",
                        UPGRADES_FAILED,
                        (s, poller, candidate) ->
                                assertThat(candidate.binary((byte) 4).closeStatus())
                                        .isEqualTo(1005)),
                upgrade(
                        "a broken frame",
                        UPGRADES_FAILED,
                        (s, poller, candidate) -> {
                            candidate.send(new byte[] {(byte) 0xC1, 0});
                            assertThat(candidate.closeStatus()).isEqualTo(1002);
                        }));
    }

    static Stream<Attack> upgrades() {
        return Stream.of(
                upgrade("another upgrade", UPGRADES_FAILED, HostileFramesTest::second),
                upgrade("closed with packets queued", UPGRADES_FAILED, HostileFramesTest::queued),
                upgrade(
                        "reset",
                        UPGRADES_FAILED,
                        (s, poller, candidate) -> {
                            candidate.text("2probe").text();
                            candidate.reset();
                        }),
                counted("12: of a session that is none", HANDSHAKES_REFUSED, s -> foreign(s)),
                counted("12: of a WebSocket's session", UPGRADES_FAILED, s -> ofWebSocket(s)));
    }

    private static void second(String session, RawClient poller, RawWebSocket candidate)
            throws Exception {
        candidate.text("2probe").text();
        String target = session.replace("polling", "websocket");
        try (RawWebSocket other = RawWebSocket.over(new RawClient(port(candidate)), target)) {
            assertThat(other.text("2probe").closeStatus()).isEqualTo(1005);
        }
        candidate.text("x");
        assertThat(candidate.closeStatus()).isEqualTo(1005);
    }

    private static int port(RawClient client) throws SocketException {
        return client.socket().getPort();
    }

    private static void queued(String session, RawClient poller, RawWebSocket candidate)
            throws Exception {
        candidate.text("2probe").text();
        poller.post(session, "42[\"echo\",1]");
        candidate.frameOf(true, RawWebSocket.CLOSE);
        candidate.awaitEnd();

        assertThat(poll(session, poller)).isEqualTo("42[\"echo\",1]");
    }

    private static void foreign(TargetServer server) throws Exception {
        try (RawWebSocket client = new RawWebSocket(server.port())) {
            RawClient.Response answer = client.ask(WEBSOCKET + "&sid=" + "f".repeat(20));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("Session ID unknown");
        }
    }

    private static void ofWebSocket(TargetServer server) throws Exception {
        try (RawWebSocket victim = RawWebSocket.open(server.port(), WEBSOCKET)) {
            String sid = TargetServer.sid(victim.text());
            try (RawWebSocket thief = RawWebSocket.open(server.port(), WEBSOCKET + "&sid=" + sid)) {
                assertThat(thief.closeStatus()).isEqualTo(1005);
            }

            assertThat(victim.text("40").text()).startsWith("40{");
        }
    }
}
