package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.hostile.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as a proxy sends them on. */
class ProxyWireTest {
    private static final TrustedProxies NEAR = TrustedProxies.in("127.0.0.1");

    private static EchoFixture trusting() throws Exception {
        return EchoFixture.start(o -> o.trustProxy(NEAR).maxSessionsPerAddress(1));
    }

    @Test
    void shouldTellOfTheClientAndNotOfTheProxy() throws Exception {
        try (var server = trusting();
                var client = server.client()) {
            client.get(
                    EchoFixture.POLL,
                    "X-Forwarded-For: 198.51.100.1, 203.0.113.9",
                    "X-Forwarded-Proto: https");

            var handshake = server.session().handshake();
            assertThat(handshake.address()).isEqualTo("203.0.113.9");
            assertThat(handshake.isSecure()).isTrue();
        }
    }

    @Test
    void shouldTellOfTheProxyUnlessItIsTrusted() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            client.get(
                    EchoFixture.POLL,
                    "X-Forwarded-For: 203.0.113.9",
                    "X-Forwarded-Proto: https",
                    "Forwarded: for=203.0.113.9;proto=https");

            var handshake = server.session().handshake();
            assertThat(handshake.address()).isEqualTo("127.0.0.1");
            assertThat(handshake.isSecure()).isFalse();
        }
    }

    /** All clients of a proxy were one. */
    @Test
    void shouldCountSessionsByTheClientsAddress() throws Exception {
        try (var server = trusting()) {
            assertThat(poll(server, "203.0.113.1")).isEqualTo(200);
            assertThat(poll(server, "203.0.113.2")).isEqualTo(200);
            assertThat(poll(server, "203.0.113.2")).isEqualTo(429);
            assertThat(poll(server, "203.0.113.77, 203.0.113.2")).isEqualTo(429);
        }
    }

    private static int poll(EchoFixture server, String forwardedFor) throws Exception {
        try (var client = server.client()) {
            return client.get(EchoFixture.POLL, "X-Forwarded-For: " + forwardedFor).status();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://chat.example, https, chat.example, 101",
        "https://chat.example:8443, https, chat.example:8443, 101",
        "https://chat.example:8443, https, chat.example, 101",
        // The scheme is known now.
        "http://chat.example, https, chat.example, 403",
        "https://chat.example, http, chat.example, 403",
        "https://evil.example, https, chat.example, 403",
        "https://chat.example:8444, https, chat.example:8443, 403",
        "http://upstream.example, http, chat.example, 403",
    })
    void shouldKnowItsOwnPagesBehindAProxy(String origin, String proto, String host, int status)
            throws Exception {
        try (var server = trusting();
                var client = new RawWebSocket(server.port())) {
            var response =
                    client.ask(
                            EchoFixture.WEBSOCKET,
                            "Host: upstream.example",
                            "Origin: " + origin,
                            "X-Forwarded-Proto: " + proto,
                            "X-Forwarded-Host: " + host);

            assertThat(response.status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "chat.example, 200",
        "CHAT.example:3000, 200",
        "a.b.example, 200",
        "[0::1]:3000, 200",
        "b.example, 403",
        "evilb.example, 403",
        "a.b.example.evil, 403",
        "evil.example, 403",
        "a_b@chat.example, 403",
    })
    void shouldServeOnlyTheHostsThatAreAllowed(String host, int status) throws Exception {
        try (var log = new LogCapture();
                var server =
                        EchoFixture.start(
                                o -> o.allowedHosts("chat.example", "*.b.example", "[::1]"));
                var client = server.client()) {
            int polled = client.get(EchoFixture.POLL, "Host: " + host).status();

            // Jetty itself refuses some of these hosts.
            assertThat(polled).isIn(status, status == 403 ? 400 : status);
            if (polled == 403) {
                assertThat(server.refusal()).isEqualTo("4 HOST_NOT_ALLOWED");
                assertThat(log.lines()).anyMatch(line -> line.contains("allowedHosts"));
            }
        }
    }

    /** A foreign name that leads here makes a foreign page look like one of this server's own. */
    @Test
    void shouldRefuseWebSocketsAndTheClientForOtherHosts() throws Exception {
        try (var server = EchoFixture.start(o -> o.allowedHosts("chat.example"));
                var socket = new RawWebSocket(server.port());
                var client = server.client()) {
            String host = "Host: evil.example:3000";

            assertThat(
                            socket.ask(
                                            EchoFixture.WEBSOCKET,
                                            host,
                                            "Origin: http://evil.example:3000")
                                    .status())
                    .isEqualTo(403);
            assertThat(client.get("/engine.io/socket.io.js", host).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://chat.example", "chat.example:80", "*", "", "a*.b", "chat.example:"})
    void shouldRefuseWhatIsNoHost(String host) {
        assertThatThrownBy(() -> JettyTransportOptions.builder().allowedHosts(host).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without scheme and port");
    }
}
