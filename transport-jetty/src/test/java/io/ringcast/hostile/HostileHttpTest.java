package io.ringcast.hostile;

import static io.ringcast.hostile.Attack.counted;
import static io.ringcast.hostile.Attack.served;
import static io.ringcast.hostile.TargetServer.PATH;
import static io.ringcast.hostile.TargetServer.PAYLOAD;
import static io.ringcast.hostile.TargetServer.POLL;
import static io.ringcast.transport.Counter.HANDSHAKES_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawClient.Response;
import io.ringcast.transport.jetty.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that should not be: groups 1 to 3, 5, 8 and 13 of the hostile inputs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileHttpTest {
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
    @MethodSource({"revisions", "transports", "ids", "methods", "jsonp", "origins"})
    void shouldWithstand(Attack attack) throws Exception {
        server.withstand(attack);
    }

    /** A request that is refused with one of Engine.IO's errors. */
    private static Attack refused(String name, String target, int code, String... headers) {
        return counted(
                name,
                HANDSHAKES_REFUSED,
                server -> {
                    try (RawClient client = server.client()) {
                        Response response = client.get(target, headers);

                        assertThat(response.status()).isEqualTo(400);
                        assertThat(response.body()).startsWith("{\"code\":" + code + ",");
                        assertThat(response.body()).doesNotContain(PAYLOAD);
                    }
                });
    }

    static Stream<Attack> revisions() {
        String[] wrong = {
            "",
            "EIO=",
            "EIO=0",
            "EIO=2",
            "EIO=3",
            "EIO=5",
            "EIO=99",
            "EIO=-4",
            "EIO=4.0",
            "EIO=4&EIO=99",
            "EIO=" + PAYLOAD,
            "EIO=" + "4".repeat(2_000)
        };
        return Stream.of(wrong)
                .map(
                        eio ->
                                refused(
                                        "1: '" + eio.substring(0, Math.min(20, eio.length())) + "'",
                                        "/socket.io/?transport=polling&" + eio,
                                        5));
    }

    static Stream<Attack> transports() {
        return Stream.of(
                refused("2: no transport", PATH, 0),
                refused("2: an empty transport", PATH + "&transport=", 0),
                refused("2: unknown", PATH + "&transport=" + PAYLOAD, 0),
                refused("2: in capitals", PATH + "&transport=POLLING", 0),
                refused("2: repeated", POLL + "&transport=flashsocket", 0),
                refused("2: webtransport", PATH + "&transport=webtransport", 0),
                refused("2: websocket without upgrade", PATH + "&transport=websocket", 3),
                refused("2: no query", "/socket.io/", 0));
    }

    static Stream<Attack> ids() {
        return Stream.of(
                refused("3: unknown", POLL + "&sid=AAAAAAAAAAAAAAAAAAAA", 1),
                refused("3: not our shape", POLL + "&sid=%00%2e%2e%2f" + PAYLOAD, 1),
                refused("3: one character", POLL + "&sid=x", 1),
                counted("3: ten kilobytes", HANDSHAKES_REFUSED, HostileHttpTest::longId),
                counted("3: of a WebSocket", HANDSHAKES_REFUSED, HostileHttpTest::foreignId),
                counted("3: of a closed session", HANDSHAKES_REFUSED, HostileHttpTest::closedId),
                counted("3: of no session, by WebSocket", HANDSHAKES_REFUSED, s -> noSession(s)));
    }

    private static void longId(TargetServer server) throws Exception {
        try (RawClient client = server.client()) {
            Response response = client.get(POLL + "&sid=" + "x".repeat(10_240));

            // Beyond what Jetty takes as a head.
            assertThat(response.status()).isIn(400, 414, 431);
        }
        try (RawClient client = server.client()) {
            assertThat(client.get(POLL + "&sid=" + "x".repeat(7_000)).body())
                    .contains("\"code\":1");
        }
    }

    private static void foreignId(TargetServer server) throws Exception {
        try (RawWebSocket victim = RawWebSocket.open(server.port(), TargetServer.WEBSOCKET);
                RawClient client = server.client()) {
            String sid = TargetServer.sid(victim.text());

            assertThat(client.get(POLL + "&sid=" + sid).body()).contains("\"code\":3");
            assertThat(client.post(POLL + "&sid=" + sid, "40").body()).contains("\"code\":3");

            assertThat(victim.text("40").text()).startsWith("40{");
        }
    }

    private static void closedId(TargetServer server) throws Exception {
        try (RawClient client = server.client()) {
            String session = server.handshake(client);
            client.post(session, "1");

            // The poll that its client may have written before it said goodbye.
            assertThat(client.get(session).body()).isEqualTo("6");
            assertThat(client.get(session).body()).contains("\"code\":1");
            assertThat(client.post(session, "40").body()).contains("\"code\":1");
        }
    }

    private static void noSession(TargetServer server) throws Exception {
        try (RawWebSocket client = new RawWebSocket(server.port())) {
            assertThat(client.ask(TargetServer.WEBSOCKET + "&sid=" + PAYLOAD).status())
                    .isEqualTo(400);
        }
    }

    static Stream<Attack> methods() {
        return Stream.of("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "HEAD", "POST", "BREW")
                .flatMap(
                        method ->
                                Stream.of(
                                        counted(
                                                "5: " + method + " to shake hands",
                                                HANDSHAKES_REFUSED,
                                                server -> method(server, method, POLL, 400)),
                                        counted(
                                                "5: " + method + " to a session",
                                                HANDSHAKES_REFUSED,
                                                server -> toSession(server, method))));
    }

    private static void method(TargetServer server, String method, String target, int status)
            throws Exception {
        try (RawClient client = server.client()) {
            client.request(method, target, "Content-Length: 0");

            assertThat(client.response(!method.equals("HEAD")).status()).isEqualTo(status);
        }
    }

    private static void toSession(TargetServer server, String method) throws Exception {
        try (RawClient client = server.client();
                RawClient other = server.client()) {
            String session = server.handshake(client);
            if (method.equals("POST")) {
                // A good method with a bad target: another transport than the session's.
                String wrong = session.replace("polling", "websocket");
                assertThat(other.post(wrong, "40").status()).isEqualTo(400);
            } else {
                method(server, method, session, 405);
            }
            // Not on the connection of what was refused: that need not stay open.
            assertThat(client.post(session, "1").body()).isEqualTo("ok");
        }
    }

    static Stream<Attack> jsonp() {
        return Stream.of("j=0", "j=" + PAYLOAD, "j=%3Cscript%3E", "j=", "j=-1&j=2", "b64=1&j=1e9")
                .map(
                        query ->
                                served(
                                        "8: " + query,
                                        server -> {
                                            try (RawClient client = server.client()) {
                                                Response open = client.get(POLL + "&" + query);

                                                assertThat(open.body()).startsWith("0{");
                                                assertThat(open.header("content-type"))
                                                        .isEqualTo("text/plain; charset=UTF-8");
                                                String sid = TargetServer.sid(open.body());
                                                client.post(POLL + "&sid=" + sid, "1");
                                            }
                                        }));
    }

    static Stream<Attack> origins() {
        List<Attack> all = new ArrayList<>();
        for (String origin : List.of("https://evil.example", "null", "http://localhost.evil")) {
            all.add(
                    counted(
                            "13: WebSocket from " + origin,
                            HANDSHAKES_REFUSED,
                            s -> ws(s, origin)));
            all.add(served("13: polling from " + origin, server -> polling(server, origin)));
        }
        all.add(refused("13: an origin beyond ASCII", POLL + "&sid=x", 1, "Origin: \u20ac"));
        all.add(served("13: a cookie with a session id", HostileHttpTest::cookie));
        all.add(served("13: many headers", server -> headers(server, "X-H: 1\r\n".repeat(2_000))));
        all.add(served("13: a huge header", s -> headers(s, "X: " + "x".repeat(100_000) + "\r\n")));
        all.add(served("13: no HTTP", server -> headers(server, "\u0000\u0001\r\n")));
        return all.stream();
    }

    private static void ws(TargetServer server, String origin) throws Exception {
        try (RawWebSocket client = new RawWebSocket(server.port())) {
            assertThat(client.ask(TargetServer.WEBSOCKET, "Origin: " + origin).status())
                    .isEqualTo(403);
        }
    }

    private static void polling(TargetServer server, String origin) throws Exception {
        try (RawClient client = server.client()) {
            Response open = client.get(POLL, "Origin: " + origin);

            assertThat(open.headerLines()).noneMatch(line -> line.matches("(?i)access-control.*"));
            client.post(POLL + "&sid=" + TargetServer.sid(open.body()), "1");
        }
    }

    private static void cookie(TargetServer server) throws Exception {
        String chosen = "A".repeat(20);
        try (RawClient client = server.client()) {
            Response open = client.get(POLL, "Cookie: io=" + chosen + "; sid=" + chosen);

            String sid = TargetServer.sid(open.body());
            assertThat(sid).isNotEqualTo(chosen);
            client.post(POLL + "&sid=" + sid, "1");
        }
    }

    /** Jetty refuses the head itself; the bus never hears of it. */
    private static void headers(TargetServer server, String lines) throws Exception {
        try (RawClient client = server.client()) {
            client.send("GET " + POLL + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n");

            assertThat(client.response().status()).isIn(400, 431);
        }
    }
}
