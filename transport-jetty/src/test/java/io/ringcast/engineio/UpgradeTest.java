package io.ringcast.engineio;

import static io.ringcast.engineio.EngineFixture.RS;
import static io.ringcast.engineio.EngineFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeTest {
    private final EngineFixture engine = new EngineFixture();
    private final EngineFixture.PollingClient client = engine.poller();

    @Test
    void shouldUpgrade() {
        FakeExchange poll = client.get();
        FakeLink link = client.upgrade().link();

        link.send("2probe");
        assertThat(link.received()).containsExactly("3probe");
        assertThat(poll.text()).isEqualTo("6");
        client.session().sendText("after");
        client.session().flush();
        assertThat(link.received()).isEmpty();
        link.send("5");

        assertThat(link.received()).containsExactly("4after");
        assertThat(client.handler.calls()).containsExactly("upgrade");
        assertThat(client.session().transport()).isEqualTo(EngineTransport.WEBSOCKET);
        link.send("4hello");
        assertThat(client.handler.calls()).containsExactly("hello");
    }

    @Test
    void shouldAnswerEveryPollSoonAfterTheProbe() {
        FakeLink link = client.upgrade().link();
        link.send("2probe");

        for (int i = 0; i < 2; i++) {
            FakeExchange poll = client.get();
            engine.advanceMillis(49);
            assertThat(poll.isAnswered()).isFalse();
            engine.advanceMillis(1);
            assertThat(poll.text()).isEqualTo("6");
        }
        client.session().sendText("still by polling");
        assertThat(client.get().text()).isEqualTo("4still by polling");
        assertThat(link.received()).containsExactly("3probe");
    }

    @Test
    void shouldSendByPollingWhileAProbeIsOut() {
        FakeLink link = client.upgrade().link();
        FakeExchange poll = client.get();

        client.session().sendText("a");
        client.session().flush();

        assertThat(poll.text()).isEqualTo("4a");
        assertThat(link.received()).isEmpty();
    }

    /** A client wrote it behind its "5", on another connection, and it was read first. */
    @Test
    void shouldRefuseAPollThatOvertakesTheUpgrade() {
        FakeLink link = client.upgrade().link();
        link.send("2probe");
        FakeExchange poll = client.get();

        link.send("5");

        assertThat(poll.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(client.session().transport()).isEqualTo(EngineTransport.WEBSOCKET);
        assertThat(link.received()).containsExactly("3probe");
    }

    @Test
    void shouldRefuseAPollThatOvertakesTheProbeAndTheUpgrade() {
        FakeLink link = client.upgrade().link();
        FakeExchange poll = client.get();

        link.send("2probe").send("5");

        assertThat(poll.status()).isEqualTo(400);
    }

    @Test
    void shouldAnswerAPollThatOvertakesTheUpgradeWithWhatThereIs() {
        FakeLink link = client.upgrade().link();
        link.send("2probe");
        FakeExchange poll = client.get();

        client.session().sendText("a");
        client.session().flush();

        assertThat(poll.text()).isEqualTo("4a");
    }

    @Test
    void shouldReleaseAPollThatIsParkedWhenTheUpgradeComes() {
        FakeLink link = client.upgrade().link();
        FakeExchange poll = client.get();
        engine.advanceMillis(50);

        link.send("5");

        assertThat(poll.text()).isEqualTo("6");
        assertThat(client.session().transport()).isEqualTo(EngineTransport.WEBSOCKET);
    }

    @Test
    void shouldTakeAnUpgradePacketWithoutAProbe() {
        FakeLink link = client.upgrade().link();
        client.session().sendText("a");

        link.send("5");

        assertThat(link.received()).containsExactly("4a");
    }

    @Test
    void shouldAnswerASecondProbe() {
        FakeLink link = client.upgrade().link();

        link.send("2probe").send("2probe").send("5");

        assertThat(link.received()).containsExactly("3probe", "3probe");
        assertThat(client.session().transport()).isEqualTo(EngineTransport.WEBSOCKET);
    }

    @Test
    void shouldWaitForTheProbesAnswerToBeWritten() {
        FakeLink link = client.upgrade().link();
        link.stall();
        link.send("2probe").send("2probe");
        client.session().sendText("a");

        link.send("5");
        assertThat(link.received()).containsExactly("3probe");
        link.completeWrite();

        assertThat(link.received()).containsExactly("4a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4hello", "2", "2probeX", "3probe", "1", "6", "50", "garbage"})
    void shouldCloseACandidateThatSaysAnythingElse(String packet) {
        FakeLink link = client.upgrade().link();

        link.send(packet);

        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
        assertThat(client.handler.calls()).isEmpty();
        client.session().sendText("a");
        assertThat(client.get().text()).isEqualTo("4a");
        assertThat(client.get().isAnswered()).isFalse();
    }

    @Test
    void shouldCloseACandidateThatSendsBinary() {
        FakeLink link = client.upgrade().link();

        link.sendBinary((byte) '5');

        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldParkPollsAgainWhenTheCandidateGoesAwayAfterTheProbe() {
        FakeLink link = client.upgrade().link();
        link.send("2probe");

        link.closed(WebSocketLink.BROKEN);

        assertThat(client.get().isAnswered()).isFalse();
        assertThat(client.upgraded().closeCode()).isEqualTo(FakeLink.OPEN);
        assertThat(client.handler.calls()).containsExactly("upgrade");
    }

    @Test
    void shouldSurviveACandidateThatFails() {
        FakeLink link = client.upgrade().link();

        link.fail(1009, "too long");
        link.closed(1009);

        assertThat(link.closeCode()).isEqualTo(1009);
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldSurviveACandidateThatCannotBeWrittenTo() {
        FakeLink link = client.upgrade().link();
        link.stall();
        link.send("2probe");

        link.failWrite();

        assertThat(link.isAborted()).isTrue();
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
        assertThat(client.get().isAnswered()).isFalse();
    }

    // The end of a refused candidate's write once released the packets that its successor was
    // writing.
    @Test
    void shouldKeepTheWritesOfTwoCandidatesApart() {
        FakeLink refused = client.upgrade().link();
        refused.stall();
        refused.send("2probe").send("garbage");
        FakeLink link = client.upgraded();
        link.stall();
        client.session().sendText("abc");
        client.session().flush();

        refused.completeWrite();

        assertThat(client.session().pendingBytes()).isEqualTo(4);
        assertThat(client.session().isWritable()).isFalse();
    }

    @Test
    void shouldCloseASecondCandidateAndKeepTheFirst() {
        FakeLink first = client.upgrade().link();
        FakeLink second = client.upgrade().link();

        assertThat(second.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        second.send("2probe").send("5");
        assertThat(second.received()).isEmpty();
        first.send("2probe").send("5");

        assertThat(first.received()).containsExactly("3probe");
        assertThat(client.session().transport()).isEqualTo(EngineTransport.WEBSOCKET);
    }

    @Test
    void shouldCloseACandidateAfterTheUpgradeAndOnAWebSocketSession() {
        FakeLink active = client.upgraded();
        FakeLink late = client.upgrade().link();
        engine.webSocket();
        FakeLink foreign =
                engine.upgrade("EIO=4&transport=websocket&sid=" + engine.lastSession().id()).link();

        assertThat(late.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(foreign.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(active.closeCode()).isEqualTo(FakeLink.OPEN);
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldRefuseAnUpgradeThatIsNotAllowed() {
        EngineFixture strict = new EngineFixture(options -> options.allowUpgrades(false));
        EngineFixture.PollingClient poller = strict.poller();

        assertThat(poller.upgrade().text()).isEqualTo("Bad request");
        assertThat(strict.upgrade("EIO=4&transport=polling&sid=" + poller.sid).isAccepted())
                .isFalse();
        assertThat(poller.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldRefusePollingAfterTheUpgrade() {
        client.upgraded();

        assertThat(client.get().text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(client.post("4x").text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(engine.refusals).containsExactly("3 TRANSPORT_MISMATCH", "3 TRANSPORT_MISMATCH");
        assertThat(client.handler.calls()).containsExactly("upgrade");
    }

    @Test
    void shouldCloseACandidateThatTakesTooLong() {
        FakeLink link = client.upgrade().link();
        link.send("2probe");

        engine.advanceMillis(9_999);
        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
        engine.advanceMillis(1);

        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(client.get().isAnswered()).isFalse();
        link.send("5");
        assertThat(client.session().transport()).isEqualTo(EngineTransport.POLLING);
    }

    @Test
    void shouldNotTimeOutAnUpgradeThatIsDone() {
        FakeLink link = client.upgraded();

        engine.advanceMillis(20_000);

        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
    }

    // ---- the session ends meanwhile

    @Test
    void shouldCloseTheCandidateWhenTheSessionEnds() {
        FakeLink link = client.upgrade().link();
        link.send("2probe");

        client.post("1");

        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        link.send("5");
        assertThat(client.handler.calls()).containsExactly("close: transport close (close packet)");
    }

    @Test
    void shouldFinishAGracefulCloseAfterTheUpgrade() {
        FakeLink link = client.upgrade().link();
        link.send("2probe");
        link.received();
        client.session().sendText("last");

        client.session().close(false);
        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
        link.send("5");

        assertThat(link.received()).containsExactly("4last");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(client.handler.calls()).containsExactly("close: forced close");
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldFinishAGracefulCloseByPollingIfTheClientPolls() {
        FakeLink link = client.upgrade().link();
        link.send("2probe");
        client.session().sendText("last");
        client.session().close(false);

        assertThat(client.get().text()).isEqualTo("4last");
        assertThat(client.get().text()).isEqualTo("6" + RS + "1");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
    }

    @Test
    void shouldEndTheSessionWhenTheUpgradeOverlapsAPost() {
        FakeExchange post = client.openPost();
        post.chunk(bytes("4half"));
        FakeLink link = client.upgrade().link();

        link.send("2probe").send("5");

        assertThat(client.handler.calls())
                .containsExactly("close: transport error (upgrade during a data request)");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
    }

    @Test
    void shouldNotMindAClientThatAbortsItsLastPoll() {
        FakeExchange poll = client.get();
        FakeLink link = client.upgrade().link();

        link.send("2probe").send("5");
        poll.disconnect();

        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    // ---- nothing lost, doubled or reordered

    @Test
    void shouldSendAndReceiveInOrderDuringTheUpgrade() {
        List<String> atClient = new ArrayList<>();
        FakeLink link = client.upgrade().link();
        for (int i = 0; i < 50; i++) {
            client.session().sendText("s" + i);
            client.session().flush();
            if (i == 10) {
                link.send("2probe");
            }
            if (i < 20) {
                atClient.addAll(List.of(client.get().text().split(RS, -1)));
                client.post("4c" + i);
            } else if (i == 20) {
                link.send("5");
            }
            if (i >= 20) {
                link.send("4c" + i);
            }
        }
        atClient.addAll(link.received());

        List<String> atServer = new ArrayList<>(client.handler.calls());
        assertThat(atServer).contains("upgrade");
        atServer.remove("upgrade");
        assertThat(atServer).isEqualTo(numbered("c"));
        atClient.remove("3probe");
        assertThat(atClient).isEqualTo(numbered("4s"));
    }

    private static List<String> numbered(String prefix) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(prefix + i);
        }
        return all;
    }
}
