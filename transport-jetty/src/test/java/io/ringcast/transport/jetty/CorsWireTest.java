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
                "https://pageXexample",
                "https://page.example@evil.example",
                "https://page.example, https://evil.example"
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
    @CsvSource({
        // allowed, Origin, whether it is
        "https://page.example, https://page.example, true",
        "HTTPS://Page.example:443, https://page.example, true",
        "http://page.example:80, http://page.example, true",
        "http://[0::1]:3000, http://[::1]:3000, true",
        "http://page.example, https://page.example, false",
        "http://localhost:*, http://localhost, true",
        "http://localhost:*, http://localhost:65535, true",
        "http://localhost:*, https://localhost:3000, false",
        "http://localhost:*, http://localhost.evil:3000, false",
        "http://localhost:*, http://localhost:3000@evil.example, false",
        "http://localhost:*, http://evil.example:3000, false",
        "https://*.example.com, https://a.example.com, true",
        "https://*.example.com, https://a.b.example.com, true",
        "https://*.example.com, https://example.com, false",
        "https://*.example.com, https://evilexample.com, false",
        "https://*.example.com, https://.example.com, false",
        "https://*.example.com, https://a.example.com.evil.com, false",
        "https://*.example.com, https://a.example.com:444, false",
        "https://*.example.com, http://a.example.com, false",
        "https://*.example.com, https://evil.com/.example.com, false",
        "https://*.example.com, https://evil.com?.example.com, false",
        "https://*.example.com, https://evil.com#.example.com, false",
        "https://*.example.com, https://x@a.example.com, false",
        "https://*.example.com, https://ev\u0131l\u3002example.com, false",
        "https://*.example.com, https://a.example.com., false",
        "https://*.example.com:*, https://a.example.com:8443, true",
        "file://, file://, true",
        "file://, file://x, false",
        "file://, null, false",
        "null, null, true",
        "null, file://, false",
        "null, NULL, false",
        "capacitor://localhost, capacitor://localhost, true",
        "capacitor://localhost, ionic://localhost, false",
        "ionic://localhost, ionic://localhost, true",
        "app://., app://., true",
        "app://obsidian.md, app://obsidian.md, true",
        "chrome-extension://abcdef, chrome-extension://abcdef, true",
    })
    void shouldAllowOriginsByName(String allowed, String origin, boolean isAllowed) {
        assertThat(Cors.allow("https://first.example", allowed).allows(origin))
                .isEqualTo(isAllowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "file://", "capacitor://localhost", "app://."})
    void shouldServePagesInTheShellsOfApps(String origin) throws Exception {
        try (var server = allowing(Cors.allow(origin).credentials(true));
                var client = server.client();
                var socket = new RawWebSocket(server.port())) {
            assertThat(client.get(EchoFixture.POLL, "Origin: " + origin).header(ALLOW_ORIGIN))
                    .isEqualTo(origin);
            assertThat(socket.ask(EchoFixture.WEBSOCKET, "Origin: " + origin).status())
                    .isEqualTo(101);
        }
    }

    /** They were taken, and never matched. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | Cors.allowAny()",
                "example.com | https://example.com",
                "localhost:8080 | https://localhost:8080",
                "'' | with its scheme",
                "' ' | with its scheme",
                "https://page.example/ | https://page.example",
                "https://page.example/chat | without a path, https://page.example",
                "https://* | https://*.example.org",
                "https://*:3000 | https://*.example.org",
                "https://a.*.example | https://*.example.org",
                "https://*example.com | https://*.example.org",
                "https://*.*.example.com | https://*.example.org",
                "https://page.example:80:* | https://*.example.org",
                "*://page.example | https://*.example.org",
                "https://user@page.example | https://*.example.org",
                "https://page.example:99999 | https://*.example.org",
                "https:// | https://*.example.org",
                "https://m\u00fcnchen.example | xn--",
            })
    void shouldRefuseWhatIsNoOriginWithWhatToWrite(String origin, String hint) {
        assertThatThrownBy(() -> Cors.allow(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(hint);
    }

    /** A page could not tell a server that is full from one that forbids it. */
    @Test
    void shouldLetAllowedPagesReadEveryRefusal() throws Exception {
        try (var server =
                EchoFixture.start(
                        o ->
                                o.cors(Cors.allow(PAGE))
                                        .maxSessionsPerAddress(1)
                                        .allowedHosts("localhost"))) {
            try (var first = server.client();
                    var second = server.client();
                    var third = server.client();
                    var fourth = server.client()) {
                server.handshake(first);
                Response many = second.get(EchoFixture.POLL, FROM_PAGE);
                Response asked = preflight(third);
                Response host = fourth.get(EchoFixture.POLL, FROM_PAGE, "Host: other.example");

                assertThat(many.status()).isEqualTo(429);
                assertThat(many.header(ALLOW_ORIGIN)).isEqualTo(PAGE);
                assertThat(many.headers("vary")).containsExactly("Origin");
                assertThat(asked.status()).isEqualTo(204);
                assertThat(host.status()).isEqualTo(403);
                assertThat(host.header(ALLOW_ORIGIN)).isEqualTo(PAGE);
            }
        }
    }

    @Test
    void shouldLetAllowedPagesReadThatTheServerStops() throws Exception {
        try (var server = EchoFixture.start(o -> o.cors(Cors.allow(PAGE)).maxSessions(1));
                var first = server.client();
                var second = server.client();
                var third = server.client();
                var fourth = server.client()) {
            server.handshake(first);
            assertThat(second.get(EchoFixture.POLL, FROM_PAGE).status()).isEqualTo(503);

            server.handler().mount().end();
            Response stopped = third.get(EchoFixture.POLL, FROM_PAGE);
            Response foreign = fourth.get(EchoFixture.POLL, "Origin: https://evil.example");

            assertThat(stopped.status()).isEqualTo(503);
            assertThat(stopped.header(ALLOW_ORIGIN)).isEqualTo(PAGE);
            assertThat(foreign.status()).isEqualTo(503);
            assertThat(foreign.header(ALLOW_ORIGIN)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, https://page.example, true",
        "true, https://evil.example, false",
        "false, https://page.example, false"
    })
    void shouldLetAllowedPagesComeFromOtherNetworks(boolean allow, String origin, boolean may)
            throws Exception {
        try (var server = allowing(Cors.allow(PAGE).allowPrivateNetwork(allow));
                var client = server.client()) {
            Response response =
                    client.request(
                                    "OPTIONS",
                                    EchoFixture.POLL,
                                    "Origin: " + origin,
                                    "Access-Control-Request-Method: GET",
                                    "Access-Control-Request-Private-Network: true")
                            .response();

            assertThat(response.status()).isEqualTo(204);
            assertThat(response.header("access-control-allow-private-network"))
                    .isEqualTo(may ? "true" : null);
            assertThat(preflight(client).header("access-control-allow-private-network")).isNull();
        }
    }

    @Test
    void shouldAddTheApplicationsHeadersToPreflights() throws Exception {
        UnaryOperator<JettyTransportOptions.Builder> options =
                o ->
                        o.cors(Cors.allow(PAGE))
                                .onHeaders((headers, request) -> headers.set("X-Hook", "1"))
                                .use(
                                        (request, headers, next) -> {
                                            headers.set("X-Filter", "1");
                                            next.proceed();
                                        });
        try (var server = EchoFixture.start(options);
                var client = server.client()) {
            Response response = preflight(client);

            assertThat(response.status()).isEqualTo(204);
            assertThat(response.header("x-hook")).isEqualTo("1");
            assertThat(response.header("x-filter")).isEqualTo("1");
            assertThat(response.header(ALLOW_ORIGIN)).isEqualTo(PAGE);
        }
    }

    /** A preflight has no token to show. */
    @Test
    void shouldAnswerPreflightsThatAFilterWouldNotLetIn() throws Exception {
        UnaryOperator<JettyTransportOptions.Builder> options =
                o ->
                        o.cors(Cors.allow(PAGE))
                                .use(
                                        (request, headers, next) -> {
                                            if (request.header("Authorization") == null) {
                                                next.reject();
                                            } else {
                                                next.proceed();
                                            }
                                        });
        try (var server = EchoFixture.start(options);
                var client = server.client()) {
            assertThat(preflight(client).status()).isEqualTo(204);
            assertThat(client.get(EchoFixture.POLL, FROM_PAGE).status()).isEqualTo(400);
        }
    }

    @Test
    void shouldNotSendBackWhatCannotBeSent() throws Exception {
        try (var server = allowing(Cors.allowIf(origin -> true));
                var client = server.client()) {
            Response response = client.get("/engine.io/socket.io.js", "Origin: \u20ac");

            assertThat(response.header(ALLOW_ORIGIN)).isNull();
            assertThat(response.status()).isIn(200, 404);
        }
    }
}
