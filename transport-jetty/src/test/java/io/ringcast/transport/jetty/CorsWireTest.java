package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.hostile.LogCapture;
import io.ringcast.transport.jetty.RawClient.Response;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other origins may do: row A21, and WebSockets. */
class CorsWireTest {
    private static final String PAGE = "https://page.example";
    private static final String FROM_PAGE = "Origin: " + PAGE;
    private static final String ALLOW_ORIGIN = "access-control-allow-origin";

    private static EchoFixture allowing(Cors cors) throws Exception {
        return EchoFixture.start(options -> options.cors(cors));
    }

    @Test
    void shouldSayNothingByDefault() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            Response response = client.get(EchoFixture.POLL, FROM_PAGE);
            Response preflight = preflight(client);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header(ALLOW_ORIGIN)).isNull();
            assertThat(preflight.status()).isEqualTo(400);
            assertThat(preflight.header(ALLOW_ORIGIN)).isNull();
        }
    }

    private static Response preflight(RawClient client) throws Exception {
        return client.request(
                        "OPTIONS",
                        EchoFixture.POLL,
                        FROM_PAGE,
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: x-one, x-two")
                .response();
    }

    @Test
    void shouldAnswerWhatBrowsersAskFirst() throws Exception {
        try (var server = allowing(Cors.allow(PAGE).credentials(true));
                var client = server.client()) {
            Response response = preflight(client);

            assertThat(response.status()).isEqualTo(204);
            assertThat(response.header(ALLOW_ORIGIN)).isEqualTo(PAGE);
            assertThat(response.header("access-control-allow-credentials")).isEqualTo("true");
            assertThat(response.header("access-control-allow-methods"))
                    .isEqualTo("GET,HEAD,PUT,PATCH,POST,DELETE");
            assertThat(response.header("access-control-allow-headers")).isEqualTo("x-one, x-two");
            assertThat(response.headers("vary"))
                    .containsExactly("Origin", "Access-Control-Request-Headers");
            assertThat(client.get(EchoFixture.POLL).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldAnswerAsConfigured() throws Exception {
        Cors cors =
                Cors.allowAny()
                        .methods("GET", "POST")
                        .allowedHeaders("x-three")
                        .exposedHeaders("x-four")
                        .maxAge(Duration.ofMinutes(1))
                        .optionsSuccessStatus(200);
        try (var server = allowing(cors);
                var client = server.client()) {
            Response preflight = preflight(client);
            Response response = client.get(EchoFixture.POLL);

            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.header(ALLOW_ORIGIN)).isEqualTo("*");
            assertThat(preflight.header("access-control-allow-methods")).isEqualTo("GET,POST");
            assertThat(preflight.header("access-control-allow-headers")).isEqualTo("x-three");
            assertThat(preflight.header("access-control-max-age")).isEqualTo("60");
            assertThat(response.header(ALLOW_ORIGIN)).isEqualTo("*");
            assertThat(response.header("access-control-expose-headers")).isEqualTo("x-four");
        }
    }

    @Test
    void shouldCoverErrorsAndEveryAnswerOfASession() throws Exception {
        try (var server = allowing(Cors.allow(Pattern.compile("https://.*\\.example")));
                var client = server.client()) {
            String session = server.handshake(client);

            assertThat(client.post(session, "4x", FROM_PAGE).header(ALLOW_ORIGIN)).isEqualTo(PAGE);
            assertThat(client.get(session, FROM_PAGE).header(ALLOW_ORIGIN)).isEqualTo(PAGE);
            assertThat(client.get("/engine.io/?EIO=4", FROM_PAGE).header(ALLOW_ORIGIN))
                    .isEqualTo(PAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://page.example",
                "https://page.example.evil",
                "https://page.example:444",
                "null",
                "https://PAGE.example"
            })
    void shouldServeOtherOriginsWithoutLettingThemRead(String origin) throws Exception {
        try (var server = allowing(Cors.allow(PAGE, "https://second.example"));
                var client = server.client()) {
            Response response = client.get(EchoFixture.POLL, "Origin: " + origin);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header(ALLOW_ORIGIN)).isNull();
            assertThat(response.header("vary")).isEqualTo("Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PAGE,
                "null",
                "localhost",
                "https://",
                "x",
                // What no page of this server can say.
                "ftp://localhost",
                "x://localhost",
                "file://",
                "http://localhost/",
                "http://user@localhost",
                "http://localhost@page.example",
                "http://localhost.page.example",
                "http://page.example#localhost",
                "http://localhost, http://page.example",
                "http://\u217cocalhost"
            })
    void shouldRefuseWebSocketsOfForeignPages(String origin) throws Exception {
        try (var server = EchoFixture.start();
                var client = new RawWebSocket(server.port())) {
            Response response = client.ask(EchoFixture.WEBSOCKET, "Origin: " + origin);

            assertThat(response.status()).isEqualTo(403);
            assertThat(response.body()).isEqualTo("Forbidden");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost, localhost",
        "https://localhost, localhost",
        "https://my.example:8443, my.example:8443",
        "https://my.example, my.example:443",
        "http://MY.example:80, my.EXAMPLE",
        "http://[::1]:3000, [::1]:3000",
        "http://[0::1]:3000, [::1]:3000",
        // A proxy left out the port: nginx's $host.
        "https://chat.example:8443, chat.example",
    })
    void shouldAcceptWebSocketsOfItsOwnPages(String origin, String host) throws Exception {
        try (var server = EchoFixture.start();
                var client = new RawWebSocket(server.port())) {
            Response response =
                    client.ask(EchoFixture.WEBSOCKET, "Host: " + host, "Origin: " + origin);

            assertThat(response.status()).isEqualTo(101);
        }
    }

    /** Ports 80 and 443 were taken for each other. */
    @ParameterizedTest
    @CsvSource({
        "http://localhost:80, localhost:443",
        "http://localhost, localhost:443",
        "https://localhost, localhost:80",
        "http://localhost, localhost:3000",
        "http://localhost:3001, localhost:3000",
        "http://my.example, other.example",
    })
    void shouldRefuseWebSocketsOfPagesOfOtherPorts(String origin, String host) throws Exception {
        try (var server = EchoFixture.start();
                var client = new RawWebSocket(server.port())) {
            Response response =
                    client.ask(EchoFixture.WEBSOCKET, "Host: " + host, "Origin: " + origin);

            assertThat(response.status()).isEqualTo(403);
            assertThat(server.refusal()).isEqualTo("4 INVALID_ORIGIN");
        }
    }

    @Test
    void shouldSayOnceWhichOptionLetsAPageIn() throws Exception {
        try (var log = new LogCapture();
                var server = EchoFixture.start()) {
            for (int i = 0; i < 3; i++) {
                try (var socket = new RawWebSocket(server.port());
                        var poll = server.client()) {
                    socket.ask(
                            EchoFixture.WEBSOCKET,
                            "Host: app.example:3000",
                            "Origin: HTTPS://Chat.example:8443");
                    poll.get(EchoFixture.POLL, FROM_PAGE);
                }
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARNING"))
                    .singleElement()
                    .asString()
                    .contains("Cors.allow(\"https://chat.example:8443\")")
                    .contains("app.example:3000")
                    .contains("trustProxy");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://<script>.example", "x", "https://%0d%0a.example"})
    void shouldNotLogAnOriginThatIsNone(String origin) throws Exception {
        try (var log = new LogCapture();
                var server = EchoFixture.start();
                var client = new RawWebSocket(server.port())) {
            client.ask(EchoFixture.WEBSOCKET, "Host: a_b~.example", "Origin: " + origin);

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARNING io.ringcast"))
                    .singleElement()
                    .asString()
                    .endsWith("A page was refused whose origin is not well-formed");
        }
    }

    @Test
    void shouldAcceptWebSocketsOfPagesThatMayUseTheServer() throws Exception {
        try (var server = allowing(Cors.allow(PAGE));
                var client = new RawWebSocket(server.port())) {
            Response response = client.ask(EchoFixture.WEBSOCKET, FROM_PAGE);

            assertThat(response.status()).isEqualTo(101);
            assertThat(response.header(ALLOW_ORIGIN)).isEqualTo(PAGE);
        }
    }

    @Test
    void shouldAcceptWebSocketsOfOriginsThatTheApplicationNames() throws Exception {
        UnaryOperator<JettyTransportOptions.Builder> options =
                o -> o.webSocketOrigins(origin -> origin.startsWith("capacitor://"));
        try (var server = EchoFixture.start(options);
                var client = new RawWebSocket(server.port());
                var other = new RawWebSocket(server.port())) {
            assertThat(client.ask(EchoFixture.WEBSOCKET, "Origin: capacitor://localhost").status())
                    .isEqualTo(101);
            assertThat(other.ask(EchoFixture.WEBSOCKET, FROM_PAGE).status()).isEqualTo(403);
        }
    }

    @Test
    void shouldRefuseCredentialsForEveryOrigin() {
        assertThatThrownBy(() -> Cors.allowAny().credentials(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("any origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", " ", "https://page.example/"})
    void shouldRefuseWhatIsNoOrigin(String origin) {
        assertThatThrownBy(() -> Cors.allow(origin)).isInstanceOf(IllegalArgumentException.class);
    }
}
