package io.ringcast.engineio;

import static io.ringcast.engineio.EngineFixture.RS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.CloseReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SessionCloseTest {
    private final EngineFixture engine = new EngineFixture();

    // ---- polling

    @Test
    void shouldAnswerTheParkedPollUponAServerClose() {
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange poll = client.get();

        client.session().close(false);

        assertThat(poll.text()).isEqualTo("1");
        assertThat(client.handler.calls()).containsExactly("close: forced close");
        assertThat(client.get().text()).contains("\"code\":1");
    }

    @Test
    void shouldFlushBeforeAServerClose() {
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange poll = client.get();
        client.session().sendText("a");
        client.session().sendText("b");

        client.session().close(false);

        assertThat(poll.text()).isEqualTo("4a" + RS + "4b");
        assertThat(client.get().text()).isEqualTo("6" + RS + "1");
    }

    @Test
    void shouldKeepWhatIsLeftForTheNextPoll() {
        EngineFixture.PollingClient client = engine.poller();
        client.session().sendText("a");

        client.session().close(false);
        assertThat(client.handler.calls()).containsExactly("close: forced close");
        assertThat(client.session().state()).isEqualTo(SessionState.CLOSING);
        FakeExchange poll = client.get();

        // socket.io-client hears of a close before the messages that came with it
        assertThat(poll.text()).isEqualTo("4a");
        assertThat(client.get().text()).isEqualTo("6" + RS + "1");
        assertThat(client.session().state()).isEqualTo(SessionState.CLOSED);
        assertThat(client.get().text()).contains("\"code\":1");
    }

    @Test
    void shouldAnswerTheNextPollWhenNothingIsLeft() {
        EngineFixture.PollingClient client = engine.poller();

        client.session().close(false);

        assertThat(client.get().text()).isEqualTo("6" + RS + "1");
        assertThat(engine.lifecycle).containsExactly("opened", "closed: forced close");
    }

    @Test
    void shouldForgetASessionThatIsNotPolledFor30Seconds() {
        EngineFixture.PollingClient client = engine.poller();
        client.session().close(false);

        engine.advanceMillis(29_999);
        assertThat(engine.server.sessionCount()).isEqualTo(1);
        engine.advanceMillis(1);

        assertThat(engine.server.sessionCount()).isZero();
        assertThat(engine.timers.pending()).isZero();
        assertThat(client.get().text()).contains("\"code\":1");
    }

    @Test
    void shouldSpreadALargeRestOverSeveralPolls() {
        EngineFixture small = new EngineFixture(options -> options.maxPayload(5));
        EngineFixture.PollingClient client = small.poller();
        FakeExchange poll = client.get();
        client.session().sendText("aaaa");
        client.session().sendText("bbbb");

        client.session().close(false);

        assertThat(poll.text()).isEqualTo("4aaaa");
        assertThat(client.get().text()).isEqualTo("4bbbb");
        assertThat(client.get().text()).isEqualTo("6" + RS + "1");
    }

    @Test
    void shouldDiscardAndCloseAtOnce() {
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange poll = client.get();
        client.session().sendText("dropped");

        client.session().close(true);

        assertThat(poll.text()).isEqualTo("1");
        assertThat(client.get().text()).contains("\"code\":1");
    }

    @Test
    void shouldEndTheWaitOfAClosingSessionUponADiscard() {
        EngineFixture.PollingClient client = engine.poller();
        client.session().sendText("dropped");
        client.session().close(CloseReason.SERVER_SHUTTING_DOWN, false);

        client.session().close(CloseReason.FORCED_CLOSE, true);

        assertThat(engine.server.sessionCount()).isZero();
        assertThat(client.handler.calls()).containsExactly("close: server shutting down");
        assertThat(engine.lifecycle).last().isEqualTo("closed: server shutting down");
    }

    @Test
    void shouldIgnoreWhatAClientSendsToAClosingSession() {
        EngineFixture.PollingClient client = engine.poller();
        client.session().close(false);

        assertThat(client.post("4late").text()).isEqualTo("ok");

        assertThat(client.handler.calls()).containsExactly("close: forced close");
    }

    /** It was ignored, too: the session waited 30 s for a poll, and a shutdown with it. */
    @Test
    void shouldEndAClosingSessionWhoseClientClosesToo() {
        EngineFixture.PollingClient client = engine.poller();
        client.session().close(CloseReason.SERVER_SHUTTING_DOWN, false);

        assertThat(client.post("4late" + RS + "1").text()).isEqualTo("ok");

        assertThat(engine.server.sessionCount()).isZero();
        assertThat(client.handler.calls()).containsExactly("close: server shutting down");
        assertThat(engine.lifecycle).containsExactly("opened", "closed: server shutting down");
    }

    @Test
    void shouldDropWhatIsSentToAClosingSession() {
        EngineFixture.PollingClient client = engine.poller();
        client.session().close(false);

        assertThat(client.session().sendText("late")).isEqualTo(EngineSession.SendResult.CLOSED);

        assertThat(client.get().text()).isEqualTo("6" + RS + "1");
        assertThat(engine.drops).containsExactly("CLOSED");
    }

    // ---- WebSocket

    @Test
    void shouldFlushAndCloseAWebSocketWithAnEmptyCloseFrame() {
        FakeLink link = engine.webSocket();
        engine.lastSession().sendText("last");

        engine.lastSession().close(false);

        assertThat(link.received()).containsExactly("4last");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(engine.lastHandler().calls()).containsExactly("close: forced close");
    }

    @Test
    void shouldWaitForTheWriteUnderWayBeforeTheCloseFrame() {
        FakeLink link = engine.webSocket();
        link.stall();
        engine.lastSession().sendText("a");
        engine.lastSession().flush();
        engine.lastSession().sendText("b");

        engine.lastSession().close(false);
        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
        link.completeWrite();
        assertThat(link.received()).containsExactly("4a", "4b");
        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
        link.completeWrite();

        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldCutAStalledPeerOff30SecondsAfterTheClose() {
        FakeLink link = engine.webSocket();
        link.stall();
        engine.lastSession().sendText("a");
        engine.lastSession().flush();
        engine.lastSession().close(false);

        engine.advanceMillis(29_999);
        assertThat(link.isAborted()).isFalse();
        engine.advanceMillis(1);

        assertThat(link.isAborted()).isTrue();
        assertThat(engine.server.sessionCount()).isZero();
        assertThat(engine.lastHandler().calls()).containsExactly("close: forced close");
    }

    @Test
    void shouldTakeThePeersEndWhileClosing() {
        FakeLink link = engine.webSocket();
        link.stall();
        engine.lastSession().sendText("a");
        engine.lastSession().flush();
        engine.lastSession().close(false);

        link.closed(WebSocketLink.BROKEN);

        assertThat(engine.server.sessionCount()).isZero();
        assertThat(engine.lifecycle).last().isEqualTo("closed: forced close");
        assertThat(engine.timers.pending()).isZero();
    }

    // ---- the notice

    @Test
    void shouldTellTheCloseAfterTheCallThatCausedIt() {
        FakeLink link = engine.webSocket();
        RecordingHandler handler = engine.lastHandler();
        handler.onMessage(
                text -> {
                    handler.session().close(true);
                    assertThat(handler.calls()).containsExactly("bye");
                });

        link.send("4bye");

        assertThat(handler.calls()).containsExactly("close: forced close");
    }

    @Test
    void shouldTellTheCloseOnce() {
        FakeLink link = engine.webSocket();

        engine.lastSession().close(true);
        engine.lastSession().close(true);
        engine.lastSession().close(false);
        link.send("1");
        link.closed(1005);
        engine.advanceMillis(100_000);

        assertThat(engine.lastHandler().calls()).containsExactly("close: forced close");
        assertThat(engine.lifecycle).containsExactly("opened", "closed: forced close");
    }

    // ---- the server

    @Test
    void shouldRefuseNewSessionsOnceItStopsAccepting() {
        EngineFixture.PollingClient client = engine.poller();

        engine.server.stopAccepting();

        assertThat(engine.get("EIO=4&transport=polling").status()).isEqualTo(503);
        assertThat(engine.upgrade("EIO=4&transport=websocket").isAccepted()).isFalse();
        assertThat(client.post("4on").text()).isEqualTo("ok");
        assertThat(client.upgraded().closeCode()).isEqualTo(FakeLink.OPEN);
        assertThat(engine.refusals).containsExactly("3 SHUTTING_DOWN", "3 SHUTTING_DOWN");
    }

    @Test
    void shouldDrainAtShutdown() {
        EngineFixture.PollingClient polling = engine.poller();
        FakeLink link = engine.webSocket();
        polling.session().sendText("a");
        engine.lastSession().sendText("b");

        CompletableFuture<Void> done =
                engine.server.shutdown(Duration.ofSeconds(5)).toCompletableFuture();
        assertThat(link.received()).containsExactly("4b");
        assertThat(done).isNotDone();
        assertThat(polling.get().text()).isEqualTo("4a");
        assertThat(done).isNotDone();
        assertThat(polling.get().text()).isEqualTo("6" + RS + "1");

        assertThat(done).isCompleted();
        assertThat(polling.handler.calls()).containsExactly("close: server shutting down");
    }

    // A server that had once been empty was "drained" for good.
    @Test
    void shouldWaitForSessionsThatCameAfterAnEmptyMoment() {
        engine.poller().session().close(true);
        engine.poller();

        CompletableFuture<Void> done =
                engine.server.shutdown(Duration.ofSeconds(5)).toCompletableFuture();

        assertThat(done).isNotDone();
    }

    @Test
    void shouldBeDrainedAtOnceWithoutSessions() {
        assertThat(engine.server.shutdown(Duration.ofSeconds(5)).toCompletableFuture())
                .isCompleted();
    }

    @Test
    void shouldCutOffWhoDoesNotDrainInTime() {
        engine.poller();

        CompletableFuture<Void> done =
                engine.server.shutdown(Duration.ofSeconds(5)).toCompletableFuture();
        engine.advanceMillis(4_999);
        assertThat(done).isNotDone();
        engine.advanceMillis(1);

        assertThat(done).isCompleted();
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldCloseAllAtOnce() {
        EngineFixture.PollingClient polling = engine.poller();
        FakeExchange poll = polling.get();
        FakeLink link = engine.webSocket();

        engine.server.close();
        engine.server.close();

        assertThat(poll.text()).isEqualTo("1");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(engine.server.sessionCount()).isZero();
        assertThat(engine.lastHandler().calls()).containsExactly("close: server shutting down");
    }

    @Test
    void shouldEndItsOwnTimers() throws InterruptedException {
        EngineServer server = EngineServer.builder(RecordingHandler::new).build();
        Thread thread =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(each -> each.getName().equals("engineio-timers"))
                        .findFirst()
                        .orElseThrow();

        server.close();
        thread.join(10_000);

        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.isAlive()).isFalse();
    }
}
