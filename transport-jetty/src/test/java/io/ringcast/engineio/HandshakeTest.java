package io.ringcast.engineio;

import static io.ringcast.engineio.EngineFixture.RS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final String POLLING = "EIO=4&transport=polling";

    @Test
    void shouldAnswerPollingHandshakeWithTheFiveKeysInOrder() {
        EngineFixture engine = new EngineFixture();

        FakeExchange answer = engine.get(POLLING);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .matches(
                        "0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[\"websocket\"\\],"
                                + "\"pingInterval\":25000,\"pingTimeout\":20000,"
                                + "\"maxPayload\":1000000\\}");
        assertThat(answer.response().headers())
                .hasToString("[Content-Type, text/plain; charset=UTF-8, cache-control, no-store]");
        assertThat(engine.lastSession().id()).isEqualTo(answer.text().substring(9, 29));
    }

    @Test
    void shouldAnswerWebSocketHandshakeWithoutUpgrades() {
        EngineFixture engine =
                new EngineFixture(
                        options ->
                                options.pingInterval(Duration.ofMillis(300))
                                        .pingTimeout(Duration.ofMillis(200))
                                        .maxPayload(77));

        FakeLink link = engine.upgrade("EIO=4&transport=websocket").link();

        assertThat(link.received())
                .singleElement()
                .asString()
                .matches(
                        "0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[\\],"
                                + "\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":77\\}");
        assertThat(engine.lastSession().transport()).isEqualTo(EngineTransport.WEBSOCKET);
    }

    @Test
    void shouldNotSuggestUpgradesWhenNoneAreAvailable() {
        EngineFixture engine =
                new EngineFixture(options -> options.transports(EngineTransport.POLLING));

        assertThat(engine.get(POLLING).text()).contains("\"upgrades\":[],");
    }

    @Test
    void shouldNotSuggestUpgradesWhenTheyAreNotAllowed() {
        EngineFixture engine = new EngineFixture(options -> options.allowUpgrades(false));

        assertThat(engine.get(POLLING).text()).contains("\"upgrades\":[],");
    }

    @Test
    void shouldTakeAnEmptySidForANewHandshake() {
        EngineFixture engine = new EngineFixture();

        assertThat(engine.get(POLLING + "&sid=").text()).startsWith("0{");
    }

    @Test
    void shouldNeverTakeTheIdFromTheClient() {
        EngineFixture engine = new EngineFixture();

        FakeExchange answer =
                engine.request(new FakeExchange("GET", POLLING).header("cookie", "io=mine"));

        assertThat(answer.text()).doesNotContain("mine");
    }

    @Test
    void shouldMakeEachIdOnce() {
        EngineFixture engine = new EngineFixture();
        Set<String> ids = new HashSet<>();

        for (int i = 0; i < 1_000; i++) {
            ids.add(engine.poller().sid);
        }

        assertThat(ids).hasSize(1_000).allMatch(id -> id.length() == 20);
        assertThat(engine.server.sessionCount()).isEqualTo(1_000);
    }

    @Test
    void shouldSendTheInitialPacketRightBehindTheOpenPacket() {
        EngineFixture engine =
                new EngineFixture(options -> options.initialPacket(EnginePacket.text("faster!")));

        assertThat(engine.get(POLLING).text()).startsWith("0{").endsWith("}" + RS + "4faster!");
        assertThat(engine.upgrade("EIO=4&transport=websocket").link().received())
                .hasSize(2)
                .last()
                .isEqualTo("4faster!");
    }

    @Test
    void shouldSendWhatTheConnectionListenerSendsBehindTheOpenPacket() {
        EngineFixture engine = new EngineFixture();
        engine.onConnection = session -> session.sendText("hi");

        assertThat(engine.get(POLLING).text()).startsWith("0{").endsWith("}" + RS + "4hi");
    }

    @Test
    void shouldSayGoodbyeWhenTheConnectionListenerCloses() {
        EngineFixture engine = new EngineFixture();
        engine.onConnection = session -> session.close(false);

        FakeExchange answer = engine.get(POLLING);

        assertThat(answer.text()).startsWith("0{").endsWith("}");
        String sid = engine.lastSession().id();
        assertThat(engine.get(POLLING + "&sid=" + sid).text()).isEqualTo("6" + RS + "1");
        assertThat(engine.lastHandler().calls()).containsExactly("close: forced close");
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldCloseTheWebSocketWhenTheConnectionListenerCloses() {
        EngineFixture engine = new EngineFixture();
        engine.onConnection = session -> session.close(true);

        FakeLink link = engine.upgrade("EIO=4&transport=websocket").link();

        assertThat(link.received()).isEmpty();
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(engine.lastHandler().calls()).containsExactly("close: forced close");
    }

    @Test
    void shouldRefuseTheClientWhenTheConnectionListenerThrows() {
        EngineFixture engine = new EngineFixture();
        engine.onConnection =
                session -> {
                    throw new IllegalStateException("no");
                };

        assertThat(engine.get(POLLING).status()).isEqualTo(400);
        assertThat(engine.upgrade("EIO=4&transport=websocket").link().closeCode())
                .isEqualTo(WebSocketLink.NO_CODE);
        assertThat(engine.failures)
                .containsExactly("connection listener: no", "connection listener: no");
        assertThat(engine.server.sessionCount()).isZero();
        assertThat(engine.timers.pending()).isEqualTo(1); // the closed WebSocket's patience
    }

    @Test
    void shouldKeepASnapshotOfTheFirstRequest() {
        EngineFixture engine = new EngineFixture();

        engine.get(POLLING + "&token=x");

        assertThat(engine.lastSession().handshake().query()).containsEntry("token", "x");
        assertThat(engine.lastSession().handshake().address()).isEqualTo("192.0.2.7");
    }

    @Test
    void shouldKeepTheIdOutOfLogs() {
        EngineFixture engine = new EngineFixture();
        String sid = engine.poller().sid;

        assertThat(engine.lastSession().toString()).doesNotContain(sid).contains("polling");
    }

    @Test
    void shouldRefuseMoreSessionsThanAllowed() {
        EngineFixture engine = new EngineFixture(options -> options.maxSessions(2));
        EngineFixture.PollingClient first = engine.poller();
        engine.webSocket();

        assertThat(engine.get(POLLING).status()).isEqualTo(503);
        assertThat(engine.upgrade("EIO=4&transport=websocket").status()).isEqualTo(503);
        first.session().close(true);
        assertThat(engine.get(POLLING).status()).isEqualTo(200);
        assertThat(engine.refusals).containsExactly("3 TOO_MANY_SESSIONS", "3 TOO_MANY_SESSIONS");
    }
}
