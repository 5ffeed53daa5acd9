package io.ringcast.hostile;

import static io.ringcast.hostile.Attack.counted;
import static io.ringcast.hostile.Attack.served;
import static io.ringcast.hostile.TargetServer.PAYLOAD;
import static io.ringcast.hostile.TargetServer.POLL;
import static io.ringcast.transport.Counter.HANDSHAKES_REFUSED;
import static io.ringcast.transport.Counter.PROTOCOL_ERRORS;
import static io.ringcast.transport.Counter.TRANSPORT_ERRORS;
import static io.ringcast.transport.Counter.UPGRADES_FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.transport.Counter;
import io.ringcast.transport.jetty.JettyTransport;
import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawWebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Long-polling against its rules: groups 4, 6, 7, 9 and 10 of the hostile inputs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileEngineTest {
    private static final String RS = "\u001e";
    private static final int LIMIT = 100_000;
    private static final int CROWD = 500;

    private TargetServer server;

    @BeforeAll
    void start() throws Exception {
        server = TargetServer.start();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @MethodSource({"overlaps", "sizes", "resets", "payloads", "packets"})
    void shouldWithstand(Attack attack) throws Exception {
        server.withstand(attack);
    }

    /** On a server of its own: nobody else should have to be so quick. */
    @ParameterizedTest
    @MethodSource("stalls")
    void shouldNotWaitForEver(Attack attack) throws Exception {
        try (TargetServer impatient =
                new TargetServer(bus -> bus, web -> web.idleTimeout(Duration.ofSeconds(1)))) {
            impatient.withstand(attack);
        }
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void shouldWithstandCrowds(Attack attack) throws Exception {
        try (TargetServer small =
                new TargetServer(
                        bus -> bus.connectTimeout(Duration.ofSeconds(2)),
                        web -> web.options(options -> options.maxSessions(CROWD)))) {
            small.withstand(attack);
        }
    }

    /** What is done with a session of two connections; the second one has a poll parked. */
    private interface Scene {
        void play(String session, RawClient poster, RawClient poller) throws Exception;
    }

    private static Attack polling(String name, Counter counter, Scene scene) {
        return counted(
                name,
                counter,
                server -> {
                    try (RawClient poster = server.client();
                            RawClient poller = server.client()) {
                        String session = server.handshake(poster);
                        poster.post(session, "40");
                        assertThat(poller.get(session).body()).startsWith("40{");
                        scene.play(session, poster, poller);
                    }
                });
    }

    private static void expectGone(RawClient client, String session) throws Exception {
        String answer = client.get(session).body();
        // What was refused by Socket.IO closes once it has been told.
        assertThat(answer.equals("6" + RS + "1") ? client.get(session).body() : answer)
                .contains("\"code\":1");
    }

    // ---- 4: at once

    static Stream<Attack> overlaps() {
        return Stream.of(
                polling("4: two GETs", TRANSPORT_ERRORS, HostileEngineTest::twoPolls),
                polling("4: two POSTs", TRANSPORT_ERRORS, HostileEngineTest::twoPosts),
                polling("4: POST while upgrading", UPGRADES_FAILED, HostileEngineTest::mixed),
                polling("4: GET after upgrade", HANDSHAKES_REFUSED, HostileEngineTest::afterwards));
    }

    private static void twoPolls(String session, RawClient poster, RawClient poller)
            throws Exception {
        poller.request("GET", session);
        poster.request("GET", session);

        // Whichever came second is refused, the other one is told that the session is over.
        String both = poller.response().status() + " " + poster.response().status();
        assertThat(both).isIn("200 400", "400 200");
        expectGone(poster, session);
    }

    private static void twoPosts(String session, RawClient poster, RawClient poller)
            throws Exception {
        poller.send(RawClient.head("POST", session) + "Content-Length: 100\r\n\r\n4" + PAYLOAD);
        awaitTaken(poster, session);

        assertThat(poller.next()).isEqualTo(-1);
        try (RawClient third = new RawClient(poster.socket().getPort())) {
            expectGone(third, session);
        }
    }

    /** Posts until one meets the other one, whose head may still be on its way. */
    private static void awaitTaken(RawClient second, String session) throws Exception {
        RawClient.Response answer = second.post(session, "3");
        while (answer.status() == 200) {
            answer = second.post(session, "3");
        }
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
    }

    private static void mixed(String session, RawClient poster, RawClient poller) throws Exception {
        try (RawWebSocket candidate =
                RawWebSocket.over(poller, session.replace("polling", "websocket"))) {
            candidate.text("2probe");
            assertThat(candidate.text()).isEqualTo("3probe");

            assertThat(poster.post(session, "42[\"echo\",1]").body()).isEqualTo("ok");

            String body = poster.get(session).body();
            while (body.equals("6")) {
                body = poster.get(session).body(); // polls are not parked any more
            }
            assertThat(body).isEqualTo("42[\"echo\",1]");
            candidate.text("42[\"echo\",\"" + PAYLOAD + "\"]");
            assertThat(candidate.closeStatus()).isEqualTo(1005);
        }
        poster.post(session, "1");
    }

    private static void afterwards(String session, RawClient poster, RawClient poller)
            throws Exception {
        try (RawWebSocket winner =
                RawWebSocket.over(poller, session.replace("polling", "websocket"))) {
            winner.text("2probe").text();
            winner.text("5");
            winner.text("42[\"echo\",1]");
            assertThat(winner.text()).isEqualTo("42[\"echo\",1]");

            assertThat(poster.get(session).body()).contains("\"code\":3");
            assertThat(poster.post(session, "42[\"echo\",2]").body()).contains("\"code\":3");
        }
    }

    // ---- 6: too large, too slow

    static Stream<Attack> sizes() {
        return Stream.of(
                polling(
                        "6: too long by its length",
                        HANDSHAKES_REFUSED,
                        (s, poster, poller) -> {
                            poster.send(
                                    RawClient.head("POST", s) + "Content-Length: 100001\r\n\r\n");
                            assertThat(poster.response().status()).isEqualTo(413);
                            poller.post(s, "1");
                        }),
                polling(
                        "6: endless by its length",
                        HANDSHAKES_REFUSED,
                        (s, poster, poller) -> {
                            String length = "Content-Length: 9223372036854775807\r\n\r\n";
                            poster.send(RawClient.head("POST", s) + length);
                            assertThat(poster.response().status()).isEqualTo(413);
                            poller.post(s, "1");
                        }),
                polling("6: endless in chunks", HANDSHAKES_REFUSED, HostileEngineTest::chunks));
    }

    static Stream<Attack> stalls() {
        return Stream.of(
                polling(
                        "6: a body that stalls",
                        TRANSPORT_ERRORS,
                        (s, poster, poller) -> {
                            poster.send(
                                    RawClient.head("POST", s)
                                            + "Content-Length: 100\r\n\r\n4"
                                            + PAYLOAD);
                            poster.awaitEnd();
                        }),
                served(
                        "6: a slow head",
                        server -> {
                            try (RawClient client = server.client()) {
                                client.send("GET " + POLL + " HTTP/1.1\r\nHost: lo");
                                // Bytes that come too slowly to make a request, until the server
                                // has enough.
                                client.awaitEnd();
                            }
                        }));
    }

    static Stream<Attack> resets() {
        return Stream.of(
                polling(
                        "6: a reset in mid-poll",
                        TRANSPORT_ERRORS,
                        (s, poster, poller) -> {
                            poller.request("GET", s);
                            // Behind the poll, for it is the same selector that reads.
                            poster.post(s, "42[\"echo\",1]");
                            poller.response();
                            poller.request("GET", s);
                            poller.reset();
                            TargetServer.await("the end", () -> isGone(poster, s));
                        }),
                polling(
                        "6: a reset in mid-POST",
                        TRANSPORT_ERRORS,
                        (s, poster, poller) -> {
                            poster.send(
                                    RawClient.head("POST", s)
                                            + "Content-Length: 9\r\n\r\n4"
                                            + PAYLOAD);
                            awaitTaken(poller, s);
                            poster.reset();
                        }));
    }

    private static void chunks(String session, RawClient poster, RawClient poller)
            throws Exception {
        poster.send(RawClient.head("POST", session) + "Transfer-Encoding: chunked\r\n\r\n");
        for (int sent = 0; sent <= LIMIT; sent += 4_096) {
            poster.send("1000\r\n" + "4".repeat(4_096) + "\r\n");
        }

        assertThat(poster.response().status()).isEqualTo(413);
        poller.post(session, "1");
    }

    private static boolean isGone(RawClient client, String session) {
        try {
            return client.post(session, "3").body().contains("\"code\":1");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // ---- 7: payloads, 9: packets

    static Stream<Attack> payloads() {
        Map<String, byte[]> wrong = new LinkedHashMap<>();
        wrong.put("nothing", new byte[0]);
        wrong.put("only separators", RS.repeat(5_000).getBytes(UTF_8));
        wrong.put("a separator at the end", bytes("42[\"echo\",1]" + RS));
        wrong.put("base64 that is none", bytes("b" + PAYLOAD + "!"));
        wrong.put("base64 without its end", bytes("bAQIDB"));
        wrong.put("a cut code point", new byte[] {'4', '2', (byte) 0xE2, (byte) 0x82});
        wrong.put("an overlong code point", new byte[] {'4', '2', (byte) 0xC0, (byte) 0x80});
        wrong.put("a NUL in front", bytes("\u000042[\"echo\",1]"));
        wrong.put("a byte order mark", bytes("\ufeff42[\"echo\",1]"));
        wrong.put("a million packets", bytes(("4" + RS).repeat(49_000)));
        Stream<Attack> ended = wrong.entrySet().stream().map(e -> ended(e.getKey(), e.getValue()));
        return Stream.concat(ended, Stream.of(tiny()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Attack ended(String name, byte[] payload) {
        return polling(
                "7: " + name,
                PROTOCOL_ERRORS,
                (session, poster, poller) -> {
                    assertThat(poster.post(session, payload).status()).isIn(200, 400);
                    expectGone(poller, session);
                });
    }

    private static Attack tiny() {
        return served(
                "7: thousands of packets in a POST",
                server -> {
                    try (RawClient client = server.client()) {
                        String session = server.handshake(client);
                        client.post(session, "40");
                        client.get(session);
                        String event = "42[\"echo\",1]";

                        String body = event + (RS + event).repeat(3_000);
                        assertThat(client.post(session, body).body()).isEqualTo("ok");

                        StringBuilder echoed = new StringBuilder();
                        while (echoed.length() < body.length()) {
                            echoed.append(echoed.length() == 0 ? "" : RS);
                            echoed.append(client.get(session).body());
                        }
                        assertThat(echoed.toString()).isEqualTo(body);
                        client.post(session, "1");
                    }
                });
    }

    static Stream<Attack> packets() {
        return Stream.of(
                packet("2", TRANSPORT_ERRORS),
                packet("2probe", TRANSPORT_ERRORS),
                packet("7", PROTOCOL_ERRORS),
                packet("8", PROTOCOL_ERRORS),
                packet("9" + PAYLOAD, PROTOCOL_ERRORS),
                packet("x", PROTOCOL_ERRORS),
                harmless("0"),
                harmless("0{\"sid\":\"" + PAYLOAD + "\"}"),
                harmless("5"),
                harmless("6"),
                harmless("3" + (RS + "3").repeat(3_000)),
                served("9: no pong at all", HostileEngineTest::silence));
    }

    private static Attack packet(String packet, Counter counter) {
        return polling(
                "9: " + packet,
                counter,
                (session, poster, poller) -> {
                    assertThat(poster.post(session, packet).status()).isIn(200, 400);
                    expectGone(poller, session);
                });
    }

    /** One that means nothing here, and does no harm. */
    private static Attack harmless(String packets) {
        String name = packets.length() < 100 ? packets : "a flood of pongs";
        return served(
                "9: " + name,
                server -> {
                    try (RawClient client = server.client()) {
                        String session = server.handshake(client);
                        assertThat(client.post(session, packets + RS + "40").body())
                                .isEqualTo("ok");
                        assertThat(client.get(session).body()).startsWith("40{");
                        client.post(session, "1");
                    }
                });
    }

    /** On a server without an innocent client, which would have to be as quick as its heartbeat. */
    private static void silence(TargetServer server) throws Exception {
        Duration beat = Duration.ofMillis(50);
        try (Bus impatient = Bus.builder().heartbeat(beat, beat).build()) {
            int port = impatient.attach(loopback()).port();
            try (RawWebSocket client = RawWebSocket.open(port, TargetServer.WEBSOCKET)) {
                assertThat(client.text()).startsWith("0{");
                assertThat(client.text()).isEqualTo("2");
                assertThat(client.closeStatus()).isEqualTo(1005);
            }
        }
    }

    private static JettyTransport loopback() {
        return JettyTransport.builder().host("127.0.0.1").port(0).build();
    }

    // ---- 10: crowds

    static Stream<Attack> crowds() {
        return Stream.of(
                served("10: handshakes without CONNECT", HostileEngineTest::silentCrowd),
                counted("10: more than there is room", HANDSHAKES_REFUSED, s -> fullHouse(s)));
    }

    private static void silentCrowd(TargetServer server) throws Exception {
        try (RawClient client = server.client()) {
            assertThat(shakeHands(client, CROWD - 10)).isEqualTo(200);
            assertThat(server.openConnections()).isGreaterThan(CROWD / 2);
        }
        server.expectEcho();
        // They go when their time to CONNECT is over.
    }

    /**
     * Asks for so many sessions at once, not to lose time in which the first of them go again.
     *
     * @return the last status, or the first that is a refusal
     */
    private static int shakeHands(RawClient client, int times) throws Exception {
        client.send((RawClient.head("GET", POLL) + "\r\n").repeat(times));
        int status = 200;
        for (int i = 0; i < times && status == 200; i++) {
            status = client.response().status();
        }
        return status;
    }

    private static void fullHouse(TargetServer server) throws Exception {
        try (RawClient client = server.client()) {
            assertThat(shakeHands(client, CROWD + 10)).isEqualTo(503);
        }
        server.expectEcho();
    }
}
