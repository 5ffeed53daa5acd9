package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.engineio.EngineSession;
import io.ringcast.engineio.EngineTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From polling to a WebSocket: rows D1 to D10. */
class UpgradeWireTest {
    private EchoFixture server;
    private RawClient client;
    private String session;
    private String socketTarget;

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    @BeforeEach
    void start() throws Exception {
        start(EchoFixture.start(engine()));
    }

    private void start(EchoFixture fixture) throws Exception {
        server = fixture;
        client = server.client();
        session = server.handshake(client);
        socketTarget = session.replace("transport=polling", "transport=websocket");
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private RawWebSocket candidate() throws Exception {
        return RawWebSocket.open(server.port(), socketTarget);
    }

    @Test
    void shouldMoveToAWebSocket() throws Exception {
        client.request("GET", session);
        try (RawWebSocket socket = candidate()) {
            socket.text("2probe");
            assertThat(socket.text()).isEqualTo("3probe");
            assertThat(client.response().body()).isEqualTo("6");

            socket.text("5").text("4over here");

            assertThat(socket.text()).isEqualTo("4over here");
            assertThat(server.session().transport()).isEqualTo(EngineTransport.WEBSOCKET);
            assertThat(client.get(session).body())
                    .isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
            assertThat(client.post(session, "4x").body())
                    .isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        }
    }

    @Test
    void shouldKeepPollingUntilTheClientMoves() throws Exception {
        try (RawWebSocket socket = candidate()) {
            socket.text("2probe");
            assertThat(socket.text()).isEqualTo("3probe");

            client.post(session, "4by polling");

            assertThat(client.get(session).body()).isEqualTo("4by polling");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4message", "2", "3probe", "x", "2probes"})
    void shouldCloseACandidateThatSaysAnythingElse(String text) throws Exception {
        try (RawWebSocket socket = candidate()) {
            socket.text(text);

            assertThat(socket.closeStatus()).isEqualTo(1005);
            client.post(session, "4still polling");
            assertThat(client.get(session).body()).isEqualTo("4still polling");
        }
    }

    @Test
    void shouldCloseASecondCandidate() throws Exception {
        try (RawWebSocket first = candidate();
                RawWebSocket second = candidate()) {
            assertThat(second.closeStatus()).isEqualTo(1005);

            first.text("2probe");
            assertThat(first.text()).isEqualTo("3probe");
        }
    }

    @Test
    void shouldCloseACandidateAfterTheMove() throws Exception {
        try (RawWebSocket first = candidate()) {
            first.text("2probe").text("5").text("4a");
            assertThat(first.text()).isEqualTo("3probe");
            assertThat(first.text()).isEqualTo("4a");

            try (RawWebSocket second = candidate()) {
                assertThat(second.closeStatus()).isEqualTo(1005);
            }
            first.text("4b");
            assertThat(first.text()).isEqualTo("4b");
        }
    }

    @Test
    void shouldCloseACandidateThatDoesNotComeInTime() throws Exception {
        stop();
        start(EchoFixture.start(o -> o.upgradeTimeout(Duration.ofSeconds(1)).webSockets(engine())));
        try (RawWebSocket socket = candidate()) {
            socket.text("2probe");
            assertThat(socket.text()).isEqualTo("3probe");

            assertThat(socket.closeStatus()).isEqualTo(1005);
            client.post(session, "4still polling");
            assertThat(client.get(session).body()).isEqualTo("4still polling");
        }
    }

    @Test
    void shouldKeepPollingWhenACandidateBreaks() throws Exception {
        RawWebSocket socket = candidate();
        socket.text("2probe");
        assertThat(socket.text()).isEqualTo("3probe");

        socket.reset();

        client.post(session, "4still polling");
        assertThat(client.get(session).body()).isEqualTo("4still polling");
        assertThat(server.hasEnded()).isFalse();
    }

    @Test
    void shouldCloseTheCandidateWithItsSession() throws Exception {
        try (RawWebSocket socket = candidate()) {
            socket.text("2probe");
            assertThat(socket.text()).isEqualTo("3probe");

            client.post(session, "1");

            assertThat(socket.closeStatus()).isEqualTo(1005);
            assertThat(server.end()).startsWith("transport close");
        }
    }

    @Test
    void shouldRefuseWhereUpgradesAreOff() throws Exception {
        stop();
        start(EchoFixture.start(o -> o.allowUpgrades(false).webSockets(engine())));
        try (RawWebSocket socket = new RawWebSocket(server.port())) {
            assertThat(socket.ask(socketTarget).status()).isEqualTo(400);
        }
    }

    @Test
    void shouldNeitherLoseNorReorderPacketsOnTheWay() throws Exception {
        EngineSession open = server.session();
        List<String> received = new ArrayList<>();
        int sent = 0;
        try (RawWebSocket socket = candidate()) {
            for (; sent < 20; sent++) {
                open.sendText("" + sent);
            }
            open.flush();
            received.addAll(List.of(client.get(session).body().split("\u001e")));
            socket.text("2probe");
            assertThat(socket.text()).isEqualTo("3probe");
            for (; sent < 40; sent++) {
                open.sendText("" + sent);
                open.flush();
            }
            socket.text("5");
            for (; sent < 60; sent++) {
                open.sendText("" + sent);
                open.flush();
            }

            while (received.size() < 60) {
                received.add(socket.text());
            }
        }
        for (int i = 0; i < 60; i++) {
            assertThat(received.get(i)).isEqualTo("4" + i);
        }
    }
}
