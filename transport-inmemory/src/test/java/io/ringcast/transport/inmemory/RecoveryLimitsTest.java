package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.ClientSocket;
import io.ringcast.Recovery;
import io.ringcast.protocol.PayloadException;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.test.TestBus;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept for clients that may come back is bounded, and they hear of what is gone. */
class RecoveryLimitsTest {
    private static final int PACKETS = 4;
    private static final int BYTES = 10_000;
    private static final int SESSIONS = 2;
    private static final Recovery BOUNDED =
            new Recovery(ofMinutes(2), true, PACKETS, BYTES, SESSIONS);

    private final List<String> seen = new ArrayList<>();
    private TestBus bus;

    private ClientSocket start(Fidelity fidelity) {
        bus = TestBus.create(fidelity, options -> options.connectionStateRecovery(BOUNDED));
        return connect();
    }

    private ClientSocket connect() {
        ClientSocket client = bus.connect("/");
        client.on("e", (arguments, ack) -> seen.add("e"));
        bus.runUntilIdle();
        return client;
    }

    private void cut(ClientSocket client) {
        bus.network().cut(client);
        bus.runUntilIdle();
    }

    private boolean recovers(ClientSocket client) {
        client.connect();
        bus.runUntilIdle();
        assertThat(client.isConnected()).isTrue();
        return client.isRecovered();
    }

    private long count(Counter counter) {
        return bus.counters().get(counter);
    }

    @AfterEach
    void close() {
        if (bus != null) {
            assertThat(bus.failures()).isEmpty();
            bus.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldKeepAsManyEventsAsItIsTold(Fidelity fidelity) {
        ClientSocket client = start(fidelity);
        cut(client);
        for (int n = 0; n < PACKETS; n++) {
            bus.emit("e", n);
        }

        assertThat(recovers(client)).isTrue();
        assertThat(seen).hasSize(PACKETS);
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldNotRecoverWhoMissedTheOldestThatIsGone(Fidelity fidelity) {
        ClientSocket client = start(fidelity);
        cut(client);
        for (int n = 0; n <= PACKETS; n++) {
            bus.emit("e", n);
        }

        assertThat(recovers(client)).isFalse();
        assertThat(seen).isEmpty();
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isEqualTo(1);
        assertThat(count(Counter.RECOVERIES_REFUSED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldKeepAsManyBytesAsItIsTold(Fidelity fidelity) {
        ClientSocket client = start(fidelity);
        cut(client);

        bus.emit("e", "x".repeat(BYTES * 3 / 4));
        bus.runUntilIdle();
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isZero();
        bus.emit("e", new byte[BYTES / 2]);

        assertThat(recovers(client)).isFalse();
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldKeepNothingThatIsTooBigByItself(Fidelity fidelity) {
        ClientSocket client = start(fidelity);
        bus.emit("e", "x".repeat(BYTES));
        bus.runUntilIdle();
        assertThat(seen).containsExactly("e");

        cut(client);

        assertThat(recovers(client)).isTrue();
        assertThat(seen).containsExactly("e");
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldDropTheOldestSessionFirst(Fidelity fidelity) {
        List<ClientSocket> clients = new ArrayList<>(List.of(start(fidelity)));
        for (int n = 0; n < SESSIONS; n++) {
            clients.add(connect());
        }

        clients.forEach(this::cut);

        assertThat(count(Counter.RECOVERY_SESSIONS_EVICTED)).isEqualTo(1);
        assertThat(clients).extracting(this::recovers).containsExactly(false, true, true);
    }

    @Test
    void shouldNameTheLimitThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Recovery(ofMinutes(2), true, 1, 0, 1))
                .withMessageContaining("maxBytes=0");
    }

    /** Nobody behind a network is there, but one may come back. */
    @Test
    void shouldFailInTheEmittersThreadWhileANetworkClientIsAway() {
        ClientSocket client = start(Fidelity.CODEC);
        cut(client);
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);

        assertThatThrownBy(() -> bus.emit("e", cycle)).isInstanceOf(PayloadException.class);

        assertThat(recovers(client)).isTrue();
    }

    @Test
    void shouldForgetEventsThatNobodyCanMissAnyMore() {
        start(Fidelity.REFERENCE);
        WeakReference<Object> kept = emitSomething();
        bus.runUntilIdle();
        collect(kept);
        assertThat(kept.get()).isNotNull();

        bus.advance(ofMinutes(10));

        collect(kept);
        assertThat(kept.get()).isNull();
    }

    @Test
    void shouldKeepNothingWhereItIsOff() {
        bus = TestBus.create();
        connect();

        WeakReference<Object> sent = emitSomething();
        bus.runUntilIdle();

        assertThat(seen).containsExactly("e");
        collect(sent);
        assertThat(sent.get()).isNull();
    }

    private WeakReference<Object> emitSomething() {
        Object something = new Object();
        bus.emit("e", something);
        return new WeakReference<>(something);
    }

    private static void collect(WeakReference<?> reference) {
        for (int attempt = 0; attempt < 5 && reference.get() != null; attempt++) {
            System.gc();
        }
    }
}
