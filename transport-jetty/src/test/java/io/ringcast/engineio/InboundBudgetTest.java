package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.engineio.EngineFixture.PollingClient;
import io.ringcast.engineio.EngineObserver.InboundLimit;
import io.ringcast.transport.MemoryBudget;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is incomplete is paid for out of one budget, and has a deadline. */
class InboundBudgetTest {
    private static final int BUDGET = 1_000_000;

    private final EngineFixture engine =
            new EngineFixture(
                    options ->
                            options.inboundBudget(BUDGET).messageTimeout(Duration.ofSeconds(10)));

    private MemoryBudget budget() {
        return engine.lastSession().inboundBudget();
    }

    @AfterEach
    void shouldReserveNothingInTheEnd() {
        engine.server.close();
    }

    @Test
    void shouldHaveRoomForOneMessageWhateverTheHeap() {
        int most = Integer.MAX_VALUE;
        EngineFixture large = new EngineFixture(options -> options.maxPayload(most));
        large.webSocket();

        assertThat(large.lastSession().inboundBudget().limit()).isGreaterThanOrEqualTo(most);
        engine.webSocket();
        assertThat(budget().limit()).isEqualTo(BUDGET);
    }

    // ---- POST

    @Test
    void shouldNotAskForABodyThatComesWhole() {
        PollingClient client = engine.poller();
        FakeExchange post = client.newPost().contentLength(100_001);
        engine.request(post);

        post.chunk(EngineFixture.bytes("4" + "x".repeat(100_000)));

        assertThat(budget().reserved()).isZero();
        post.endBody();
        assertThat(post.status()).isEqualTo(200);
    }

    @Test
    void shouldPayForABodyUntilItHasBeenDecoded() {
        PollingClient client = engine.poller();
        FakeExchange post = client.openPost();

        post.chunk(EngineFixture.bytes("4" + "x".repeat(1_023)));
        assertThat(budget().reserved()).isZero();
        post.chunk(EngineFixture.bytes("x".repeat(5_000)));
        assertThat(budget().reserved()).isEqualTo(6_024);
        post.chunk(EngineFixture.bytes("x"));
        assertThat(budget().reserved()).isEqualTo(2 * 6_024);
        post.endBody();

        assertThat(post.status()).isEqualTo(200);
        assertThat(budget().reserved()).isZero();
        assertThat(client.handler.calls()).singleElement().asString().hasSize(6_024);
        assertThat(engine.limits).isEmpty();
    }

    @Test
    void shouldHoldNoMoreOfABodyThanItsLength() {
        FakeExchange post = engine.request(engine.poller().newPost().contentLength(900_000));

        post.chunk(new byte[500_000]);
        post.chunk(new byte[399_999]);

        assertThat(budget().reserved()).isEqualTo(900_000);
    }

    @Test
    void shouldGiveABodyBackWhoseClientGoes() {
        FakeExchange post = engine.poller().openPost();
        post.chunk(new byte[5_000]);

        post.disconnect();

        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldGiveABodyBackThatIsTooLong() {
        FakeExchange post = engine.poller().openPost();
        post.chunk(new byte[5_000]);

        post.chunk(new byte[1_000_000]);

        assertThat(post.status()).isEqualTo(413);
        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldGiveABodyBackThatAnotherOneOverlaps() {
        PollingClient client = engine.poller();
        FakeExchange post = client.openPost();
        post.chunk(new byte[5_000]);

        client.post("4a");

        assertThat(post.isAborted()).isTrue();
        assertThat(budget().reserved()).isZero();
        post.chunk(new byte[5_000]);
        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldGiveABodyBackWhoseSessionHasEnded() {
        PollingClient client = engine.poller();
        FakeExchange post = client.openPost();
        post.chunk(new byte[5_000]);
        client.session().close(true);

        post.chunk(new byte[5_000]);

        assertThat(post.status()).isEqualTo(400);
        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldRefuseABodyForWhichThereIsNoMemoryAndServeOthers() {
        FakeExchange holder = engine.poller().openPost();
        holder.chunk(new byte[900_000]);
        PollingClient client = engine.poller();
        FakeExchange parked = client.get();

        FakeExchange post = client.openPost();
        post.chunk(new byte[200_000]);

        assertThat(post.status()).isEqualTo(503);
        assertThat(post.stoppedReading()).isTrue();
        assertThat(parked.text()).isEqualTo("1");
        assertThat(client.handler.calls())
                .singleElement()
                .asString()
                .startsWith("close: transport error (");
        assertThat(engine.limits).containsExactly(InboundLimit.BUDGET);
        assertThat(budget().reserved()).isEqualTo(900_000);
        assertThat(engine.poller().post("4a").status()).isEqualTo(200);
        holder.disconnect();
        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldEndABodyThatTakesTooLong() {
        PollingClient client = engine.poller();
        FakeExchange post = client.openPost();
        for (int i = 0; i < 9; i++) {
            engine.advanceMillis(1_000);
            post.chunk(new byte[1_000]);
        }

        engine.advanceMillis(999);
        assertThat(post.isAnswered()).isFalse();
        engine.advanceMillis(1);

        assertThat(post.status()).isEqualTo(408);
        assertThat(client.handler.calls())
                .singleElement()
                .asString()
                .startsWith("close: transport error (");
        assertThat(engine.limits).containsExactly(InboundLimit.TIME);
        assertThat(budget().reserved()).isZero();
        post.chunk(new byte[1_000]);
        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldEndABodyThatDoesNotBegin() {
        FakeExchange post = engine.poller().openPost();

        engine.advanceMillis(10_000);

        assertThat(post.status()).isEqualTo(408);
    }

    @Test
    void shouldLeaveNoAlarmOfABodyBehind() {
        PollingClient client = engine.poller();
        int before = engine.timers.pending();

        client.post("4a");
        FakeExchange post = client.openPost();
        assertThat(engine.timers.pending()).isEqualTo(before + 1);
        post.chunk(EngineFixture.bytes("4a"));
        post.endBody();

        assertThat(engine.timers.pending()).isEqualTo(before);
    }

    // ---- WebSocket

    @Test
    void shouldPayForWhatAWebSocketHolds() {
        FakeLink link = engine.webSocket();

        assertThat(link.hold(1_024)).isTrue();
        assertThat(budget().reserved()).isZero();
        assertThat(link.hold(5_000)).isTrue();
        assertThat(link.hold(9_000)).isTrue();
        assertThat(budget().reserved()).isEqualTo(9_000);
        assertThat(link.hold(0)).isTrue();

        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldRefuseAWebSocketMoreThanIsLeftAndServeOthers() {
        FakeLink holder = engine.webSocket();
        holder.hold(900_000);
        FakeLink link = engine.webSocket();
        link.hold(50_000);

        assertThat(link.hold(200_000)).isFalse();
        link.hold(0);
        link.fail(WebSocketLink.TRY_AGAIN_LATER, "as it has to");

        assertThat(link.closeCode()).isEqualTo(1013);
        assertThat(engine.lastHandler().calls())
                .singleElement()
                .asString()
                .startsWith("close: transport error (");
        assertThat(engine.limits).containsExactly(InboundLimit.BUDGET);
        assertThat(engine.webSocket().hold(1_000)).isTrue();
        holder.closed(1006);
        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldGiveBackWhatAWebSocketHeldThatIsGone() {
        FakeLink link = engine.webSocket();
        link.hold(5_000);

        link.closed(1006);

        assertThat(budget().reserved()).isZero();
        assertThat(link.hold(5_000)).isFalse();
        assertThat(budget().reserved()).isZero();
    }

    @Test
    void shouldEndAWebSocketWhoseMessageTakesTooLong() {
        FakeLink link = engine.webSocket();
        engine.advanceMillis(5_000);
        link.hold(1);
        engine.advanceMillis(5_000);
        link.hold(5_000);

        engine.advanceMillis(4_999);
        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
        engine.advanceMillis(1);

        assertThat(link.closeCode()).isEqualTo(1008);
        assertThat(engine.lastHandler().calls())
                .singleElement()
                .asString()
                .startsWith("close: transport error (");
        assertThat(engine.limits).containsExactly(InboundLimit.TIME);
    }

    @Test
    void shouldTimeEachMessageForItself() {
        FakeLink link = engine.webSocket();
        int before = engine.timers.pending();
        for (int i = 0; i < 5; i++) {
            link.hold(5_000);
            assertThat(engine.timers.pending()).isEqualTo(before + 1);
            engine.advanceMillis(4_000);
            link.hold(0);
            engine.advanceMillis(4_000);
            link.sendRaw((byte) '3');
        }

        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
        link.closed(1000);
        assertThat(engine.timers.pending()).isZero();
    }

    // An upgrade has a time of its own, and the session goes on.
    @Test
    void shouldPayForWhatACandidateHolds() {
        PollingClient client = engine.poller();
        FakeLink link = client.upgrade().link();
        link.hold(5_000);
        assertThat(budget().reserved()).isEqualTo(5_000);

        engine.advanceMillis(10_000);
        link.closed(1005);

        assertThat(budget().reserved()).isZero();
        assertThat(client.handler.calls()).isEmpty();
    }

    // ---- a handler that keeps messages

    @Test
    void shouldEndASessionThatItsHandlerRefusesMemory() {
        FakeLink link = engine.webSocket();

        engine.lastSession().endOverBudget();

        assertThat(link.closeCode()).isEqualTo(1013);
        assertThat(engine.limits).containsExactly(InboundLimit.BUDGET);
    }
}
