package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.engineio.EngineSession.Delivery;
import io.ringcast.engineio.EngineSession.SendResult;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundLimits;
import org.junit.jupiter.api.Test;

class OutboundLimitsTest {

    private static EngineFixture engine(int packets, long bytes, OutboundLimits.Policy policy) {
        return new EngineFixture(
                options -> options.outboundLimits(new OutboundLimits(packets, bytes, policy)));
    }

    @Test
    void shouldDisconnectAPeerThatLeavesTooManyPackets() {
        EngineFixture engine = engine(3, 1_000, OutboundLimits.Policy.DISCONNECT);
        EngineFixture.PollingClient client = engine.poller();

        for (int i = 0; i < 3; i++) {
            assertThat(client.session().sendText("x")).isEqualTo(SendResult.QUEUED);
        }

        assertThat(client.session().sendText("x")).isEqualTo(SendResult.CLOSED_FULL);
        assertThat(client.handler.calls())
                .singleElement()
                .asString()
                .startsWith("close: slow consumer");
        assertThat(engine.drops).containsExactly("CLOSED_FULL");
        assertThat(client.session().sendText("x")).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void shouldCountWhatIsBeingWritten() {
        EngineFixture engine = engine(100, 10, OutboundLimits.Policy.DISCONNECT);
        FakeLink link = engine.webSocket();
        EngineSession session = engine.lastSession();
        link.stall();

        session.sendText("1234"); // 5 bytes
        session.flush();
        assertThat(session.sendText("1234")).isEqualTo(SendResult.QUEUED);
        assertThat(session.pendingBytes()).isEqualTo(10);
        assertThat(session.sendText("")).isEqualTo(SendResult.CLOSED_FULL);

        assertThat(link.isAborted()).isTrue();
        assertThat(engine.server.sessionCount()).isZero();
    }

    /** A handler that sends five megabytes at once is no slow peer. */
    @Test
    void shouldWriteWhatCanLeaveBeforeAQueueIsFull() {
        EngineFixture engine = engine(2, 1_000, OutboundLimits.Policy.DISCONNECT);
        FakeLink link = engine.webSocket();

        for (int i = 0; i < 10; i++) {
            assertThat(engine.lastSession().sendText("" + i)).isEqualTo(SendResult.QUEUED);
        }
        engine.lastSession().flush();

        assertThat(String.join("", link.received())).isEqualTo("40414243444546474849");
    }

    @Test
    void shouldMakeRoomWhenAWriteEnds() {
        EngineFixture engine = engine(2, 1_000, OutboundLimits.Policy.DISCONNECT);
        FakeLink link = engine.webSocket();
        EngineSession session = engine.lastSession();
        link.stall();
        session.sendText("a");
        session.flush();
        session.sendText("b");

        link.completeWrite();

        assertThat(session.sendText("c")).isEqualTo(SendResult.QUEUED);
        assertThat(session.sendText("d")).isEqualTo(SendResult.CLOSED_FULL);
    }

    @Test
    void shouldLetASinglePacketThroughHoweverLarge() {
        EngineFixture engine = engine(10, 10, OutboundLimits.Policy.DISCONNECT);
        FakeLink link = engine.webSocket();

        assertThat(engine.lastSession().sendText("x".repeat(1_000))).isEqualTo(SendResult.QUEUED);
        engine.lastSession().flush();

        assertThat(link.received()).singleElement().asString().hasSize(1_001);
    }

    @Test
    void shouldDropWhenThatIsThePolicyUnlessThePacketIsEssential() {
        EngineFixture engine = engine(1, 1_000, OutboundLimits.Policy.DROP);
        EngineFixture.PollingClient client = engine.poller();
        client.session().sendText("kept");

        assertThat(client.session().sendText("dropped")).isEqualTo(SendResult.DROPPED_FULL);
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
        assertThat(client.session().send(EnginePacket.text("ack"), Delivery.ESSENTIAL))
                .isEqualTo(SendResult.CLOSED_FULL);

        assertThat(client.session().state()).isEqualTo(SessionState.CLOSED);
        assertThat(engine.drops).containsExactly("DROPPED_FULL", "CLOSED_FULL");
    }

    @Test
    void shouldDropVolatilePacketsFirst() {
        EngineFixture engine = engine(1, 1_000, OutboundLimits.Policy.DISCONNECT);
        EngineFixture.PollingClient client = engine.poller();
        client.session().sendText("kept");

        assertThat(client.session().send(EnginePacket.text("v"), Delivery.VOLATILE))
                .isEqualTo(SendResult.DROPPED_VOLATILE);

        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldCountAttachments() {
        EngineFixture engine = engine(10, 10, OutboundLimits.Policy.DISCONNECT);
        EngineFixture.PollingClient client = engine.poller();

        client.session().sendBytes(new byte[6]);

        assertThat(client.session().sendBytes(new byte[5])).isEqualTo(SendResult.CLOSED_FULL);
    }

    @Test
    void shouldTellTheSlowConsumerWithinAHandlersCall() {
        EngineFixture engine = engine(2, 1_000, OutboundLimits.Policy.DISCONNECT);
        FakeLink link = engine.webSocket();
        link.stall();
        RecordingHandler handler = engine.lastHandler();
        handler.onMessage(
                text -> {
                    for (int i = 0; i < 3; i++) {
                        handler.session().sendText("flood");
                    }
                });

        link.send("4go");

        assertThat(handler.calls()).hasSize(2).first().isEqualTo("go");
        assertThat(handler.session().state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void shouldGiveLargeArraysBackAfterABurst() {
        Outbox outbox = new Outbox(new Credit(OutboundLimits.DEFAULT, MemoryBudget.unlimited()));
        for (int i = 0; i < 1_000; i++) {
            outbox.add(EnginePacket.PING);
        }

        outbox.take();
        assertThat(outbox.takenSize()).isEqualTo(1_000);
        outbox.releaseTaken();

        assertThat(outbox.takenPackets()).isEmpty();
        assertThat(outbox.isIdle()).isTrue();
        assertThat(outbox.pendingBytes()).isZero();
    }
}
