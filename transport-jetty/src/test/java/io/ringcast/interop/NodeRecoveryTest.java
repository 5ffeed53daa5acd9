package io.ringcast.interop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.DataKey;
import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.interop.InteropSocket.Entry;
import io.ringcast.transport.Counter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** npm's client loses its connection again and again, and no event. */
class NodeRecoveryTest extends NodeFixture {
    private static final DataKey<String> USER = DataKey.of("user", String.class);
    private static final int CUTS = 10;
    private static final int CUTS_ON_THE_WAY = 3;
    private static final int EVENTS_BETWEEN = 200;
    private static final int HALF = EVENTS_BETWEEN / 2;
    private static final int ALL = CUTS * EVENTS_BETWEEN;
    private static final int AT_ONCE = 20;
    private static final long PAUSE_NANOS = 500_000;

    private ScriptServer recovering() {
        return server(bus -> bus.connectionStateRecovery(Recovery.of(ofMinutes(2))));
    }

    private static Map<String, Object> persistent(Route route) {
        return new HashMap<>(
                over(
                        route,
                        Map.of(
                                "reconnectionDelay",
                                20,
                                "reconnectionDelayMax",
                                50,
                                "timeout",
                                5_000)));
    }

    /** Has the client note the numbers that it receives. */
    private static void collect(NodeSocket client) {
        client.run(
                """
                socket.numbers = [];
                socket.on("number", (n) => socket.numbers.push(n));
                socket.on("last", () => (socket.isDone = true));
                """);
    }

    private static List<?> numbers(NodeSocket client) {
        return (List<?>)
                client.run(
                        """
                        while (!socket.isDone) {
                          await new Promise((done) => setTimeout(done, 10));
                        }
                        return socket.numbers;
                        """);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldLoseNoEventOverTenCuts(Route route) throws Exception {
        ScriptServer server = recovering();
        TcpProxy network = network(server);
        NodeSocket client = open(network.url(), persistent(route));
        String id = client.awaitConnect().id();
        Socket held = server.socket("/");
        held.join("room");
        collect(client);

        for (int cut = 0; cut < CUTS; cut++) {
            if (route == Route.UPGRADE) {
                client.awaitUpgrade();
            }
            emit(server, held, cut * EVENTS_BETWEEN);
            network.cut();
            emit(server, held, cut * EVENTS_BETWEEN + HALF);
            client.awaitDisconnect(); // between two polls nothing else tells it of a cut
            network.mend();
            assertThat(client.awaitConnect()).isEqualTo(new Entry(id, true));
        }
        server.bus().emit("last");

        assertThat(numbers(client)).isEqualTo(IntStream.range(0, ALL).boxed().toList());
        assertThat(server.bus().counters().get(Counter.RECOVERIES_GRANTED)).isEqualTo(CUTS);
        assertThat(server.bus().counters().get(Counter.RECOVERIES_REFUSED)).isZero();
    }

    /**
     * A client that loses its connection between its last poll and its first frame learns of it by
     * the heartbeat only.
     */
    @Test
    void shouldLoseNoEventWhenItIsCutOnTheWayUp() throws Exception {
        ScriptServer server =
                server(
                        bus ->
                                bus.connectionStateRecovery(Recovery.of(ofMinutes(2)))
                                        .heartbeat(ofMillis(500), ofSeconds(1)));
        TcpProxy network = network(server);
        NodeSocket client = open(network.url(), persistent(Route.UPGRADE));
        String id = client.awaitConnect().id();
        collect(client);

        for (int n = 0; n < CUTS_ON_THE_WAY; n++) {
            network.cut();
            server.bus().emit("number", n);
            client.awaitDisconnect();
            network.mend();
            assertThat(client.awaitConnect()).isEqualTo(new Entry(id, true));
        }
        server.bus().emit("last");

        assertThat(numbers(client)).isEqualTo(IntStream.range(0, CUTS_ON_THE_WAY).boxed().toList());
    }

    /**
     * Emits numbers by turns to all, to a room, to the socket's id, and to the socket as it was
     * when its client first came, a few at a time.
     */
    private static void emit(ScriptServer server, Socket held, int first) {
        for (int n = first; n < first + HALF; n++) {
            switch (n % 4) {
                case 0 -> server.bus().emit("number", n);
                case 1 -> server.bus().to("room").emit("number", n);
                case 2 -> server.bus().to("room", held.id()).except("other").emit("number", n);
                default -> assertThat(held.emit("number", n)).isTrue();
            }
            if (n % AT_ONCE == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldBringRoomsAndDataBack(Route route) throws Exception {
        ScriptServer server = recovering();
        TcpProxy network = network(server);
        NodeSocket client = open(network.url(), persistent(route));
        Entry entry = client.awaitConnect();
        Socket before = server.socket("/");
        before.data().put(USER, "anna");
        before.join("a", "b").toCompletableFuture().join();
        if (route == Route.UPGRADE) {
            client.awaitUpgrade(); // on the way up it would learn of a cut by the heartbeat only
        }

        network.cut();
        client.awaitDisconnect();
        server.bus().to("b").emit("bytes", new byte[] {1, 2}, "x");
        network.mend();

        assertThat(client.awaitConnect()).isEqualTo(new Entry(entry.id(), true));
        Socket after = server.socket("/");
        assertThat(after.isRecovered()).isTrue();
        assertThat(after.rooms()).containsExactlyInAnyOrder(entry.id(), "a", "b");
        assertThat(after.data().get(USER)).contains("anna");
        List<Object> bytes = client.next("bytes").arguments();
        assertThat(bytes).hasSize(3);
        assertThat(bytes.get(0)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(client.request("whoami")).containsExactly(entry.id());
    }

    /** The server does not know that the old connection is dead. */
    @Test
    void shouldFenceAConnectionThatIsStillOpen() throws Exception {
        ScriptServer server = recovering();
        NodeSocket client = open(server.url(), persistent(Route.WEBSOCKET));
        Entry entry = client.awaitConnect();
        Socket before = server.socket("/");
        server.bus().emit("first");
        client.next("first");
        List<?> secrets = (List<?>) client.run("return [socket._pid, socket._lastOffset];");

        NodeSocket twin =
                open(
                        server.url(),
                        Map.of(
                                "transports",
                                List.of("websocket"),
                                "auth",
                                Map.of("pid", secrets.get(0), "offset", secrets.get(1))));

        assertThat(twin.awaitConnect().id()).isEqualTo(entry.id());
        assertThat(client.awaitDisconnect()).isEqualTo("transport close");
        assertThat(server.end(entry.id())).isEqualTo("forced close");
        assertThat(before.isConnected()).isFalse();
        assertThat(server.socket("/").isRecovered()).isTrue();
    }

    @Test
    void shouldTellAClientThatComesTooLate() throws Exception {
        ScriptServer server =
                server(bus -> bus.connectionStateRecovery(Recovery.of(Duration.ofNanos(1))));
        TcpProxy network = network(server);
        NodeSocket client = open(network.url(), persistent(Route.WEBSOCKET));
        Entry entry = client.awaitConnect();

        network.cut();
        client.awaitDisconnect();
        server.end(entry.id());
        network.mend();

        Entry again = client.awaitConnect();
        assertThat(again.recovered()).isFalse();
        assertThat(again.id()).isNotEqualTo(entry.id());
        assertThat(server.bus().counters().get(Counter.RECOVERIES_REFUSED)).isEqualTo(1);
    }
}
