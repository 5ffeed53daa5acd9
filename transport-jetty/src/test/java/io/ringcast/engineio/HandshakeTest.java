package io.ringcast.engineio;

import static io.ringcast.engineio.EngineFixture.RS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** There are clients that take the whole body for the open packet's JSON. */
    @Test
    void shouldAnswerAHandshakeWithTheOpenPacketAlone() {
        EngineFixture engine = new EngineFixture();
        engine.onConnection =
                session -> {
                    session.sendText("hi");
                    session.sendText("ho");
                    session.flush();
                };

        EngineFixture.PollingClient client = engine.poller();

        assertThat(engine.writes).hasSize(1).first().asString().startsWith("1 packets");
        assertThat(client.get().text()).isEqualTo("4hi" + RS + "4ho");
    }

    @Test
    void shouldSendWhatTheConnectionListenerSendsBehindTheOpenPacketOfAWebSocket() {
        EngineFixture engine = new EngineFixture();
        engine.onConnection = session -> session.sendText("hi");

        assertThat(engine.upgrade("EIO=4&transport=websocket").link().received())
                .hasSize(2)
                .last()
                .isEqualTo("4hi");
    }

    @Test
    void shouldKeepWhatTheConnectionListenerSendsBehindTheInitialPacket() {
        EngineFixture engine =
                new EngineFixture(options -> options.initialPacket(EnginePacket.text("faster!")));
        engine.onConnection = session -> session.sendText("hi");

        FakeExchange answer = engine.get(POLLING);

        assertThat(answer.text()).startsWith("0{").endsWith("}" + RS + "4faster!");
        String sid = engine.lastSession().id();
        assertThat(engine.get(POLLING + "&sid=" + sid).text()).isEqualTo("4hi");
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
    void shouldRefuseMoreSessionsOfAnAddressThanAllowed() {
        EngineFixture engine = new EngineFixture(options -> options.maxSessionsPerAddress(2));
        EngineFixture.PollingClient first = engine.poller();
        engine.webSocket();

        assertThat(engine.get(POLLING).status()).isEqualTo(429);
        // An empty id was taken for one that is known, and got past the limit.
        assertThat(engine.get(POLLING + "&sid=").status()).isEqualTo(429);
        assertThat(engine.upgrade("EIO=4&transport=websocket&sid=").status()).isEqualTo(429);
        first.session().close(true);
        assertThat(engine.get(POLLING + "&sid=").status()).isEqualTo(200);
        assertThat(engine.refusals).hasSize(3).containsOnly("3 TOO_MANY_SESSIONS_OF_ADDRESS");
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 503", "100, 2, 429"})
    void shouldCountHandshakesThatAreUnderWayAtTheSameTime(int most, int ofAddress, int status) {
        CompletableFuture<AllowRequest.Verdict> decision = new CompletableFuture<>();
        EngineFixture engine =
                new EngineFixture(
                        o -> o.maxSessions(most).maxSessionsPerAddress(ofAddress),
                        server -> server.allowRequest(request -> decision));
        List<FakeExchange> polls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            polls.add(engine.get(POLLING));
        }
        FakeUpgrade upgrade = engine.upgrade("EIO=4&transport=websocket");

        decision.complete(new AllowRequest.Verdict(true, ""));

        assertThat(polls.stream().filter(poll -> poll.status() == 200)).hasSizeLessThan(3);
        assertThat(polls.stream().filter(poll -> poll.status() == status)).hasSizeGreaterThan(1);
        assertThat(upgrade.isAccepted() || upgrade.status() == status).isTrue();
        assertThat(engine.server.sessionCount()).isEqualTo(2);
    }

    /** It was let in by 101 before anybody counted it. */
    @Test
    void shouldCloseAWebSocketWhosePlaceWasTakenMeanwhile() {
        EngineFixture engine = new EngineFixture(options -> options.maxSessions(1));
        FakeUpgrade late =
                new FakeUpgrade("EIO=4&transport=websocket") {
                    @Override
                    public void accept(ResponseHeaders headers, WebSocketHandler handler) {
                        engine.poller();
                        super.accept(headers, handler);
                    }
                };

        engine.upgrade(late);

        assertThat(late.link().received()).isEmpty();
        assertThat(late.link().closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(engine.server.sessionCount()).isEqualTo(1);
        engine.lastSession().close(true);
        assertThat(engine.get(POLLING).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {POLLING, "EIO=4&transport=websocket"})
    void shouldGiveThePlaceOfARefusedSessionBack(String query) {
        EngineFixture engine =
                new EngineFixture(options -> options.maxSessions(1).maxSessionsPerAddress(1));
        engine.onConnection =
                session -> {
                    throw new IllegalStateException("no");
                };
        for (int i = 0; i < 3; i++) {
            if (query.equals(POLLING)) {
                engine.get(query);
            } else {
                engine.upgrade(query);
            }
        }

        engine.onConnection = session -> {};

        assertThat(engine.get(POLLING).status()).isEqualTo(200);
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
