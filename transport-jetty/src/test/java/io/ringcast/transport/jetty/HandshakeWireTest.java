package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.engineio.AllowRequest.Verdict;
import io.ringcast.engineio.CookieOptions;
import io.ringcast.engineio.EngineTransport;
import io.ringcast.transport.jetty.RawClient.Response;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what the others are told: rows A1 to A23. */
class HandshakeWireTest {
    private static final String BAD_REQUEST = "{\"code\":3,\"message\":\"Bad request\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /engine.io/?EIO=4 | 0 | Transport unknown",
                "GET | /engine.io/?EIO=4&transport=toString | 0 | Transport unknown",
                "GET | /engine.io/?EIO=4&transport=polling&transport=tobi | 0 | Transport unknown",
                "GET | /engine.io/?EIO=4&transport=polling&sid=abc | 1 | Session ID unknown",
                "GET | /engine.io/?EIO=4&transport=polling&sid=__proto__ | 1 | Session ID unknown",
                "GET | /engine.io/?EIO=4&transport=polling&sid=%00%ff | 1 | Session ID unknown",
                "POST | /engine.io/?EIO=4&transport=polling | 2 | Bad handshake method",
                "PUT | /engine.io/?EIO=4&transport=polling | 2 | Bad handshake method",
                "OPTIONS | /engine.io/?EIO=4&transport=polling | 2 | Bad handshake method",
                "POST | /engine.io/?EIO=3&transport=polling | 2 | Bad handshake method",
                "GET | /engine.io/?EIO=4&transport=websocket | 3 | Bad request",
                "GET | /engine.io/?transport=polling | 5 | Unsupported protocol version",
                "GET | /engine.io/?EIO=0&transport=polling | 5 | Unsupported protocol version",
                "GET | /engine.io/?EIO=3&transport=polling | 5 | Unsupported protocol version",
                "GET | /engine.io/?EIO=99&transport=polling | 5 | Unsupported protocol version",
                "GET | /engine.io/?EIO=4&EIO=5&transport=polling | 5 "
                        + "| Unsupported protocol version",
            })
    void shouldSayWhatIsWrongWithARequest(String method, String target, int code, String message)
            throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            Response response = client.request(method, target, "Content-Length: 0").response();

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("content-type")).isEqualTo("application/json");
            assertThat(response.body())
                    .isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
            assertThat(server.refusal()).startsWith(code + " ");
        }
    }

    @Test
    void shouldRefuseHeadWithAStatusOnly() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            Response response = client.request("HEAD", EchoFixture.POLL).response(false);

            assertThat(response.status()).isEqualTo(400);
            assertThat(client.get(EchoFixture.POLL).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine.io?EIO=4&transport=polling",
                "/engine.io/?EIO=4&transport=polling",
                "/engine.io/foo/bar?EIO=4&transport=polling",
                "/%65ngine.io/?EIO=4&transport=polling",
                "/engine.io/?EIO=4&transport=polling&sid=",
                "/engine.io/?a=%&b&=c&EIO=3&EIO=4&transport=x&transport=polling",
                "/engine.io/?EIO=4&transport=polling&j=abc&b64=1"
            })
    void shouldOpenASession(String target) throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            assertThat(client.get(target).body()).startsWith("0{\"sid\":");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/engine.iox/?EIO=4&transport=polling", "/engine", "/x/engine.io/"})
    void shouldLeaveOtherPathsAlone(String target) throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            assertThat(client.get(target).status()).isEqualTo(404);
        }
    }

    @Test
    void shouldKeepTheLastOfSeveralParametersInTheHandshake() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            client.get(EchoFixture.POLL + "&a=1&a=2&b=x+y%2B&c", "X-Test: one", "X-Test: two");

            var handshake = server.session().handshake();
            assertThat(handshake.query()).containsEntry("a", "2").containsEntry("b", "x y+");
            assertThat(handshake.query()).containsEntry("c", "");
            assertThat(handshake.headers().get("x-test")).containsExactly("one", "two");
            assertThat(handshake.url()).isEqualTo(EchoFixture.POLL + "&a=1&a=2&b=x+y%2B&c");
            assertThat(handshake.address()).isEqualTo("127.0.0.1");
            assertThat(handshake.isSecure()).isFalse();
        }
    }

    @Test
    void shouldKeepWhatWasNotedAboutTheRequest() throws Exception {
        Handler front =
                new Handler.Abstract.NonBlocking() {
                    @Override
                    public boolean handle(
                            Request request,
                            org.eclipse.jetty.server.Response response,
                            Callback callback) {
                        request.setAttribute("from.handler", "a");
                        return false;
                    }
                };
        UnaryOperator<JettyTransportOptions.Builder> options =
                o ->
                        o.use(
                                        (request, headers, next) -> {
                                            assertThat(request.attribute("from.handler"))
                                                    .isEqualTo("a");
                                            request.setAttribute("from.filter", 2);
                                            next.proceed();
                                        })
                                .allowRequest(
                                        request -> {
                                            request.setAttribute("user", "carla");
                                            return Verdict.allow();
                                        });
        try (var server = new EchoFixture(options, front);
                var client = server.client();
                var socket = server.webSocket()) {
            client.get(EchoFixture.POLL);

            for (int i = 0; i < 2; i++) {
                assertThat(server.session().handshake().attributes())
                        .containsOnly(
                                Map.entry("from.handler", "a"),
                                Map.entry("from.filter", 2),
                                Map.entry("user", "carla"));
            }
            assertThat(socket.opening().status()).isEqualTo(101);
        }
    }

    @Test
    void shouldHaveNeitherNotesNorCertificatesByDefault() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            client.get(EchoFixture.POLL);

            var handshake = server.session().handshake();
            assertThat(handshake.attributes()).isEmpty();
            assertThat(handshake.peerCertificates()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAnotherRevisionOrTransportForAKnownSession() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            String sid = server.handshake(client).replaceAll(".*sid=", "");

            Response revision = client.get("/engine.io/?EIO=3&transport=polling&sid=" + sid);
            Response transport = client.get(EchoFixture.WEBSOCKET + "&sid=" + sid);

            assertThat(revision.body()).isEqualTo(BAD_REQUEST);
            assertThat(server.refusal()).isEqualTo("3 PROTOCOL_MISMATCH");
            assertThat(transport.body()).isEqualTo(BAD_REQUEST);
            assertThat(server.refusal()).isEqualTo("3 TRANSPORT_MISMATCH");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void shouldRefuseOtherMethodsWithoutHarmToTheSession(String method) throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            String session = server.handshake(client);

            Response response = client.request(method, session, "Content-Length: 0").response();

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.body()).isEmpty();
            assertThat(client.post(session, "4still there").body()).isEqualTo("ok");
            assertThat(client.get(session).body()).isEqualTo("4still there");
        }
    }

    @Test
    void shouldRefuseAfterAWhileWhenTheApplicationSaysNo() throws Exception {
        var later = new CompletableFuture<Verdict>();
        try (var server = EchoFixture.start(o -> o.allowRequest(request -> later));
                var client = server.client()) {
            client.request("GET", EchoFixture.POLL);
            later.complete(new Verdict(false, "not \"you\""));

            Response response = client.response();

            assertThat(response.status()).isEqualTo(403);
            assertThat(response.body()).isEqualTo("{\"code\":4,\"message\":\"not \\\"you\\\"\"}");
        }
    }

    @Test
    void shouldAskTheApplicationOnlyWithoutASession() throws Exception {
        var asked = new AtomicReference<>("");
        try (var server =
                        EchoFixture.start(
                                o ->
                                        o.allowRequest(
                                                request -> {
                                                    asked.updateAndGet(a -> a + request.method());
                                                    return Verdict.allow();
                                                }));
                var client = server.client()) {
            String session = server.handshake(client);
            client.post(session, "4a");
            client.get(session);

            assertThat(asked.get()).isEqualTo("GET");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/engine.io/?EIO=4&transport=tobi | 400 | Transport unknown",
                "/engine.io/?EIO=4&transport=polling | 400 | Bad request",
                "/engine.io/?EIO=4&transport=websocket&sid=abc | 400 | Session ID unknown",
                "/engine.io/?EIO=3&transport=websocket | 400 | Unsupported protocol version",
            })
    void shouldRefuseAWebSocketBeforeItIsOne(String target, int status, String text)
            throws Exception {
        try (var server = EchoFixture.start();
                var client = new RawWebSocket(server.port())) {
            Response response = client.ask(target);

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.header("content-type")).isEqualTo("text/html");
            assertThat(response.header("connection")).isEqualToIgnoringCase("close");
            assertThat(response.body()).isEqualTo(text);
            assertThat(client.next()).isEqualTo(-1);
        }
    }

    @Test
    void shouldRefuseAWebSocketThatTheApplicationDoesNotWant() throws Exception {
        CompletionStage<Verdict> no = Verdict.refuse("no entry");
        try (var server = EchoFixture.start(o -> o.allowRequest(request -> no));
                var client = new RawWebSocket(server.port())) {
            Response response = client.ask(EchoFixture.WEBSOCKET);

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body()).isEqualTo("no entry");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2hvcnQ=",
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==",
                "Sec-WebSocket-Version: 13"
            })
    void shouldRefuseAMalformedUpgrade(String headers) throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            client.request(
                    "GET",
                    EchoFixture.WEBSOCKET,
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    headers);

            assertThat(client.response().status()).isEqualTo(400);
        }
    }

    /** RFC 6455 asks for HTTP/1.1. */
    @Test
    void shouldRefuseAWebSocketOverAnOlderHttp() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            client.send(
                    "GET "
                            + EchoFixture.WEBSOCKET
                            + " HTTP/1.0\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: "
                            + RawWebSocket.KEY
                            + "\r\n\r\n");

            assertThat(client.response().status()).isEqualTo(400);
        }
    }

    @Test
    void shouldRefuseACookieThatBrowsersDrop() {
        assertThatThrownBy(() -> new CookieOptions("io", "/", true, "None", false, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secure true");
        assertThat(new CookieOptions("io", "/", true, "None", true, null, null).secure()).isTrue();
    }

    @Test
    void shouldSetACookieOnAPollingHandshakeOnly() throws Exception {
        try (var server = EchoFixture.start(o -> o.cookie(CookieOptions.DEFAULT));
                var client = server.client();
                var socket = server.webSocket()) {
            Response response = client.get(EchoFixture.POLL);
            String sid = EchoFixture.sid(response.body());

            assertThat(response.header("set-cookie"))
                    .isEqualTo("io=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
            assertThat(client.get(EchoFixture.POLL + "&sid=nope").header("set-cookie")).isNull();
            assertThat(socket.opening().header("set-cookie")).isNull();
        }
    }

    @Test
    void shouldNotTakeASessionIdFromACookie() throws Exception {
        try (var server = EchoFixture.start(o -> o.cookie(CookieOptions.DEFAULT));
                var client = server.client()) {
            String chosen = "AAAAAAAAAAAAAAAAAAAA";

            Response response =
                    client.get(EchoFixture.POLL, "Cookie: io=" + chosen, "io: " + chosen);

            assertThat(EchoFixture.sid(response.body())).isNotEqualTo(chosen);
        }
    }

    @Test
    void shouldLetTheApplicationChangeHeadersOfEveryAnswer() throws Exception {
        try (var server =
                        EchoFixture.start(
                                o ->
                                        o.onInitialHeaders((h, r) -> h.set("X-Initial", "1"))
                                                .onHeaders((h, r) -> h.set("X-Each", "1"))
                                                .use(
                                                        (request, headers, next) -> {
                                                            headers.set("X-Filter", "1");
                                                            next.proceed();
                                                        }));
                var client = server.client();
                var socket = server.webSocket()) {
            Response first = client.get(EchoFixture.POLL);
            String session = EchoFixture.POLL + "&sid=" + EchoFixture.sid(first.body());
            Response second = client.post(session, "4x");

            for (Response initial : new Response[] {first, socket.opening()}) {
                assertThat(initial.header("x-initial")).isEqualTo("1");
                assertThat(initial.header("x-each")).isEqualTo("1");
                assertThat(initial.header("x-filter")).isEqualTo("1");
            }
            assertThat(second.header("x-initial")).isNull();
            assertThat(second.header("x-each")).isEqualTo("1");
            assertThat(client.get(EchoFixture.POLL + "&sid=no").header("x-filter")).isEqualTo("1");
        }
    }

    @Test
    void shouldTellTheApplicationOfEveryRefusal() throws Exception {
        BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
        try (var server =
                        EchoFixture.start(
                                o ->
                                        o.maxSessionsPerAddress(1)
                                                .onConnectionError(
                                                        error -> refusals.add(error.context())));
                var client = server.client()) {
            client.get(EchoFixture.POLL + "&sid=no");
            client.get("/engine.io/?EIO=7&transport=polling");
            server.handshake(client);
            client.get(EchoFixture.POLL);

            assertThat(refusals).containsExactly("sid", "protocol", "TOO_MANY_SESSIONS_OF_ADDRESS");
        }
    }

    @Test
    void shouldServeOnlyTheTransportsThatAreSet() throws Exception {
        try (var server = EchoFixture.start(o -> o.transports(EngineTransport.WEBSOCKET));
                var client = server.client();
                var socket = server.webSocket()) {
            assertThat(client.get(EchoFixture.POLL).body())
                    .isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
            assertThat(socket.text()).contains("\"upgrades\":[]");
        }
    }

    @Test
    void shouldLimitTheSessionsOfAnAddress() throws Exception {
        try (var server = EchoFixture.start(o -> o.maxSessionsPerAddress(1));
                var client = server.client();
                var other = server.client()) {
            String session = server.handshake(client);
            Response refused = other.get(EchoFixture.POLL + "&sid=");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.body())
                    .isEqualTo(
                            "{\"code\":3,\"message\":\"More than 1 sessions from one address\"}");

            client.post(session, "1");
            server.end();

            try (var later = server.client()) {
                assertThat(later.get(EchoFixture.POLL).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldSurviveASessionIdOfTenKilobytes() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            Response response = client.get(EchoFixture.POLL + "&sid=" + "x".repeat(10_000));

            assertThat(response.status()).isIn(400, 414, 431);
            try (var other = server.client()) {
                assertThat(other.get(EchoFixture.POLL).status()).isEqualTo(200);
            }
        }
    }
}
