package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.DataKey;
import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of this process lose their connection and come back, in virtual time. */
@ParameterizedClass
@EnumSource(Fidelity.class)
class RecoveryTest {
    private static final DataKey<String> USER = DataKey.of("user", String.class);

    private final Fidelity fidelity;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private TestBus bus;
    private ClientSocket client;

    RecoveryTest(Fidelity fidelity) {
        this.fidelity = fidelity;
        start(recovery -> recovery);
    }

    private void start(UnaryOperator<Recovery> settings) {
        Recovery recovery = settings.apply(Recovery.of(ofMinutes(2)));
        bus = TestBus.create(fidelity, options -> options.connectionStateRecovery(recovery));
        bus.onConnection(sockets::add);
        client = listening(bus.connect("/"));
        bus.runUntilIdle();
    }

    private void restart(UnaryOperator<Recovery> settings) {
        bus.close();
        sockets.clear();
        seen.clear();
        start(settings);
    }

    private ClientSocket listening(ClientSocket made) {
        made.on("n", Integer.class, n -> seen.add("" + n));
        made.onConnect(() -> seen.add("connect"));
        return made;
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

    // ---- what comes back

    @Test
    void shouldRestoreIdRoomsAndData() {
        Socket before = last();
        before.join("a", "b");
        before.leave("b");
        before.data().put(USER, "anna");
        cut();
        assertThat(before.isConnected()).isFalse();

        comeBack();

        assertThat(client.isRecovered()).isTrue();
        assertThat(last()).isNotSameAs(before);
        assertThat(last().isRecovered()).isTrue();
        assertThat(last().id()).isEqualTo(before.id());
        assertThat(client.id()).contains(before.id());
        assertThat(last().rooms()).containsExactlyInAnyOrder(before.id(), "a");
        assertThat(last().data().get(USER)).contains("anna");
        assertThat(bus.socketsCount()).isEqualTo(1);
    }

    @Test
    void shouldReplayWhatWasMissedInOrderOnceAndBeforeConnect() {
        last().join("room");
        bus.emit("n", 0);
        cut();
        bus.emit("n", 1);
        bus.to("room").emit("n", 2);
        bus.to(last().id()).emit("n", 3);
        bus.to("room", last().id()).emit("n", 4);

        comeBack();
        bus.emit("n", 5);
        bus.runUntilIdle();

        assertThat(seen).containsExactly("1", "2", "3", "4", "connect", "5");
    }

    @Test
    void shouldReplayWhatWasUnderWay() {
        bus.network().latency(client, ofMillis(50));
        bus.emit("n", 1);
        bus.advance(ofMillis(30));
        last().emit("n", 2);
        bus.emit("n", 3);
        bus.advance(ofMillis(20));
        assertThat(seen).containsExactly("connect", "1");

        cut();
        bus.network().latency(client, ofMillis(0));
        comeBack();

        assertThat(seen).containsExactly("2", "3", "connect");
    }

    @Test
    void shouldNotReplayWhatWasForOthers() {
        ClientSocket other = bus.connect("/");
        bus.runUntilIdle();
        Socket others = last();
        others.join("others");
        String id = client.id().orElseThrow();
        cut();

        bus.to("others").emit("n", 1);
        bus.except(id).emit("n", 2);
        others.emit("n", 3);
        others.to(others.id()).emit("n", 4);
        others.broadcast().emit("n", 5);
        comeBack();

        assertThat(seen).containsExactly("5", "connect");
        assertThat(other.isRecovered()).isFalse();
    }

    @Test
    void shouldNotReplayToOneInAnExcludedRoom() {
        last().join("muted");
        cut();

        bus.except("muted").emit("n", 1);
        comeBack();

        assertThat(seen).containsExactly("connect");
    }

    @Test
    void shouldGoByTheRoomsAtTheTimeOfTheLoss() {
        bus.network().latency(client, ofMillis(50));
        last().join("left");
        bus.to("left").emit("n", 1);
        last().leave("left");
        last().join("room");
        bus.to("room").emit("n", 2);
        cut();
        bus.network().latency(client, ofMillis(0));

        comeBack();

        assertThat(seen).containsExactly("2", "connect");
    }

    @Test
    void shouldReplayNeitherVolatileEventsNorThoseThatAskForAnAnswer() {
        bus.network().latency(client, ofMillis(50));
        last().asVolatile().emit("n", 1);
        bus.asVolatile().emit("n", 2);
        last().emit("n", 3, ack -> {});
        bus.timeout(ofSeconds(1)).emit("n", 4, (failure, answers) -> {});
        bus.emit("n", 5);
        cut();
        bus.network().latency(client, ofMillis(0));

        comeBack();

        assertThat(seen).containsExactly("5", "connect");
    }

    /** Once the last argument of such an event was taken for an offset. */
    @Test
    void shouldNotTakeAQuestionsTextForAnOffset() {
        bus.emit("n", 1);
        bus.runUntilIdle();
        last().emit("question", "a word", ack -> {});
        cut();
        bus.emit("n", 2);

        comeBack();

        assertThat(client.isRecovered()).isTrue();
        assertThat(seen).containsExactly("2", "connect");
    }

    @Test
    void shouldSendWhatIsEmittedOnTheWayInBehindWhatWasMissed() {
        restart(Recovery::withMiddlewares);
        bus.use(
                (socket, next) -> {
                    socket.emit("n", 2);
                    next.proceed();
                });
        bus.onConnection(socket -> socket.emit("n", 3));
        cut();
        bus.emit("n", 1);

        comeBack();

        assertThat(seen).containsSubsequence("1", "connect").containsSubsequence("1", "2", "3");
    }

    @Test
    void shouldSendWhatTheClientEmittedMeanwhile() {
        bus.onConnection(socket -> socket.on("up", Integer.class, n -> seen.add("up " + n)));
        cut();
        client.emit("up", 1);

        comeBack();

        assertThat(seen).containsExactlyInAnyOrder("connect", "up 1");
    }

    @Test
    void shouldRecoverAgainAndAgain() {
        for (int n = 0; n < 10; n++) {
            cut();
            bus.emit("n", n);
            comeBack();
            assertThat(client.isRecovered()).isTrue();
            assertThat(seen).containsExactly("" + n, "connect");
        }
        assertThat(bus.counters().get(Counter.RECOVERIES_GRANTED)).isEqualTo(10);
    }

    // ---- when it does not

    @Test
    void shouldBeginAnewWhenItComesBackTooLate() {
        String id = client.id().orElseThrow();
        last().data().put(USER, "anna");
        cut();
        bus.emit("n", 1);
        bus.advance(ofMinutes(2).plusNanos(1));

        comeBack();

        assertThat(seen).containsExactly("connect");
        assertThat(client.isRecovered()).isFalse();
        assertThat(client.id().orElseThrow()).isNotEqualTo(id);
        assertThat(last().data().get(USER)).isEmpty();
        assertThat(bus.counters().get(Counter.RECOVERIES_REFUSED)).isEqualTo(1);
    }

    @Test
    void shouldComeBackAtTheLastMoment() {
        cut();
        bus.emit("n", 1);
        bus.advance(ofMinutes(2));

        comeBack();

        assertThat(client.isRecovered()).isTrue();
        assertThat(seen).containsExactly("1", "connect");
    }

    @Test
    void shouldBeginAnewAfterEitherSideLeftByIntent() {
        String id = client.id().orElseThrow();
        client.disconnect();
        comeBack();
        assertThat(client.isRecovered()).isFalse();
        String next = client.id().orElseThrow();
        assertThat(next).isNotEqualTo(id);

        last().disconnect();
        bus.runUntilIdle();
        comeBack();

        assertThat(client.isRecovered()).isFalse();
        assertThat(client.id().orElseThrow()).isNotEqualTo(next);
    }

    @Test
    void shouldRecoverFromASilentLoss() {
        bus.network().stall(client);
        bus.emit("n", 1);
        bus.advance(ofMinutes(1));
        bus.network().resume(client);
        bus.runUntilIdle();
        seen.clear();

        comeBack();

        assertThat(client.isRecovered()).isTrue();
        assertThat(seen).containsExactly("1", "connect");
    }

    // ---- middleware (L6)

    @Test
    void shouldPassMiddlewareByWhenItComesBack() {
        bus.use((socket, next) -> next.reject(new ConnectErrorException("no")));
        cut();

        comeBack();

        assertThat(client.isRecovered()).isTrue();
    }

    @Test
    void shouldRunMiddlewareIfTold() {
        restart(Recovery::withMiddlewares);
        List<Boolean> recovered = new ArrayList<>();
        bus.use(
                (socket, next) -> {
                    recovered.add(socket.isRecovered());
                    next.proceed();
                });
        cut();

        comeBack();

        assertThat(recovered).containsExactly(true);
        assertThat(client.isRecovered()).isTrue();
    }

    @Test
    void shouldRunMiddlewareForWhoBeginsAnew() {
        List<String> ran = new ArrayList<>();
        bus.use(
                (socket, next) -> {
                    ran.add(socket.id());
                    next.proceed();
                });
        cut();
        bus.advance(ofMinutes(3));

        comeBack();

        assertThat(ran).containsExactly(client.id().orElseThrow());
    }

    @Test
    void shouldEndTheSessionWhenMiddlewareRefuses() {
        restart(Recovery::withMiddlewares);
        boolean[] refuses = {true};
        bus.use(
                (socket, next) -> {
                    if (refuses[0]) {
                        next.reject(new ConnectErrorException("no"));
                    } else {
                        next.proceed();
                    }
                });
        cut();
        comeBack();
        assertThat(client.isConnected()).isFalse();
        refuses[0] = false;

        comeBack();

        assertThat(client.isConnected()).isTrue();
        assertThat(client.isRecovered()).isFalse();
    }

    @Test
    void shouldKeepTheSessionWhenTheConnectionIsLostWhileMiddlewareDecides() {
        restart(Recovery::withMiddlewares);
        List<Runnable> waiting = new ArrayList<>();
        bus.use((socket, next) -> waiting.add(next::proceed));
        cut();
        bus.emit("n", 1);
        comeBack();
        cut();
        bus.emit("n", 2);

        comeBack();
        waiting.forEach(Runnable::run);
        bus.runUntilIdle();

        assertThat(client.isRecovered()).isTrue();
        assertThat(seen).containsExactly("1", "2", "connect");
    }

    // What was emitted while middleware decided was neither sent nor missed.
    @Test
    void shouldReplayWhatIsEmittedWhileMiddlewareDecides() {
        restart(Recovery::withMiddlewares);
        List<Runnable> waiting = new ArrayList<>();
        bus.use((socket, next) -> waiting.add(next::proceed));
        Socket lost = last();
        lost.join("room");
        cut();
        bus.emit("n", 1);
        comeBack();

        lost.emit("n", 2);
        bus.to("room").emit("n", 3);
        waiting.forEach(Runnable::run);
        bus.runUntilIdle();

        assertThat(client.isRecovered()).isTrue();
        assertThat(seen).containsExactly("1", "2", "3", "connect");
    }

    // ---- namespaces

    @Test
    void shouldKeepADynamicNamespaceForThoseWhoMayComeBack() {
        bus.of(Pattern.compile("/tenant-\\d")).onConnection(socket -> socket.join("room"));
        client = listening(bus.connect("/tenant-1"));
        cut();
        bus.of("/tenant-1").to("room").emit("n", 1);

        comeBack();

        assertThat(client.isRecovered()).isTrue();
        assertThat(seen).containsExactly("1", "connect");
    }

    @Test
    void shouldCleanADynamicNamespaceUpWhenNobodyCanComeBack() {
        bus.of(Pattern.compile("/tenant-\\d")).onConnection(socket -> {});
        client = listening(bus.connect("/tenant-1"));
        bus.runUntilIdle();
        Object before = bus.of("/tenant-1");
        cut();
        bus.advance(ofMinutes(10));

        assertThat(bus.of("/tenant-1")).isNotSameAs(before);
    }

    @Test
    void shouldRecoverEachNamespaceOfAConnectionByItself() {
        InMemoryClient both = bus.client(options -> {});
        bus.of("/b").onConnection(socket -> {});
        client = both.socket("/").connect();
        ClientSocket second = listening(both.socket("/b").connect());
        cut();
        bus.of("/b").emit("n", 1);

        second.connect();
        comeBack();

        assertThat(client.isRecovered()).isTrue();
        assertThat(second.isRecovered()).isTrue();
        assertThat(seen).containsExactly("1", "connect");
    }
}
