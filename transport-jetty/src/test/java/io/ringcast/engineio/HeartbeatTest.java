package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {
    private final EngineFixture engine =
            new EngineFixture(
                    options ->
                            options.pingInterval(Duration.ofMillis(300))
                                    .pingTimeout(Duration.ofMillis(200)));

    @Test
    void shouldPingAfterTheIntervalAndAgainAfterEachPong() {
        FakeLink link = engine.webSocket();

        engine.advanceMillis(299);
        assertThat(link.received()).isEmpty();
        engine.advanceMillis(1);
        assertThat(link.received()).containsExactly("2");
        engine.advanceMillis(50);
        link.send("3");
        engine.advanceMillis(299);
        assertThat(link.received()).isEmpty();
        engine.advanceMillis(1);

        assertThat(link.received()).containsExactly("2");
        assertThat(engine.lastHandler().calls()).isEmpty();
    }

    @Test
    void shouldPingAPollingClient() {
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange poll = client.get();

        engine.advanceMillis(300);

        assertThat(poll.text()).isEqualTo("2");
        client.post("3");
        FakeExchange next = client.get();
        engine.advanceMillis(300);
        assertThat(next.text()).isEqualTo("2");
    }

    @Test
    void shouldCloseWhenNoPongComesInTime() {
        FakeLink link = engine.webSocket();

        engine.advanceMillis(499);
        assertThat(engine.lastHandler().calls()).isEmpty();
        engine.advanceMillis(1);

        assertThat(engine.lastHandler().calls()).containsExactly("close: ping timeout");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldKeepAPingForTheNextPoll() {
        EngineFixture.PollingClient client = engine.poller();
        engine.advanceMillis(400);

        assertThat(client.get().text()).isEqualTo("2");

        client.post("3");
        engine.advanceMillis(250);
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldCloseASessionThatNeverPolls() {
        EngineFixture.PollingClient client = engine.poller();

        engine.advanceMillis(500);

        assertThat(client.handler.calls()).containsExactly("close: ping timeout");
        assertThat(client.get().text()).contains("\"code\":1");
        assertThat(engine.timers.pending()).isZero();
    }

    /** A session was found alive up to 19 ms after its end. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void shouldFindASessionGoneAtItsDeadlineHoweverLateTheAlarm(String method) {
        EngineFixture.PollingClient client = engine.poller();
        engine.advanceMillis(300);

        engine.timers.oversleep(Duration.ofMillis(200));
        FakeExchange late = method.equals("GET") ? client.get() : client.post("3");

        assertThat(late.text()).contains("\"code\":1");
        assertThat(client.handler.calls()).containsExactly("close: ping timeout");
        assertThat(engine.timers.pending()).isZero();
    }

    @Test
    void shouldTakeARequestBeforeTheDeadlineHoweverLateTheAlarm() {
        EngineFixture.PollingClient client = engine.poller();
        engine.advanceMillis(300);

        engine.timers.oversleep(Duration.ofMillis(199));

        assertThat(client.post("3").text()).isEqualTo("ok");
        assertThat(client.get().text()).isEqualTo("2");
    }

    @Test
    void shouldPingThePollThatComesWhenAPingIsDue() {
        EngineFixture.PollingClient client = engine.poller();

        engine.timers.oversleep(Duration.ofMillis(300));

        assertThat(client.get().text()).isEqualTo("2");
        engine.advanceMillis(199);
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
        engine.advanceMillis(1);
        assertThat(client.handler.calls()).containsExactly("close: ping timeout");
    }

    @Test
    void shouldAnswerTheParkedPollUponAPingTimeout() {
        EngineFixture.PollingClient client = engine.poller();
        engine.advanceMillis(300);
        client.get();
        FakeExchange poll = client.get();

        engine.advanceMillis(200);

        assertThat(poll.text()).isEqualTo("1");
    }

    @Test
    void shouldExtendTheTimeoutOnceWhenAnotherPacketComes() {
        FakeLink link = engine.webSocket();
        engine.advanceMillis(300 + 150);

        link.send("4big upload");
        engine.advanceMillis(199);
        assertThat(engine.lastSession().state()).isEqualTo(SessionState.OPEN);
        link.send("4another");
        engine.advanceMillis(1);

        assertThat(engine.lastHandler().calls())
                .containsExactly("big upload", "another", "close: ping timeout");
    }

    @Test
    void shouldExtendTheTimeoutAgainForTheNextPing() {
        FakeLink link = engine.webSocket();
        engine.advanceMillis(300);
        link.sendBinary((byte) 1);
        link.send("3");
        engine.advanceMillis(300 + 150);

        link.send("6");
        engine.advanceMillis(199);

        assertThat(engine.lastSession().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldNotPutThePingOffForPongsThatNobodyAskedFor() {
        FakeLink link = engine.webSocket();

        for (int i = 0; i < 3; i++) {
            engine.advanceMillis(100);
            link.send("3");
        }

        assertThat(link.received()).containsExactly("2");
    }

    @Test
    void shouldCloseAPollingSessionUponAPing() {
        EngineFixture.PollingClient client = engine.poller();

        client.post("2");

        assertThat(client.handler.calls())
                .containsExactly("close: transport error (invalid heartbeat direction)");
    }

    @Test
    void shouldKeepTheDeadlineAcrossAnUpgrade() {
        EngineFixture.PollingClient client = engine.poller();
        engine.advanceMillis(300);
        assertThat(client.get().text()).isEqualTo("2");

        client.upgraded();
        engine.advanceMillis(199);
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
        engine.advanceMillis(1);

        assertThat(client.handler.calls()).containsExactly("upgrade", "close: ping timeout");
    }

    @Test
    void shouldTakeThePongOverTheNewTransport() {
        EngineFixture.PollingClient client = engine.poller();
        engine.advanceMillis(300);
        client.get();

        FakeLink link = client.upgraded();
        link.send("3");
        engine.advanceMillis(300);

        assertThat(link.received()).containsExactly("2");
    }

    @Test
    void shouldRingInTimeWhateverIsLonger() {
        EngineFixture slow =
                new EngineFixture(
                        options ->
                                options.pingInterval(Duration.ofMillis(100))
                                        .pingTimeout(Duration.ofSeconds(1)));
        FakeLink link = slow.webSocket();

        slow.advanceMillis(100);
        link.send("3");
        slow.advanceMillis(100);
        assertThat(link.received()).containsExactly("2", "2");
        slow.advanceMillis(999);
        assertThat(slow.lastSession().state()).isEqualTo(SessionState.OPEN);
        slow.advanceMillis(1);

        assertThat(slow.lastHandler().calls()).containsExactly("close: ping timeout");
    }

    @Test
    void shouldHaveOneAlarmForEachSession() {
        for (int i = 0; i < 10; i++) {
            engine.webSocket().send("4x").send("3");
        }

        assertThat(engine.timers.pending()).isEqualTo(10);
    }

    @Test
    void shouldTimeOutAPeerThatReadsNothing() {
        FakeLink link = engine.webSocket();
        link.stall();
        engine.lastSession().sendText("stuck");
        engine.lastSession().flush();

        engine.advanceMillis(500);

        assertThat(engine.lastHandler().calls()).containsExactly("close: ping timeout");
        assertThat(link.isAborted()).isTrue();
    }
}
