package io.ringcast.hostile;

import static io.ringcast.hostile.Attack.counted;
import static io.ringcast.hostile.Attack.served;
import static io.ringcast.hostile.TargetServer.PAYLOAD;
import static io.ringcast.transport.Counter.ACKS_DISCONNECTED;
import static io.ringcast.transport.Counter.FAILURES;
import static io.ringcast.transport.Counter.SLOW_CONSUMERS_CLOSED;
import static io.ringcast.transport.Counter.SLOW_HANDLERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.BusBuilder;
import io.ringcast.ClientLimits;
import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.transport.OutboundLimits;
import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawWebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong with time: groups 23 to 27 of the hostile inputs. There is no cluster for 28. */
class HostileBehaviourTest {
    private static final int READERS = 1_000;

    @ParameterizedTest
    @MethodSource({"readers", "rooms", "handlers", "leavers"})
    void shouldWithstand(Attack attack) throws Exception {
        try (TargetServer server = new TargetServer(HostileBehaviourTest::tight, web -> web)) {
            server.withstand(attack);
        }
    }

    @ParameterizedTest
    @MethodSource("returners")
    void shouldRecoverNobodyElse(Attack attack) throws Exception {
        try (TargetServer server =
                new TargetServer(
                        bus -> bus.connectionStateRecovery(Recovery.of(Duration.ofMinutes(2))),
                        web -> web)) {
            server.withstand(attack);
        }
    }

    private static BusBuilder tight(BusBuilder bus) {
        return bus.loops(2)
                .limits(ClientLimits.builder().roomsPerSocket(100).build())
                .slowHandlerLimit(Duration.ofMillis(50))
                .outboundLimits(
                        new OutboundLimits(1_000, 300_000, OutboundLimits.Policy.DISCONNECT));
    }

    // ---- 23: readers

    static Stream<Attack> readers() {
        return Stream.of(
                counted("23: one that reads nothing", SLOW_CONSUMERS_CLOSED, s -> stuck(s, false)),
                counted("23: one byte at a time", SLOW_CONSUMERS_CLOSED, s -> stuck(s, true)),
                counted("23: a thousand of them", SLOW_CONSUMERS_CLOSED, s -> crowd(s)));
    }

    private static void stuck(TargetServer server, boolean reads) throws Exception {
        String text = PAYLOAD.repeat(10_000);
        try (RawWebSocket client = server.enter()) {
            for (int i = 0; i < 500 && closed(server) == 0; i++) {
                server.bus().except(server.bystanderId()).emit("tick", text);
                server.expectEcho();
                if (reads) {
                    client.next();
                }
            }
            assertThat(closed(server)).isEqualTo(1);
            client.awaitEnd();
        }
    }

    private static long closed(TargetServer server) {
        return server.bus().counters().get(SLOW_CONSUMERS_CLOSED);
    }

    /** Sessions whose packets nobody fetches: that takes no connection. */
    private static void crowd(TargetServer server) throws Exception {
        try (RawClient client = server.client()) {
            for (int i = 0; i < READERS; i++) {
                client.post(server.handshake(client), "40");
            }
        }
        TargetServer.await("all are in", () -> server.bus().socketsCount() == READERS + 1);
        String text = PAYLOAD.repeat(10_000);
        for (int i = 0; i < 6; i++) {
            server.bus().except(server.bystanderId()).emit("tick", text);
            server.expectEcho();
        }
        TargetServer.await("all are cut off", () -> closed(server) == READERS);
    }

    // ---- 24: rooms

    static Stream<Attack> rooms() {
        return Stream.of(
                served("24: joins and leaves", HostileBehaviourTest::restless),
                served("24: a name of 64 kB", HostileBehaviourTest::longName),
                counted("24: too many rooms", FAILURES, HostileBehaviourTest::manyRooms));
    }

    private static void withRooms(TargetServer server) {
        server.bus()
                .onConnection(
                        socket -> {
                            socket.on("join", String.class, room -> socket.join(room));
                            socket.on("leave", String.class, room -> socket.leave(room));
                        });
    }

    private static void restless(TargetServer server) throws Exception {
        withRooms(server);
        try (RawWebSocket client = server.enter()) {
            for (int i = 0; i < 5_000; i++) {
                client.text("42[\"join\",\"a\"]").text("42[\"leave\",\"a\"]");
            }
            client.text("42[\"echo\",1]");
            assertThat(client.text()).isEqualTo("42[\"echo\",1]");
            assertThat(server.bus().adapter().rooms().toCompletableFuture().get())
                    .doesNotContainKey("a");
        }
    }

    private static void longName(TargetServer server) throws Exception {
        withRooms(server);
        try (RawWebSocket client = server.enter()) {
            for (int i = 0; i < 50; i++) {
                client.text("42[\"join\",\"" + i + "r".repeat(65_536) + "\"]");
            }
            client.text("42[\"echo\",1]");
            assertThat(client.text()).isEqualTo("42[\"echo\",1]");
        }
    }

    private static void manyRooms(TargetServer server) throws Exception {
        withRooms(server);
        try (RawWebSocket client = server.enter()) {
            for (int i = 0; i < 500; i++) {
                client.text("42[\"join\",\"" + i + "\"]");
            }
            client.text("42[\"echo\",1]");
            assertThat(client.text()).isEqualTo("42[\"echo\",1]");
            assertThat(server.bus().adapter().rooms().toCompletableFuture().get()).hasSize(100 + 1);
        }
    }

    // ---- 25: handlers

    static Stream<Attack> handlers() {
        return Stream.of(
                counted("25: throws", FAILURES, s -> handler(s, socket -> failing(false))),
                counted("25: throws an Error", FAILURES, s -> handler(s, socket -> failing(true))),
                counted("25: overflows the stack", FAILURES, s -> handler(s, socket -> deep(0))),
                counted("25: blocks", SLOW_HANDLERS, HostileBehaviourTest::blocks),
                served("25: emits to itself", HostileBehaviourTest::circle),
                served("25: disconnects itself", HostileBehaviourTest::leaves));
    }

    private static void failing(boolean badly) {
        if (badly) {
            throw new AssertionError("on purpose");
        }
        throw new IllegalStateException("on purpose");
    }

    private static int deep(int depth) {
        return depth < 0 ? 0 : deep(depth + 1) + 1;
    }

    private interface Listener {
        void on(Socket socket);
    }

    private static void handler(TargetServer server, Listener listener) throws Exception {
        server.bus().onConnection(socket -> socket.on("do", (args, ack) -> listener.on(socket)));
        try (RawWebSocket client = server.enter()) {
            client.text("42[\"do\",\"" + PAYLOAD + "\"]").text("42[\"echo\",1]");

            assertThat(client.text()).isEqualTo("42[\"echo\",1]");
        }
    }

    /** Those of another loop are not held up. */
    private static void blocks(TargetServer server) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        String other = otherLoop();
        server.bus()
                .of(other)
                .onConnection(
                        socket ->
                                socket.on(
                                        "block",
                                        (args, ack) -> {
                                            release.await(20, TimeUnit.SECONDS);
                                            socket.emit("on");
                                        }));
        try (RawWebSocket client = server.enter()) {
            client.text("40" + other + ",");
            client.text();
            client.text("42" + other + ",[\"block\"]");
            TargetServer.await(
                    "the watchdog", () -> server.bus().counters().get(SLOW_HANDLERS) > 0);
            server.expectEcho();
            client.text("42[\"echo\",1]");
            assertThat(client.text()).isEqualTo("42[\"echo\",1]");

            release.countDown();
            assertThat(client.text()).isEqualTo("42" + other + ",[\"on\"]");
        }
    }

    /** Of two loops the main namespace has the first. */
    private static String otherLoop() {
        return Stream.iterate(0, n -> n + 1)
                .map(n -> "/n" + n)
                .filter(name -> Math.floorMod(name.hashCode(), 2) == 1)
                .findFirst()
                .orElseThrow();
    }

    private static void circle(TargetServer server) throws Exception {
        server.bus().onConnection(s -> s.on("again", (args, ack) -> s.emit("again")));
        try (RawWebSocket client = server.enter()) {
            for (int i = 0; i < 1_000; i++) {
                client.text("42[\"again\"]");
                assertThat(client.text()).isEqualTo("42[\"again\"]");
            }
        }
    }

    private static void leaves(TargetServer server) throws Exception {
        server.bus().onConnection(s -> s.on("go", (args, ack) -> s.disconnect(true)));
        try (RawWebSocket client = server.enter()) {
            client.text("42[\"go\"]").text("42[\"go\"]");

            assertThat(client.text()).isEqualTo("41");
            assertThat(client.closeStatus()).isEqualTo(1005);
        }
    }

    // ---- 26: leavers

    static Stream<Attack> leavers() {
        return Stream.of(
                served("26: during a broadcast", HostileBehaviourTest::duringBroadcast),
                served("26: during an ack", HostileBehaviourTest::duringAck),
                served("26: during middleware", HostileBehaviourTest::duringMiddleware));
    }

    private static void duringBroadcast(TargetServer server) throws Exception {
        for (int i = 0; i < 20; i++) {
            RawWebSocket leaver = server.enter();
            CompletableFuture<Void> gone = CompletableFuture.runAsync(() -> reset(leaver));
            for (int n = 0; n < 50; n++) {
                server.bus().except(server.bystanderId()).emit("n", PAYLOAD);
            }
            gone.join();
        }
    }

    private static void reset(RawWebSocket client) {
        try {
            client.reset();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void duringAck(TargetServer server) throws Exception {
        CompletableFuture<?> answer = new CompletableFuture<>();
        server.bus()
                .onConnection(
                        socket ->
                                socket.emitWithAck("question")
                                        .whenComplete((a, failure) -> answer.complete(null)));
        try (RawWebSocket client = server.enter()) {
            assertThat(client.text()).startsWith("42").endsWith("[\"question\"]");
            client.reset();

            answer.get(20, TimeUnit.SECONDS);
            assertThat(server.bus().counters().get(ACKS_DISCONNECTED)).isEqualTo(1);
        }
    }

    private static void duringMiddleware(TargetServer server) throws Exception {
        CompletableFuture<Runnable> entering = new CompletableFuture<>();
        server.bus().of("/slow").use((socket, next) -> entering.complete(next::proceed));
        try (RawWebSocket client = server.webSocket()) {
            client.text("40/slow,");
            Runnable proceed = entering.get(20, TimeUnit.SECONDS);
            client.reset();
            TargetServer.await("gone", () -> server.openConnections() == 1);

            proceed.run();
        }
        server.expectEcho();
        assertThat(server.bus().of("/slow").socketsCount()).isZero();
    }

    // ---- 27: returners

    static Stream<Attack> returners() {
        return Stream.of(
                returner("a forged pid", "{\"pid\":\"" + PAYLOAD + "\",\"offset\":\"1\"}"),
                returner("a pid that is no text", "{\"pid\":{\"$ne\":1},\"offset\":[1]}"),
                returner("a pid without offset", "{\"pid\":\"AAAAAAAAAAAAAAAAAAAA\"}"),
                returner("an offset alone", "{\"offset\":\"" + PAYLOAD + "\"}"),
                served("27: a foreign offset", server -> replay(server, PAYLOAD, 1)),
                served("27: a replay", server -> replay(server, null, 2)));
    }

    /** Nothing is recovered: the client is served as a new one. */
    private static Attack returner(String name, String auth) {
        return served(
                "27: " + name,
                server -> {
                    try (RawWebSocket client = server.webSocket()) {
                        client.text("40" + auth);

                        assertThat(client.text()).startsWith("40{").doesNotContain(PAYLOAD);
                        assertThat(server.recovered()).isZero();
                    }
                });
    }

    private static void replay(TargetServer server, String offset, int times) throws Exception {
        String pid;
        String last;
        try (RawWebSocket client = server.webSocket()) {
            String connect = client.text("40").text();
            pid = connect.replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1");
            client.text("42[\"echo\",1]");
            last = client.text().replaceAll(".*,\"([^\"]+)\"]", "$1");
            client.reset();
        }
        TargetServer.await("gone", () -> server.bus().socketsCount() == 1);
        String auth = "{\"pid\":\"" + pid + "\",\"offset\":\"" + (offset == null ? last : offset);
        for (int i = 0; i < times; i++) {
            try (RawWebSocket client = server.webSocket()) {
                assertThat(client.text("40" + auth + "\"}").text()).startsWith("40{");
                client.text("41");
            }
            TargetServer.await("gone again", () -> server.bus().socketsCount() == 1);
        }
        assertThat(server.recovered()).isEqualTo(offset == null ? 1 : 0);
    }
}
