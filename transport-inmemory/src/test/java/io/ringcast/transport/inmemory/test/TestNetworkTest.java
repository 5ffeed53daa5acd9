package io.ringcast.transport.inmemory.test;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.BusBuilder;
import io.ringcast.ClientSocket;
import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundLimits;
import io.ringcast.transport.OutboundLimits.Policy;
import io.ringcast.transport.inmemory.Fidelity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults, in virtual time. */
@ParameterizedClass
@EnumSource(Fidelity.class)
class TestNetworkTest {
    private static final int LIMIT = 4;

    private final Fidelity fidelity;
    private final List<String> seen = new ArrayList<>();
    private TestBus bus;
    private ClientSocket client;
    private Socket socket;

    TestNetworkTest(Fidelity fidelity) {
        this.fidelity = fidelity;
        start(options -> {});
    }

    private void start(Consumer<BusBuilder> options) {
        bus = TestBus.create(fidelity, options);
        client = bus.connect("/");
        client.on("e", Integer.class, n -> see("client " + n));
        client.onDisconnect(reason -> see("client " + reason));
        bus.onConnection(
                connected -> {
                    socket = connected;
                    connected.on("e", Integer.class, n -> see("server " + n));
                    connected.onDisconnect(reason -> see("server " + reason));
                });
        bus.runUntilIdle();
    }

    private void see(String what) {
        seen.add(bus.now().toMillis() + " " + what);
    }

    @AfterEach
    void close() {
        bus.close();
        assertThat(bus.failures()).isEmpty();
    }

    @Test
    void shouldLetBothSidesSeeACut() {
        bus.network().cut(client);
        bus.runUntilIdle();

        assertThat(seen)
                .containsExactlyInAnyOrder("0 client transport close", "0 server transport close");
        client.connect();
        bus.runUntilIdle();
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void shouldLoseWhatIsUnderWayWithACut() {
        bus.network().latency(client, ofMillis(80));
        bus.emit("e", 1);
        client.emit("e", 2);
        bus.advance(ofMillis(40));

        bus.network().cut(client);
        bus.advance(ofSeconds(1));

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "40 client transport close", "40 server transport close");
    }

    @Test
    void shouldTakeTheTimeThatItIsToldToInEachDirection() {
        bus.network().latency(client, ofMillis(80));

        bus.emit("e", 1);
        client.emit("e", 2);
        bus.advance(ofMillis(79));
        assertThat(seen).isEmpty();
        bus.advance(ofMillis(1));

        assertThat(seen).containsExactlyInAnyOrder("80 client 1", "80 server 2");
    }

    @Test
    void shouldTimeOutAnAnswerThatTakesTooLong() {
        client.onRequest("ask", Object.class, unused -> "late");
        bus.network().latency(client, ofMillis(80));
        socket.timeout(ofMillis(150)).emit("ask", (failure, ack) -> see(failure.getMessage()));

        bus.advance(ofSeconds(1));

        assertThat(seen).containsExactly("150 operation has timed out");
        assertThat(bus.counters().get(Counter.UNKNOWN_ACKS)).isEqualTo(1);
    }

    @Test
    void shouldNotLetMessagesOvertakeEachOtherAndBeRepeatable() {
        List<String> first = jitter(7);
        List<String> second = jitter(7);
        List<String> other = jitter(8);

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(first.stream().map(line -> line.substring(line.indexOf(' '))))
                .containsExactly(" client 0", " client 1", " client 2", " client 3", " client 4");
    }

    private List<String> jitter(long seed) {
        bus.close();
        seen.clear();
        start(options -> {});
        bus.network().seed(seed);
        bus.network().latency(client, ofMillis(0), ofMillis(500));
        for (int n = 0; n < 5; n++) {
            bus.emit("e", n);
        }
        bus.advance(ofSeconds(1));
        return List.copyOf(seen);
    }

    @Test
    void shouldFindOutAStalledClientByItsHeartbeat() {
        Duration interval = bus.options().pingInterval();
        Duration timeout = bus.options().pingTimeout();
        bus.network().stall(client);

        bus.advance(interval.plus(timeout).minusMillis(1));
        assertThat(seen).isEmpty();
        bus.advance(ofMillis(1));

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "45000 client ping timeout", "45000 server ping timeout");
    }

    @Test
    void shouldKeepAHealthyClientForEver() {
        bus.network().latency(client, ofSeconds(5));

        bus.advance(Duration.ofHours(1));

        assertThat(client.isConnected()).isTrue();
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldFindOutALatencyThatIsLongerThanTheHeartbeatAllows() {
        bus.network().latency(client, ofSeconds(11));

        bus.advance(ofMinutes(1));

        assertThat(seen).contains("45000 server ping timeout");
    }

    @Test
    void shouldGiveAStalledClientWhatItMissedWhenItReadsAgain() {
        bus.network().stall(client);
        bus.emit("e", 1);
        bus.emit("e", 2);
        client.emit("e", 3);
        bus.advance(ofSeconds(10));
        assertThat(seen).containsExactly("0 server 3");

        bus.network().resume(client);
        bus.advance(ofMinutes(5));

        assertThat(seen).containsExactly("0 server 3", "10000 client 1", "10000 client 2");
    }

    @Test
    void shouldDropVolatileEventsForAStalledClient() {
        bus.network().stall(client);
        bus.runUntilIdle();

        bus.asVolatile().emit("e", 1);
        boolean sent = socket.asVolatile().emit("e", 2);
        bus.network().resume(client);
        bus.runUntilIdle();

        assertThat(seen).isEmpty();
        assertThat(sent || bus.counters().get(Counter.DROPPED_VOLATILE) == 2).isTrue();
    }

    @Test
    void shouldCutOffAStalledClientBeyondTheLimits() {
        bus.close();
        seen.clear();
        start(options -> options.outboundLimits(limits(Policy.DISCONNECT)));
        bus.network().stall(client);

        for (int n = 0; n <= LIMIT; n++) {
            bus.emit("e", n);
        }
        bus.runUntilIdle();
        assertThat(seen).containsExactly("0 server slow consumer");
        bus.network().resume(client);
        bus.runUntilIdle();

        assertThat(seen).containsExactly("0 server slow consumer", "0 client transport close");
        assertThat(bus.counters().get(Counter.SLOW_CONSUMERS_CLOSED)).isEqualTo(1);
    }

    @Test
    void shouldDropBeyondTheLimitsIfAskedTo() {
        bus.close();
        seen.clear();
        start(options -> options.outboundLimits(limits(Policy.DROP)));
        bus.network().stall(client);

        for (int n = 0; n < LIMIT + 3; n++) {
            bus.emit("e", n);
        }
        bus.network().resume(client);
        bus.runUntilIdle();

        assertThat(seen).containsExactly("0 client 0", "0 client 1", "0 client 2", "0 client 3");
        assertThat(bus.counters().get(Counter.DROPPED_OUTBOUND_FULL)).isEqualTo(3);
    }

    private static OutboundLimits limits(Policy policy) {
        return new OutboundLimits(LIMIT, 1 << 20, policy);
    }

    @Test
    void shouldGoOnWithItsSessionAfterACut() {
        bus.close();
        seen.clear();
        start(options -> options.connectionStateRecovery(Recovery.of(ofMinutes(2))));
        String id = client.id().orElseThrow();
        client.onConnect(() -> see("client connects"));
        socket.join("room");
        bus.emit("e", 1);
        bus.runUntilIdle();
        bus.network().cut(client);
        bus.runUntilIdle();
        seen.clear();

        bus.to("room").emit("e", 2);
        bus.to("elsewhere").emit("e", 3);
        client.connect();
        bus.runUntilIdle();

        assertThat(seen).containsExactly("0 client 2", "0 client connects");
        assertThat(client.isRecovered()).isTrue();
        assertThat(client.id()).contains(id);
        assertThat(socket.rooms()).contains("room");
    }

    @Test
    void shouldBeginAnewWhenItComesBackTooLate() {
        bus.close();
        seen.clear();
        start(options -> options.connectionStateRecovery(Recovery.of(ofMinutes(2))));
        String id = client.id().orElseThrow();
        bus.network().cut(client);

        bus.advance(ofMinutes(3));
        client.connect();
        bus.runUntilIdle();

        assertThat(client.isRecovered()).isFalse();
        assertThat(client.id()).isPresent().isNotEqualTo(java.util.Optional.of(id));
    }

    @Test
    void shouldRefuseForeignClientsAndImpossibleTimes() {
        TestBus other = TestBus.create();

        assertThatThrownBy(() -> other.network().cut(client))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bus.network().latency(client, ofMillis(2), ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bus.advance(ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        other.close();
    }
}
