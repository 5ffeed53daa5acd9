package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.BroadcastResponses;
import io.ringcast.Bus;
import io.ringcast.BusClosedException;
import io.ringcast.ClientSocket;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers to broadcasts end exactly once, and say what became of each recipient. */
class BroadcastAckTest {
    private static final int MANY = 1_000_000;
    private static final int BATCH = 1_000;

    private final TestBus bus = TestBus.create();
    private final List<BroadcastResponses> ends = new ArrayList<>();
    private int answers;
    private int silences;

    @AfterEach
    void close() {
        bus.close();
        assertThat(bus.failures()).isEmpty();
    }

    private ClientSocket client(boolean answering) {
        ClientSocket client = bus.connect("/");
        client.on(
                "poll",
                (arguments, ack) -> {
                    if (answering) {
                        ack.send("here");
                        ack.send("again");
                    }
                });
        bus.runUntilIdle();
        return client;
    }

    private static String id(ClientSocket client) {
        return client.id().orElseThrow();
    }

    // Nobody heard of a broadcast that the loop of a closed bus refused.
    @Test
    void shouldEndAtOnceOnABusThatHasClosed() {
        Bus closed = Bus.create();
        closed.close();

        CompletionStage<BroadcastResponses> asked =
                closed.timeout(ofSeconds(5)).emitWithAck("poll", "?");

        assertThat(asked.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(ofSeconds(0))
                .withThrowableThat()
                .withCauseInstanceOf(BusClosedException.class);
    }

    @Test
    void shouldSayWhoAnsweredWhoWasLateAndWhoLeft() {
        String answering = id(client(true));
        String late = id(client(false));
        ClientSocket leaver = client(false);
        String leaving = id(leaver);
        bus.timeout(ofSeconds(5)).emit("poll", "?", (failure, responses) -> ends.add(responses));
        bus.runUntilIdle();
        assertThat(ends).isEmpty();

        bus.network().cut(leaver);
        bus.advance(ofSeconds(5));
        bus.advance(ofSeconds(60));

        assertThat(ends).hasSize(1);
        assertThat(ends.get(0).answered()).containsOnlyKeys(answering);
        assertThat(ends.get(0).timedOut()).containsExactly(late);
        assertThat(ends.get(0).disconnected()).containsExactly(leaving);
    }

    @Test
    void shouldEndBeforeItsTimeWhenTheLastSilentRecipientLeaves() {
        client(true);
        ClientSocket silent = client(false);
        bus.timeout(ofSeconds(5)).emit("poll", "?", (failure, responses) -> ends.add(responses));
        bus.runUntilIdle();

        silent.disconnect();
        bus.runUntilIdle();

        assertThat(ends).hasSize(1);
        bus.advance(ofSeconds(60));
        assertThat(ends).hasSize(1);
    }

    @Test
    void shouldEndWhenTheBusCloses() {
        client(false);
        bus.timeout(ofSeconds(5)).emit("poll", "?", (failure, responses) -> ends.add(responses));
        bus.runUntilIdle();

        bus.close();

        assertThat(ends).hasSize(1);
        assertThat(ends.get(0).disconnected()).hasSize(1);
    }

    /** Half of them answered, half of them timed out: the time limits alone kept a queue before. */
    @Test
    void shouldLeaveNothingBehindAfterAMillion() {
        client(true);
        askMany(BATCH);
        long before = usedBytes();

        askMany(MANY / 2);
        ClientSocket silent = client(false);
        askMany(MANY / 2);
        silent.disconnect();
        bus.runUntilIdle();

        assertThat(answers).isEqualTo(BATCH + MANY / 2);
        assertThat(silences).isEqualTo(MANY / 2);
        assertThat(usedBytes() - before).isLessThan(20_000_000);
    }

    private void askMany(int count) {
        for (int sent = 0; sent < count; sent += BATCH) {
            for (int n = 0; n < BATCH; n++) {
                bus.timeout(ofMillis(10))
                        .emit("poll", n, (failure, responses) -> count(failure != null));
            }
            bus.advance(ofMillis(10));
        }
    }

    private void count(boolean late) {
        if (late) {
            silences++;
        } else {
            answers++;
        }
    }

    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
