package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.ClientLimits;
import io.ringcast.ClientSocket;
import io.ringcast.DataKey;
import io.ringcast.Namespace;
import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.protocol.PayloadException;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.WireClient.Entry;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
        bus = TestBus.create(fidelity, RecoveryLimitsTest::settings);
        return connect();
    }

    private static void settings(BusBuilder options) {
        ClientLimits limits = ClientLimits.builder().roomNameLength(BYTES).build();
        options.connectionStateRecovery(BOUNDED).limits(limits);
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

    // Rooms and data were kept without limit: 3 clients in 50 rooms of 1 MB each left 153 MB (E5).
    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldCountTheRoomsOfThoseWhoAreAway(Fidelity fidelity) {
        ClientSocket first = start(fidelity);
        ClientSocket second = connect();
        bus.socketsJoin("x".repeat(BYTES / 2));
        bus.runUntilIdle();

        cut(first);
        assertThat(count(Counter.RECOVERY_SESSIONS_EVICTED)).isZero();
        cut(second);

        assertThat(count(Counter.RECOVERY_SESSIONS_EVICTED)).isEqualTo(1);
        assertThat(recovers(first)).isFalse();
        assertThat(recovers(second)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldCountTheDataOfThoseWhoAreAway(Fidelity fidelity) {
        DataKey<Object> profile = DataKey.of("profile", Object.class);
        bus = TestBus.create(fidelity, options -> options.connectionStateRecovery(BOUNDED));
        bus.onConnection(
                socket ->
                        socket.data()
                                .put(profile, Map.of("notes", List.of("x".repeat(BYTES / 2)))));
        ClientSocket first = connect();
        ClientSocket second = connect();

        cut(first);
        cut(second);

        assertThat(count(Counter.RECOVERY_SESSIONS_EVICTED)).isEqualTo(1);
        assertThat(recovers(first)).isFalse();
        assertThat(recovers(second)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldNotKeepAClientThatIsTooBigByItself(Fidelity fidelity) {
        ClientSocket big = start(fidelity);
        ClientSocket small = connect();
        bus.to(big.id().orElseThrow()).socketsJoin("x".repeat(BYTES));
        cut(small);

        cut(big);

        assertThat(recovers(small)).isTrue();
        assertThat(recovers(big)).isFalse();
    }

    /** Its client can't be told of all that it missed, so nothing is kept for it any more. */
    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldRefuseWhatIsEmittedToASocketWhoseClientMissesTooMuch(Fidelity fidelity) {
        ClientSocket client = start(fidelity);
        Socket lost = bus.socket(client.id().orElseThrow()).orElseThrow();
        cut(client);

        for (int n = 0; n <= PACKETS; n++) {
            assertThat(lost.emit("e", n)).isTrue();
            bus.runUntilIdle();
        }

        assertThat(lost.emit("e", "late")).isFalse();
        assertThat(count(Counter.RECOVERY_SESSIONS_EVICTED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldCountTheNamesOfRoomsThatEventsAreFor(Fidelity fidelity) {
        ClientSocket client = start(fidelity);
        cut(client);

        bus.to("x".repeat(BYTES / 2)).emit("e");
        bus.except("x".repeat(BYTES / 2)).emit("e");

        assertThat(recovers(client)).isFalse();
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isEqualTo(1);
    }

    /** An argument of a message holds on to all of it. */
    @Test
    void shouldCountTheMessageThatAnEventCameIn() {
        bus = TestBus.create(Fidelity.CODEC, o -> o.connectionStateRecovery(BOUNDED));
        bus.onConnection(
                socket ->
                        socket.on("say", (said, ack) -> bus.emit("e", said.payload().argument(0))));
        ClientSocket client = connect();

        client.emit("say", 1, "x".repeat(BYTES));
        bus.runUntilIdle();

        assertThat(seen).containsExactly("e");
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isEqualTo(1);
    }

    /** Middleware may take longer than what a client missed is kept. */
    @Test
    void shouldEndTheSessionOfWhoMissesTooMuchWhileMiddlewareDecides() {
        bus = TestBus.create(o -> o.connectionStateRecovery(BOUNDED.withMiddlewares()));
        List<Runnable> undecided = new ArrayList<>();
        bus.use((socket, next) -> undecided.add(next::proceed));
        Road road = Road.to(bus);
        WireClient client = road.enter();
        undecided.remove(0).run();
        Entry entry = client.entry();
        client.lose();

        WireClient back = road.comeBack(entry.pid(), null);
        for (int n = 0; n <= PACKETS; n++) {
            bus.emit("e", n);
        }
        undecided.remove(0).run();

        assertThat(back.take()).isEmpty();
        assertThat(back.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        WireClient anew = road.comeBack(entry.pid(), null);
        undecided.remove(0).run();
        assertThat(anew.entry().sid()).isNotEqualTo(entry.sid());
    }

    // ---- one budget for all namespaces

    private List<ClientSocket> inNamespaces(int count) {
        bus = TestBus.create(options -> options.connectionStateRecovery(BOUNDED));
        bus.of(Pattern.compile("/\\d+"));
        InMemoryClient everywhere = bus.client(options -> {});
        List<ClientSocket> clients = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            clients.add(everywhere.socket("/" + n).connect());
        }
        bus.runUntilIdle();
        return clients;
    }

    // Each namespace had a budget of its own: 62 of them filled 256 MB, and kept them (E6).
    @Test
    void shouldKeepAsManyBytesInAllNamespacesTogether() {
        inNamespaces(50);
        List<WeakReference<Object>> kept = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            kept.add(emitBytes(bus.of("/" + n), BYTES / 4));
        }
        bus.runUntilIdle();

        kept.forEach(RecoveryLimitsTest::collect);
        assertThat(kept).filteredOn(reference -> reference.get() != null).hasSizeBetween(2, 3);
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isBetween(47L, 48L);
    }

    private static WeakReference<Object> emitBytes(Namespace namespace, int size) {
        byte[] something = new byte[size];
        namespace.emit("e", something);
        return new WeakReference<>(something);
    }

    @Test
    void shouldKeepAsManyEventsAndSessionsInAllNamespacesTogether() {
        List<ClientSocket> clients = inNamespaces(5);
        for (int n = 0; n < 5; n++) {
            bus.of("/" + n).emit("e", n);
        }
        bus.runUntilIdle();
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isEqualTo(1);

        clients.forEach(bus.network()::cut);
        bus.runUntilIdle();

        assertThat(count(Counter.RECOVERY_SESSIONS_EVICTED)).isEqualTo(3);
        assertThat(clients).filteredOn(this::recovers).hasSize(SESSIONS);
    }

    /** Who has filled the budget gives, to whoever holds less than its share. */
    @Test
    void shouldLetNoNamespaceKeepTheOthersOut() {
        List<ClientSocket> clients = inNamespaces(2);
        for (int n = 0; n < 20; n++) {
            bus.of("/0").emit("e", new byte[BYTES / 5]);
        }
        bus.runUntilIdle();
        ClientSocket client = clients.get(1);
        client.on("e", (arguments, ack) -> seen.add("e"));
        bus.network().cut(client);
        bus.runUntilIdle();

        bus.of("/1").emit("e", 1);
        bus.of("/0").emit("e", new byte[BYTES / 5]);
        bus.of("/1").emit("e", 2);
        bus.of("/0").emit("e", new byte[BYTES / 5]);

        assertThat(recovers(client)).isTrue();
        assertThat(seen).containsExactly("e", "e");
    }

    /** A log is touched on its own loop only: it gives as soon as that one comes to it. */
    @Test
    void shouldLetNoNamespaceOfAnotherLoopKeepTheOthersOut() {
        try (Bus threaded = Bus.builder().loops(2).connectionStateRecovery(BOUNDED).build()) {
            InMemoryTransport memory = threaded.attach(new InMemoryTransport());
            Namespace full = threaded.of("/0");
            Namespace other = threaded.of("/1");
            memory.connect("/0").emitWithAck("entered");
            memory.connect("/1").emitWithAck("entered");
            settle(full, other);
            for (int n = 0; n < 20; n++) {
                full.emit("e", new byte[BYTES / 5]);
            }
            settle(full, other);

            other.emit("e", "makes room");
            settle(other, full);
            WeakReference<Object> kept = emitBytes(other, BYTES / 3);
            settle(other, full);

            collect(kept);
            assertThat(kept.get()).isNotNull();
        }
    }

    private static void settle(Namespace... namespaces) {
        for (Namespace namespace : namespaces) {
            namespace.fetchSockets().toCompletableFuture().join();
        }
    }

    /** What a dynamic namespace held is free when nobody can come back to it. */
    @Test
    void shouldGiveBackWhatANamespaceHeldThatIsDeserted() {
        List<ClientSocket> clients = inNamespaces(2);
        WeakReference<Object> kept = emitBytes(bus.of("/0"), BYTES / 2);
        bus.runUntilIdle();
        collect(kept);
        assertThat(kept.get()).isNotNull();

        clients.get(0).disconnect();
        bus.runUntilIdle();

        collect(kept);
        assertThat(kept.get()).isNull();
        bus.of("/1").emit("e", new byte[BYTES * 9 / 10]);
        bus.runUntilIdle();
        assertThat(count(Counter.RECOVERY_EVENTS_EVICTED)).isZero();
    }

    @Test
    void shouldKeepNothingWhereNobodyIs() {
        bus = TestBus.create(options -> options.connectionStateRecovery(BOUNDED));

        WeakReference<Object> sent = emitSomething();
        bus.runUntilIdle();

        collect(sent);
        assertThat(sent.get()).isNull();
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
