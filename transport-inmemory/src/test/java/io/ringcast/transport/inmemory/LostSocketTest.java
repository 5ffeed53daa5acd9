package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ClientSocket;
import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an application may do with a socket whose connection was lost, and whose client may come.
 */
@ParameterizedClass
@EnumSource(Fidelity.class)
class LostSocketTest {
    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final TestBus bus;
    private final ClientSocket client;

    LostSocketTest(Fidelity fidelity) {
        bus =
                TestBus.create(
                        fidelity,
                        options -> options.connectionStateRecovery(Recovery.of(ofMinutes(2))));
        bus.onConnection(sockets::add);
        client = bus.connect("/");
        client.on("n", Integer.class, n -> seen.add("" + n));
        client.onConnect(() -> seen.add("connect"));
        bus.runUntilIdle();
    }

    private Socket last() {
        return sockets.get(sockets.size() - 1);
    }

    private void cut() {
        bus.runUntilIdle();
        bus.network().cut(client);
        bus.runUntilIdle();
        seen.clear();
    }

    private void comeBack() {
        client.connect();
        bus.runUntilIdle();
    }

    @AfterEach
    void close() {
        assertThat(bus.failures()).isEmpty();
        bus.close();
    }

    // emit returned false, and only bus.to(id) reached the client when it came back (A3).
    @Test
    void shouldReplayWhatIsEmittedToTheSocketThatWasLost() {
        Socket lost = last();
        lost.join("room");
        cut();

        assertThat(lost.emit("n", 1)).isTrue();
        bus.emit("n", 2);
        assertThat(lost.emit("n", 3)).isTrue();
        bus.to("room").emit("n", 4);
        assertThat(lost.compress(false).emit("n", 5)).isTrue();
        comeBack();
        bus.emit("n", 6);
        bus.runUntilIdle();

        assertThat(seen).containsExactly("1", "2", "3", "4", "5", "connect", "6");
        assertThat(bus.counters().get(Counter.DROPPED_DISCONNECTED)).isZero();
    }

    /** The emit is under way to the loop when the loss comes to it. */
    @Test
    void shouldReplayWhatCrossesTheLoss() {
        Socket lost = last();
        bus.runUntilIdle();
        lost.onDisconnect(reason -> lost.emit("n", 1));
        bus.network().cut(client);
        assertThat(lost.emit("n", 2)).isTrue();
        bus.runUntilIdle();
        seen.clear();

        comeBack();

        assertThat(seen).containsExactlyInAnyOrder("1", "2", "connect").endsWith("connect");
    }

    @Test
    void shouldReplayAgainWhatWasEmittedBetweenTwoLosses() {
        Socket lost = last();
        cut();
        lost.emit("n", 1);
        comeBack();
        Socket second = last();
        cut();
        lost.emit("n", 2);
        second.emit("n", 3);

        comeBack();

        assertThat(seen).containsExactly("2", "3", "connect");
    }

    @Test
    void shouldKeepNeitherVolatileEventsNorQuestions() {
        Socket lost = last();
        cut();

        assertThat(lost.asVolatile().emit("n", 1)).isFalse();
        assertThat(lost.emit("n", 2, ack -> {})).isFalse();
        var answer = lost.timeout(ofSeconds(1)).emitWithAck("n", 3).toCompletableFuture();
        bus.runUntilIdle();
        assertThat(answer).isCompletedExceptionally();
        comeBack();

        assertThat(seen).containsExactly("connect");
    }

    @Test
    void shouldRefuseWhatIsEmittedWhenItsClientCannotComeBackAnyMore() {
        Socket lost = last();
        cut();
        bus.advance(ofMinutes(2));
        assertThat(lost.emit("n", 1)).isTrue();
        bus.advance(ofSeconds(1));

        assertThat(lost.emit("n", 2)).isFalse();

        comeBack();
        assertThat(client.isRecovered()).isFalse();
        assertThat(lost.emit("n", 3)).isFalse();
        client.disconnect();
        bus.runUntilIdle();
        assertThat(last().emit("n", 4)).isFalse();
        assertThat(seen).containsExactly("connect");
    }

    /** An application that holds a socket need not know that its client was away. */
    @Test
    void shouldSendInTheNameOfTheOneThatWasLostWhenItsClientIsBack() {
        Socket lost = last();
        cut();
        comeBack();
        client.onAny((event, arguments) -> seen.add(event));
        client.onRequest("double", Integer.class, n -> 2 * n);

        assertThat(lost.emit("n", 1)).isTrue();
        var answer = lost.timeout(ofSeconds(1)).emitWithAck("double", 21).toCompletableFuture();
        bus.runUntilIdle();

        assertThat(seen).containsExactly("connect", "n", "1", "double");
        assertThat(answer.join().get(0, Integer.class)).isEqualTo(42);
    }

    @Test
    void shouldBroadcastForTheOneThatWasLostToOthersOnly() {
        ClientSocket other = bus.connect("/");
        List<Integer> others = new ArrayList<>();
        other.on("n", Integer.class, (Integer n) -> others.add(n));
        bus.runUntilIdle();
        sockets.forEach(socket -> socket.join("room"));
        Socket lost = sockets.get(0);
        cut();

        lost.to("room").emit("n", 1);
        lost.broadcast().emit("n", 2);
        comeBack();

        assertThat(others).containsExactly(1, 2);
        assertThat(seen).containsExactly("connect");
    }

    /** Its rooms are those that it had, whatever is asked of it afterwards. */
    @Test
    void shouldNeitherJoinNorLeaveForTheOneThatWasLost() {
        Socket lost = last();
        lost.join("room");
        cut();

        var joined = lost.join("late").toCompletableFuture();
        lost.leave("room");
        bus.runUntilIdle();
        assertThat(joined).isCompleted();
        bus.to("late").emit("n", 1);
        bus.to("room").emit("n", 2);
        comeBack();

        assertThat(seen).containsExactly("2", "connect");
        assertThat(last().rooms()).containsExactlyInAnyOrder(lost.id(), "room");
    }
}
