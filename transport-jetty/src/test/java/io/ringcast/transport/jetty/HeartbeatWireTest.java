package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Signs of life: rows E1 to E6. Their exact times are tested with a virtual clock. */
class HeartbeatWireTest {
    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    private EchoFixture beating(int interval, int timeout) throws Exception {
        return EchoFixture.start(
                options ->
                        options.pingInterval(Duration.ofMillis(interval))
                                .pingTimeout(Duration.ofMillis(timeout))
                                .webSockets(engine()));
    }

    @Test
    void shouldAskAgainAfterEachAnswerOnAWebSocket() throws Exception {
        try (var server = beating(50, 20_000);
                var client = server.webSocket()) {
            assertThat(client.text()).startsWith("0{");
            for (int i = 0; i < 3; i++) {
                assertThat(client.text()).isEqualTo("2");
                client.text("3");
            }
        }
    }

    @Test
    void shouldAskAgainAfterEachAnswerOverPolling() throws Exception {
        try (var server = beating(50, 20_000);
                var client = server.client()) {
            String session = server.handshake(client);
            for (int i = 0; i < 3; i++) {
                assertThat(client.get(session).body()).isEqualTo("2");
                client.post(session, "3");
            }
        }
    }

    @Test
    void shouldEndASessionThatDoesNotAnswer() throws Exception {
        try (var server = beating(50, 50);
                var client = server.webSocket();
                var polling = server.client()) {
            String session = server.handshake(polling);

            assertThat(server.end()).startsWith("ping timeout");
            assertThat(server.end()).startsWith("ping timeout");
            assertThat(client.text()).startsWith("0{");
            assertThat(client.text()).isEqualTo("2");
            assertThat(client.closeStatus()).isEqualTo(1005);
            assertThat(polling.get(session).body()).contains("\"code\":1");
        }
    }

    @Test
    void shouldEndASessionThatAsksItself() throws Exception {
        try (var server = EchoFixture.start(engine());
                var client = server.webSocket()) {
            client.text("2");

            assertThat(server.end()).isEqualTo("transport error: invalid heartbeat direction");
        }
    }

    @Test
    void shouldSurviveAFloodOfAnswersAndOtherPacketsOfNoMeaning() throws Exception {
        try (var server = EchoFixture.start(engine());
                var client = server.webSocket()) {
            client.text();
            for (int i = 0; i < 1_000; i++) {
                client.text("3").text("0").text("5").text("6").text("3probe");
            }
            client.text("4end");

            assertThat(client.text()).isEqualTo("4end");
        }
    }
}
