package io.ringcast.transport.inmemory;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.AckTimeoutException;
import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.DisconnectedException;
import io.ringcast.Next;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What socket.io-client does, step by step. */
@ParameterizedClass
@EnumSource(Fidelity.class)
class ClientSocketTest {
    private final TestBus bus;
    private final List<Object> seen = new ArrayList<>();

    ClientSocketTest(Fidelity fidelity) {
        bus = TestBus.create(fidelity, options -> {});
        bus.onConnection(socket -> socket.on("n", Integer.class, this::see));
    }

    @AfterEach
    void close() {
        bus.close();
        assertThat(bus.failures()).isEmpty();
    }

    private ClientSocket socket(InMemoryClient client, String namespace) {
        return client.socket(namespace);
    }

    private void see(Object value) {
        seen.add(value);
    }

    private ClientSocket unconnected() {
        return bus.client(options -> {}).socket("/");
    }

    private ClientSocket connected() {
        ClientSocket client = bus.connect("/");
        bus.runUntilIdle();
        assertThat(client.isConnected()).isTrue();
        return client;
    }

    @Test
    void shouldKeepWhatIsEmittedBeforeTheConnectAndSendItBeforeTellingOfIt() {
        ClientSocket client = unconnected();
        client.onConnect(() -> client.emit("n", 3));
        client.emit("n", 1);
        client.emit("n", 2);
        bus.runUntilIdle();
        assertThat(seen).isEmpty();

        client.connect();
        bus.runUntilIdle();

        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void shouldDropWhatTheSendBufferCannotHold() {
        ClientSocket client = bus.client(options -> options.sendBufferSize(2)).socket("/");
        client.emit("n", 1);
        client.emit("n", 2);
        CompletableFuture<?> third = client.emitWithAck("n", 3).toCompletableFuture();

        client.connect();
        bus.runUntilIdle();

        assertThat(seen).containsExactly(1, 2);
        assertThat(third).isCompletedExceptionally();
        assertThat(bus.counters().get(Counter.DROPPED_OUTBOUND_FULL)).isEqualTo(1);
    }

    @Test
    void shouldNotSendABufferedEventWhoseTimeIsUp() {
        ClientSocket client = unconnected();
        client.timeout(ofSeconds(1)).emit("n", 1, (failure, answer) -> seen.add(failure));
        client.timeout(ofSeconds(9)).emit("n", 2, (failure, answer) -> seen.add(failure));
        bus.advance(ofSeconds(2));

        client.connect();
        bus.runUntilIdle();

        assertThat(seen).hasSize(2).last().isEqualTo(2);
        assertThat(seen.get(0)).isInstanceOf(AckTimeoutException.class);
    }

    @Test
    void shouldKeepTheAckOfABufferedEventOverARefusal() {
        boolean[] open = new boolean[1];
        bus.use(
                (socket, next) -> {
                    if (open[0]) {
                        next.proceed();
                    } else {
                        next.reject(new ConnectErrorException("not yet"));
                    }
                });
        bus.onConnection(socket -> socket.onRequest("ask", String.class, text -> text + "!"));
        ClientSocket client = bus.connect("/");
        client.emit("ask", "x", (failure, answer) -> seen.add(answer.get(0, String.class)));
        bus.runUntilIdle();
        assertThat(seen).isEmpty();

        open[0] = true;
        client.connect();
        bus.runUntilIdle();

        assertThat(seen).containsExactly("x!");
    }

    @Test
    void shouldDropVolatileEventsWhileNotConnected() {
        ClientSocket client = unconnected();

        boolean sent = client.asVolatile().emit("n", 1);
        client.connect();
        bus.runUntilIdle();

        assertThat(sent).isFalse();
        assertThat(seen).isEmpty();
        assertThat(bus.counters().get(Counter.DROPPED_VOLATILE)).isEqualTo(1);
        assertThat(client.asVolatile().emit("n", 2)).isTrue();
        bus.runUntilIdle();
        assertThat(seen).containsExactly(2);
    }

    @Test
    void shouldFailPendingAcksWithTheDisconnect() {
        ClientSocket client = connected();
        client.onDisconnect(seen::add);
        client.emit("n", 1, (failure, answer) -> seen.add(failure));
        client.emit("n", 2, answer -> seen.add("plain callbacks are not called"));
        bus.runUntilIdle();

        client.disconnect();
        bus.runUntilIdle();

        assertThat(seen).hasSize(4).startsWith(1, 2, DisconnectReason.IO_CLIENT_DISCONNECT);
        assertThat(seen.get(3)).isInstanceOf(DisconnectedException.class);
    }

    @Test
    void shouldConnectAgainAfterItDisconnected() {
        ClientSocket client = connected();
        String first = client.id().orElseThrow();

        client.disconnect();
        client.emit("n", 1);
        bus.runUntilIdle();
        assertThat(bus.counters().get(Counter.CONNECTIONS_CLOSED)).isEqualTo(1);
        client.connect();
        bus.runUntilIdle();

        assertThat(client.id()).isPresent().isNotEqualTo(first);
        assertThat(seen).containsExactly(1);
        assertThat(bus.counters().get(Counter.CONNECTIONS_OPENED)).isEqualTo(2);
    }

    @Test
    void shouldShareOneConnectionAmongTheNamespacesOfAClient() {
        bus.of("/a");
        InMemoryClient client = bus.client(options -> options.query("who", "me"));
        ClientSocket main = socket(client, "/").connect();
        ClientSocket other = socket(client, "a").connect();
        bus.runUntilIdle();

        assertThat(bus.counters().get(Counter.CONNECTIONS_OPENED)).isEqualTo(1);
        assertThat(socket(client, "/a")).isSameAs(other);
        main.disconnect();
        bus.runUntilIdle();
        assertThat(other.isConnected()).isTrue();
        other.disconnect();
        bus.runUntilIdle();
        assertThat(bus.counters().get(Counter.CONNECTIONS_CLOSED)).isEqualTo(1);
    }

    // Leaving and entering again from a listener asked to enter while the server still thought
    // the socket was in: a violation that closed the connection for all namespaces.
    @Test
    void shouldLeaveAndEnterAgainFromAListener() {
        bus.of("/a").onConnection(socket -> socket.on("n", Integer.class, this::see));
        InMemoryClient client = bus.client(options -> {});
        ClientSocket main = socket(client, "/").connect();
        ClientSocket other = socket(client, "/a").connect();
        bus.runUntilIdle();
        main.on(
                "again",
                (arguments, ack) -> {
                    other.disconnect();
                    other.connect();
                    other.emit("n", 1);
                });

        bus.emit("again");
        bus.runUntilIdle();

        assertThat(seen).containsExactly(1);
        assertThat(main.isConnected()).isTrue();
        assertThat(bus.counters().get(Counter.PROTOCOL_ERRORS)).isZero();
    }

    @Test
    void shouldLeaveNoSocketOnTheServerWhenItGivesUpWhileConnecting() {
        List<Next> waiting = new ArrayList<>();
        bus.of("/slow").use((socket, next) -> waiting.add(next));
        InMemoryClient client = bus.client(options -> {});
        ClientSocket main = socket(client, "/").connect();
        ClientSocket slow = socket(client, "/slow").connect();
        bus.runUntilIdle();

        slow.disconnect();
        bus.runUntilIdle();
        waiting.get(0).proceed();
        bus.runUntilIdle();

        assertThat(slow.isConnected()).isFalse();
        assertThat(bus.of("/slow").socketsCount()).isZero();
        assertThat(main.isConnected()).isTrue();
    }

    @Test
    void shouldWaitForAnAbandonedConnectBeforeTheNext() {
        List<Next> waiting = new ArrayList<>();
        bus.of("/slow").use((socket, next) -> waiting.add(next));
        InMemoryClient client = bus.client(options -> {});
        ClientSocket main = socket(client, "/").connect();
        ClientSocket slow = socket(client, "/slow").connect();
        bus.runUntilIdle();

        slow.disconnect();
        slow.connect();
        bus.runUntilIdle();
        waiting.get(0).proceed();
        bus.runUntilIdle();
        waiting.get(1).proceed();
        bus.runUntilIdle();

        assertThat(slow.isConnected()).isTrue();
        assertThat(bus.of("/slow").socketsCount()).isEqualTo(1);
        assertThat(main.isConnected()).isTrue();
    }

    @Test
    void shouldTellOfTheEndOfAConnectionThatIsNotThereYet() {
        bus.use((socket, next) -> {});
        ClientSocket client = bus.connect("/");
        client.onConnectError(error -> seen.add(error.getMessage()));
        client.onDisconnect(seen::add);
        bus.runUntilIdle();

        bus.advance(bus.options().connectTimeout());

        assertThat(seen).containsExactly("transport close");
    }

    @Test
    void shouldAskForAuthAtEachConnect() {
        int[] asked = new int[1];
        bus.onConnection(socket -> seen.add(socket.handshake().auth(Map.class)));
        ClientSocket client =
                bus.connect("/", options -> options.auth(() -> Map.of("token", ++asked[0])));
        bus.runUntilIdle();

        client.disconnect().connect();
        bus.runUntilIdle();

        assertThat(seen).containsExactly(Map.of("token", 1), Map.of("token", 2));
    }

    @Test
    void shouldRefuseItselfWhenAuthThrows() {
        ClientSocket client =
                bus.connect(
                        "/",
                        options ->
                                options.auth(
                                        () -> {
                                            throw new IllegalStateException("on purpose");
                                        }));
        client.onConnectError(error -> seen.add(error.getMessage()));

        bus.runUntilIdle();

        assertThat(seen).containsExactly("auth failed");
        assertThat(bus.takeFailures()).hasSize(1);
    }

    @Test
    void shouldTellALateListenerOfTheConnectAndOfTheRefusal() {
        bus.of("/closed").use((socket, next) -> next.reject(new ConnectErrorException("no")));
        ClientSocket client = connected();
        ClientSocket refused = bus.connect("/closed");
        bus.runUntilIdle();

        client.onConnect(() -> seen.add("connected"));
        refused.onConnectError(error -> seen.add(error.getMessage()));
        bus.runUntilIdle();

        assertThat(seen).containsExactly("connected", "no");
    }

    @Test
    void shouldReportAListenerThatThrowsAndGoOn() {
        ClientSocket client = connected();
        client.on(
                "e",
                (arguments, ack) -> {
                    throw new IllegalStateException("on purpose");
                });
        client.on("e", Integer.class, this::see);

        bus.emit("e", 1);
        bus.runUntilIdle();

        assertThat(seen).containsExactly(1);
        assertThat(bus.takeFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.context().where()).contains("client"));
    }

    @Test
    void shouldTellCatchAllListenersBothWays() {
        ClientSocket client = connected();
        client.onAny((event, arguments) -> seen.add("in " + event));
        client.onAnyOutgoing((event, arguments) -> seen.add("out " + arguments.get(0)));

        client.emit("unknown", 7);
        bus.emit("e", 1);
        bus.runUntilIdle();

        assertThat(seen).containsExactly("out 7", "in e");
    }

    @Test
    void shouldRefuseMistakesInTheCallersThread() {
        ClientSocket client = unconnected();

        assertThatThrownBy(() -> client.emit("disconnect", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.timeout(ofSeconds(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.on(null, (arguments, ack) -> {}))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> bus.client(options -> options.sendBufferSize(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldEndAcksAlsoAfterTheBusHasClosed() {
        ClientSocket client = connected();
        CompletableFuture<?> before = client.emitWithAck("n", 1).toCompletableFuture();
        bus.close();

        CompletableFuture<?> after = client.emitWithAck("n", 2).toCompletableFuture();

        assertThat(before).isCompletedExceptionally();
        assertThat(after).isCompletedExceptionally();
        assertThat(client.emit("n", 3)).isFalse();
        assertThatThrownBy(client::connect).hasMessage("the bus is closed");
    }
}
