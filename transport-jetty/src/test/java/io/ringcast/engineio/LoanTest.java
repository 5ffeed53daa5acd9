package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.engineio.EngineSession.Delivery;
import io.ringcast.engineio.EngineSession.SendResult;
import io.ringcast.transport.OutboundLimits;
import io.ringcast.transport.OutboundLimits.Policy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sessions may hold together, each beyond its own limits, and for how long. */
class LoanTest {
    /** More than is written at a time. */
    private static final int LARGE = 300_000;

    private static EngineFixture engine(long lent, Policy policy) {
        OutboundLimits limits =
                new OutboundLimits(2, 1_000, policy).lending(lent, Duration.ofSeconds(1));
        return new EngineFixture(options -> options.outboundLimits(limits));
    }

    private static EngineFixture engine(long lent) {
        return engine(lent, Policy.DISCONNECT);
    }

    private static void send(EngineSession session, int count, int size) {
        for (int i = 0; i < count; i++) {
            assertThat(session.sendText(i + ":" + "x".repeat(size))).isEqualTo(SendResult.QUEUED);
        }
    }

    private static List<String> numbers(List<String> received) {
        return received.stream().map(text -> text.substring(1, text.indexOf(':'))).toList();
    }

    private static List<String> upTo(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add("" + i);
        }
        return numbers;
    }

    @Test
    void shouldHoldWhatAHandlerSendsFasterThanTheNetworkTakesIt() {
        EngineFixture engine = engine(10_000_000);
        FakeLink link = engine.webSocket();
        link.stall();

        send(engine.lastSession(), 20, LARGE);
        assertThat(engine.server.borrowedBytes()).isBetween(19L * LARGE, 20L * LARGE + 10_000);
        while (link.isWriting()) {
            link.completeWrite();
        }

        assertThat(numbers(link.received())).isEqualTo(upTo(20));
        assertThat(engine.server.borrowedBytes()).isZero();
        assertThat(engine.lastHandler().calls()).isEmpty();
    }

    @Test
    void shouldBorrowNothingFromWhoeverReads() {
        EngineFixture engine = engine(1);
        FakeLink link = engine.webSocket();

        send(engine.lastSession(), 500, 600);
        engine.lastSession().flush();

        assertThat(numbers(link.received())).isEqualTo(upTo(500));
        assertThat(engine.drops).isEmpty();
    }

    @Test
    void shouldGiveBackAsTheBacklogShrinks() {
        EngineFixture engine = engine(10_000_000);
        FakeLink link = engine.webSocket();
        link.stall();
        send(engine.lastSession(), 10, LARGE);
        long before = engine.server.borrowedBytes();

        link.completeWrite();

        assertThat(engine.server.borrowedBytes()).isBetween(1L, before - LARGE);
    }

    @Test
    void shouldLendPacketsToo() {
        EngineFixture engine = engine(1_000);
        engine.webSocket().stall();

        for (int i = 0; i < 6; i++) {
            assertThat(engine.lastSession().sendText("x")).isEqualTo(SendResult.QUEUED);
        }

        assertThat(engine.server.borrowedBytes()).isEqualTo(6 * (2 + 128 + 16));
        assertThat(engine.lastSession().sendText("x")).isEqualTo(SendResult.CLOSED_FULL);
    }

    @Test
    void shouldCutTheOneOffForWhomNothingIsLeft() {
        EngineFixture engine = engine(2 * LARGE + 1_000);
        FakeLink first = engine.webSocket();
        first.stall();
        send(engine.lastSession(), 2, LARGE);
        FakeLink second = engine.webSocket();
        second.stall();
        EngineSession late = engine.lastSession();
        engine.webSocket().stall();

        assertThat(late.sendText("x".repeat(LARGE))).isEqualTo(SendResult.CLOSED_FULL);
        assertThat(engine.lastSession().sendText("small")).isEqualTo(SendResult.QUEUED);

        assertThat(engine.handlers.get(1).calls())
                .singleElement()
                .asString()
                .startsWith("close: slow consumer (outbound queue over its limit");
        assertThat(engine.handlers.get(0).calls()).isEmpty();
        first.completeWrite();
        first.completeWrite();
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    @Test
    void shouldGiveBackWhatACutOffSessionHeld() {
        EngineFixture engine = engine(3 * LARGE);
        FakeLink link = engine.webSocket();
        link.stall();
        send(engine.lastSession(), 2, LARGE);
        engine.lastSession().flush();

        engine.lastSession().close(true);
        assertThat(link.isAborted()).isTrue();
        link.failWrite();

        assertThat(engine.server.borrowedBytes()).isZero();
        assertThat(engine.timers.pending()).isZero();
    }

    @Test
    void shouldCutAPeerOffThatTakesNothingForThePatience() {
        EngineFixture engine = engine(10_000_000);
        FakeLink link = engine.webSocket();
        link.stall();
        send(engine.lastSession(), 5, LARGE);

        engine.advanceMillis(999);
        assertThat(engine.lastHandler().calls()).isEmpty();
        engine.advanceMillis(1);

        assertThat(engine.lastHandler().calls())
                .singleElement()
                .asString()
                .startsWith("close: slow consumer (peer took nothing");
        assertThat(link.isAborted()).isTrue();
        assertThat(engine.timers.pending()).isZero();
    }

    @Test
    void shouldBePatientWithAPeerThatTakesALittleAtATime() {
        EngineFixture engine = engine(10_000_000);
        FakeLink link = engine.webSocket();
        link.stall();
        send(engine.lastSession(), 10, LARGE);

        for (int i = 0; i < 10; i++) {
            engine.advanceMillis(900);
            link.completeWrite();
        }

        assertThat(numbers(link.received())).isEqualTo(upTo(10));
        engine.advanceMillis(5_000);
        assertThat(engine.lastHandler().calls()).isEmpty();
        assertThat(engine.timers.pending()).isEqualTo(1); // the heartbeat
    }

    /** It keeps within its limits, and there is memory: the heartbeat decides. */
    @Test
    void shouldWaitForWhoeverKeepsWithinItsLimits() {
        EngineFixture engine = engine(10_000_000);
        FakeLink link = engine.webSocket();
        link.stall();
        send(engine.lastSession(), 2, LARGE);
        link.completeWrite();

        engine.advanceMillis(10_000);

        assertThat(engine.lastHandler().calls()).isEmpty();
    }

    @Test
    void shouldNotWaitForAnyoneWhileMemoryIsShort() {
        EngineFixture engine = engine(2 * LARGE - 1_000);
        engine.webSocket().stall();
        send(engine.lastSession(), 1, LARGE);

        engine.advanceMillis(1_000);

        assertThat(engine.lastHandler().calls())
                .singleElement()
                .asString()
                .contains("took nothing");
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    /** Ten queues, one copy. */
    @Test
    void shouldCountABroadcastOnce() {
        EngineFixture engine = engine(2 * LARGE);
        EnginePacket packet = EnginePacket.text("x".repeat(LARGE));
        List<FakeLink> links = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            FakeLink link = engine.webSocket();
            link.stall();
            links.add(link);
            assertThat(engine.lastSession().send(packet, Delivery.NORMAL))
                    .isEqualTo(SendResult.QUEUED);
            engine.lastSession().flush();
        }

        assertThat(engine.server.borrowedBytes()).isEqualTo(1 + LARGE + 128 + 10 * 16);
        links.subList(1, 10).forEach(FakeLink::completeWrite);
        assertThat(engine.server.borrowedBytes()).isEqualTo(1 + LARGE + 128 + 16);
        links.get(0).completeWrite();
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    /** What was paid for by one server is paid for again by another, and given back to each. */
    @Test
    void shouldCountAPacketForEachServer() {
        EngineFixture first = engine(2 * LARGE);
        EngineFixture second = engine(2 * LARGE);
        EnginePacket packet = EnginePacket.text("x".repeat(LARGE));
        FakeLink one = first.webSocket();
        FakeLink other = second.webSocket();
        one.stall();
        other.stall();

        first.lastSession().send(packet, Delivery.NORMAL);
        second.lastSession().send(packet, Delivery.NORMAL);
        first.lastSession().flush();
        second.lastSession().flush();

        assertThat(second.server.borrowedBytes()).isEqualTo(first.server.borrowedBytes());
        one.completeWrite();
        other.completeWrite();
        assertThat(first.server.borrowedBytes()).isZero();
        assertThat(second.server.borrowedBytes()).isZero();
    }

    /** A small queue costs others nothing, and is not watched. */
    @Test
    void shouldCountNothingOfASmallQueue() {
        EngineFixture engine =
                new EngineFixture(
                        options ->
                                options.outboundLimits(
                                        OutboundLimits.DEFAULT.lending(1, Duration.ofSeconds(1))));
        engine.webSocket().stall();

        send(engine.lastSession(), 3, 1_000);
        assertThat(engine.server.borrowedBytes()).isZero();

        assertThat(engine.lastSession().sendText("x".repeat(1_000)))
                .isEqualTo(SendResult.CLOSED_FULL);
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    /** Its packets have left the queue, and not the heap. */
    @Test
    void shouldCountTheAnswerToAPollThatIsNotRead() {
        EngineFixture engine = engine(2 * LARGE);
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange poll = client.stalledGet();

        send(client.session(), 1, LARGE);
        client.session().flush();
        assertThat(poll.isAnswered()).isTrue();
        assertThat(engine.server.borrowedBytes()).isGreaterThan(LARGE);
        assertThat(engine.poller().session().sendText("x".repeat(LARGE)))
                .isEqualTo(SendResult.CLOSED_FULL);

        client.session().close(true);
        assertThat(engine.server.borrowedBytes()).isGreaterThan(LARGE);
        engine.advanceMillis(engine.server.options().closeTimeout().toMillis());

        assertThat(poll.isAborted()).isTrue();
        assertThat(engine.server.borrowedBytes()).isZero();
        assertThat(engine.timers.pending()).isZero();
    }

    @Test
    void shouldAnswerThePollThatComesBehindAnAnswerWhenThatHasBeenWritten() {
        EngineFixture engine = engine(20_000_000);
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange first = client.stalledGet();
        send(client.session(), 2, LARGE);
        client.session().flush();
        send(client.session(), 1, 10);

        FakeExchange second = client.get();
        assertThat(second.isAnswered()).isFalse();
        assertThat(client.session().isWritable()).isFalse();
        first.endWrite();

        assertThat(second.text()).startsWith("41:x");
    }

    @Test
    void shouldCutOffAPollerThatDoesNotReadItsAnswer() {
        EngineFixture engine = engine(20_000_000);
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange poll = client.stalledGet();
        send(client.session(), 3, LARGE);
        client.session().flush();

        engine.advanceMillis(1_000);

        assertThat(client.handler.calls()).singleElement().asString().contains("slow consumer");
        assertThat(poll.isAborted()).isTrue();
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    @Test
    void shouldCutAPollerOffForWhoseBase64NothingIsLeft() {
        EngineFixture engine = engine(2 * LARGE);
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange poll = client.get();

        client.session().sendBytes(new byte[LARGE]);
        client.session().flush();

        assertThat(client.handler.calls()).singleElement().asString().contains("base64");
        assertThat(poll.isAborted()).isTrue();
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    /** What an answer is made of is not copied for each reader. */
    @Test
    @SuppressWarnings("ByteBufferBackingArray") // that is the question
    void shouldHoldOneCopyOfABroadcastInAllAnswers() {
        EnginePacket[] packets = {EnginePacket.text("a".repeat(LARGE)), EnginePacket.text("b")};

        for (Revision revision : List.of(Revision.FOUR, Revision.THREE)) {
            List<ByteBuffer> body = revision.encode(packets);
            assertThat(body)
                    .anySatisfy(part -> assertThat(part.array()).isSameAs(packets[0].buffer(0)));
            assertThat(revision.copiedLength(packets)).isZero();
        }
    }

    // Its exchange belonged to nobody any more: it was never answered, and paid for ever.
    @Test
    void shouldEndAPollWhoseAnswerCannotBeMade() {
        EngineFixture engine = engine(20_000_000);
        EngineFixture.PollingClient client = engine.poller();
        boolean[] isShort = {false};
        FakeExchange poll =
                new FakeExchange("GET", "EIO=4&transport=polling&sid=" + client.sid) {
                    @Override
                    public String header(String name) {
                        if (isShort[0]) {
                            throw new OutOfMemoryError("expected by this test");
                        }
                        return super.header(name);
                    }
                };
        engine.request(poll);
        send(client.session(), 1, LARGE);

        isShort[0] = true;
        assertThatThrownBy(client.session()::flush).isInstanceOf(OutOfMemoryError.class);

        assertThat(poll.isAborted()).isTrue();
        client.session().close(true);
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    // Two attackers held all there was, and most honest clients were cut off.
    @Test
    void shouldGiveAPeerThatReadsWhatItAskedForWhoeverHoldsAllElse() {
        EngineFixture engine = engine(LARGE + 1_000);
        engine.webSocket().stall();
        send(engine.lastSession(), 1, LARGE);
        FakeLink reader = engine.webSocket();
        EngineSession read = engine.lastSession();
        EngineFixture.PollingClient poller = engine.poller();
        FakeExchange poll = poller.get();

        send(read, 3, LARGE);
        send(poller.session(), 1, LARGE);

        assertThat(numbers(reader.received())).isEqualTo(upTo(3));
        assertThat(poll.text()).startsWith("40:x");
        assertThat(engine.server.borrowedBytes()).isBetween((long) LARGE, LARGE + 1_000L);
    }

    @Test
    void shouldDropWhatIsVolatileRatherThanItsReader() {
        EngineFixture engine = engine(LARGE);
        engine.webSocket();

        SendResult result =
                engine.lastSession().send(EnginePacket.text("x".repeat(LARGE)), Delivery.VOLATILE);

        assertThat(result).isEqualTo(SendResult.DROPPED_VOLATILE);
        assertThat(engine.lastHandler().calls()).isEmpty();
    }

    @Test
    void shouldServeAPollerThatPolls() {
        EngineFixture engine = engine(20_000_000);
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange poll = client.get();

        send(client.session(), 50, LARGE);

        List<String> received = new ArrayList<>();
        while (received.size() < 50) {
            received.addAll(List.of(poll.text().split(EngineFixture.RS)));
            poll = client.get();
            engine.advanceMillis(900);
        }
        assertThat(numbers(received)).isEqualTo(upTo(50));
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    @Test
    void shouldCutOffAPollerThatDoesNotPoll() {
        EngineFixture engine = engine(20_000_000);
        EngineFixture.PollingClient client = engine.poller();
        send(client.session(), 50, LARGE);

        engine.advanceMillis(1_000);

        assertThat(client.handler.calls()).singleElement().asString().contains("slow consumer");
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    @Test
    void shouldLendToAConnectionListener() {
        EngineFixture engine = engine(20_000_000);
        engine.onConnection = session -> send(session, 20, LARGE);

        FakeLink link = engine.upgrade("EIO=4&transport=websocket").link();

        List<String> received = link.received();
        assertThat(numbers(received.subList(1, received.size()))).isEqualTo(upTo(20));
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    @Test
    void shouldTakeALoanAlongToAWebSocket() {
        EngineFixture engine = engine(20_000_000);
        EngineFixture.PollingClient client = engine.poller();
        send(client.session(), 20, LARGE);

        FakeLink link = client.upgrade().link();
        link.send("2probe");
        link.received();
        link.send("5");

        assertThat(numbers(link.received())).isEqualTo(upTo(20));
        assertThat(engine.server.borrowedBytes()).isZero();
    }

    @Test
    void shouldDropWhatCannotBeLentIfThatIsThePolicy() {
        EngineFixture engine = engine(LARGE, Policy.DROP);
        FakeLink link = engine.webSocket();
        link.stall();
        EngineSession session = engine.lastSession();
        session.sendText("x".repeat(LARGE - 1_000));
        session.flush();

        assertThat(session.sendText("x".repeat(500))).isEqualTo(SendResult.QUEUED);
        assertThat(session.sendText("x".repeat(LARGE))).isEqualTo(SendResult.DROPPED_FULL);
        assertThat(session.send(EnginePacket.text("x".repeat(LARGE)), Delivery.ESSENTIAL))
                .isEqualTo(SendResult.CLOSED_FULL);
    }

    @Test
    void shouldCutOffABorrowerThatTakesNothingWhateverThePolicy() {
        EngineFixture engine = engine(20_000_000, Policy.DROP);
        engine.webSocket().stall();
        send(engine.lastSession(), 3, LARGE);

        engine.advanceMillis(1_000);

        assertThat(engine.lastSession().state()).isEqualTo(SessionState.CLOSED);
    }
}
