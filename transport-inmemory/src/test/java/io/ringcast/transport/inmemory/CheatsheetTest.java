package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.AckTimeoutException;
import io.ringcast.Arguments;
import io.ringcast.BroadcastOperator;
import io.ringcast.BroadcastResponses;
import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.DataKey;
import io.ringcast.DisconnectReason;
import io.ringcast.Namespace;
import io.ringcast.Recovery;
import io.ringcast.Registration;
import io.ringcast.Socket;
import io.ringcast.adapter.RoomEvent;
import io.ringcast.loop.WaitMode;
import io.ringcast.protocol.TypeRef;
import io.ringcast.transport.inmemory.Road.World;
import io.ringcast.transport.inmemory.test.EventProbe;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The API by example: each line compiles and does what it says, however a client of this process
 * reaches the bus.
 */
@ParameterizedClass
@EnumSource(Road.class)
class CheatsheetTest {
    private static final DataKey<String> USER = DataKey.of("user", String.class);

    record Login(String name) {}

    record Order(String item, int count) {}

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final World world;
    private final Bus bus;

    CheatsheetTest(Road road) {
        world = road.open(this::options);
        bus = world.bus();
    }

    private void options(BusBuilder builder) {
        builder.waitMode(WaitMode.BLOCKING)
                .ringSize(16_384)
                .slowHandlerLimit(Duration.ZERO)
                .connectTimeout(ofSeconds(45))
                .connectionStateRecovery(Recovery.of(ofMinutes(2)))
                .errorHandler((context, failure) -> failures.add(failure));
    }

    @AfterEach
    void close() {
        bus.close();
        bus.close();
        assertThat(failures).isEmpty();
    }

    private Object next() throws InterruptedException {
        world.settle();
        return seen.poll(60, TimeUnit.SECONDS);
    }

    private <T> T await(CompletionStage<T> stage) throws Exception {
        world.settle();
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** The server's side of a client that has connected. */
    private Socket socketOf(ClientSocket client) throws Exception {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        client.onConnect(() -> connected.complete(null));
        await(connected);
        return bus.of("/").socket(client.id().orElseThrow()).orElseThrow();
    }

    // ---- start

    @Test
    void shouldStartWithDefaults() {
        Bus io = Bus.create();
        InMemoryTransport memory = io.attach(new InMemoryTransport());

        Namespace main = io;
        assertThat(main.name()).isEqualTo("/");
        assertThat(io.of("/")).isSameAs(io);
        io.close();
        assertThatThrownBy(() -> memory.connect("/")).hasMessage("the bus is closed");
    }

    // ---- server side

    @Test
    void shouldDescribeASocket() throws Exception {
        Socket socket =
                socketOf(
                        world.connect(
                                "/",
                                options ->
                                        options.query("token", "x")
                                                .header("X-A", "b")
                                                .address("10.0.0.1")
                                                .auth(new Login("me"))));

        assertThat(socket.id()).hasSize(20);
        assertThat(socket.namespace()).isSameAs(bus.of("/"));
        assertThat(socket.rooms()).containsExactly(socket.id());
        assertThat(socket.isConnected()).isTrue();
        assertThat(socket.isRecovered()).isFalse();
        assertThat(socket.handshake().query("token")).contains("x");
        assertThat(socket.handshake().auth(Login.class)).isEqualTo(new Login("me"));
        assertThat(socket.handshake().headers()).containsEntry("x-a", List.of("b"));
        assertThat(socket.handshake().address()).isEqualTo("10.0.0.1");
        socket.data().put(USER, "anna");
        assertThat(socket.data().get(USER)).contains("anna");
    }

    @Test
    void shouldEmitToOneSocket() throws Exception {
        ClientSocket client = world.socket("/");
        EventProbe hello = EventProbe.on(client, "hello");
        Socket socket = socketOf(client.connect());

        socket.emit("hello", "world");
        socket.emit("hello", 1, "2", Map.of("3", new byte[] {4}));
        socket.emit("hello", ByteBuffer.wrap(new byte[] {5}));

        assertThat(hello.next(String.class)).isEqualTo("world");
        Arguments three = hello.next();
        assertThat(three.get(0, Integer.class)).isEqualTo(1);
        assertThat(three.get(1, String.class)).isEqualTo("2");
        assertThat(three.get(2, new TypeRef<Map<String, byte[]>>() {}))
                .containsExactly(Map.entry("3", new byte[] {4}));
        assertThat(hello.next(byte[].class)).containsExactly(5);
        hello.expectNone();
    }

    @Test
    void shouldAskAClient() throws Exception {
        ClientSocket client = world.socket("/");
        client.onRequest("question", String.class, text -> text + "!");
        Socket socket = socketOf(client.connect());

        socket.emit("question", "?", ack -> seen.add(ack.get(0, String.class)));
        assertThat(next()).isEqualTo("?!");
        socket.timeout(ofSeconds(5))
                .emit("question", "?", (failure, ack) -> seen.add(ack.get(0, String.class)));
        assertThat(next()).isEqualTo("?!");
        CompletionStage<Arguments> answer =
                socket.timeout(ofSeconds(5)).emitWithAck("question", "?");
        assertThat(await(answer).get(0, String.class)).isEqualTo("?!");
    }

    @Test
    void shouldTellWhenAClientDoesNotAnswerInTime() throws Exception {
        Socket socket = socketOf(world.connect("/"));

        socket.timeout(ofMillis(20)).emit("question", "?", (failure, ack) -> seen.add(failure));
        world.settle();
        world.pass(ofMillis(20));

        assertThat(next()).isInstanceOf(AckTimeoutException.class);
    }

    @Test
    void shouldListenInEveryForm() throws Exception {
        bus.onConnection(
                socket -> {
                    socket.on(
                            "hello",
                            (args, ack) -> {
                                seen.add(args.get(0, String.class));
                                ack.send("got it");
                            });
                    socket.on("order", Order.class, order -> seen.add(order));
                    socket.on("acked", Order.class, (order, ack) -> ack.send(order.count()));
                    socket.onRequest("request", Order.class, order -> order.item());
                    socket.on(
                            "orders",
                            new TypeRef<List<Order>>() {},
                            orders -> seen.add(orders.get(0)));
                });
        ClientSocket client = world.connect("/");
        Order order = new Order("tea", 2);

        assertThat(await(client.emitWithAck("hello", "x")).get(0, String.class))
                .isEqualTo("got it");
        client.emit("order", order);
        assertThat(await(client.emitWithAck("acked", order)).get(0, Integer.class)).isEqualTo(2);
        assertThat(await(client.emitWithAck("request", order)).get(0, String.class))
                .isEqualTo("tea");
        client.emit("orders", List.of(order));

        assertThat(List.of(next(), next(), next())).containsExactly("x", order, order);
    }

    @Test
    void shouldAnswerLater() throws Exception {
        bus.onConnection(socket -> socket.onRequest("later", String.class, CheatsheetTest::later));

        CompletionStage<Arguments> answer = world.connect("/").emitWithAck("later", "x");

        assertThat(await(answer).get(0, String.class)).isEqualTo("later x");
    }

    private static CompletionStage<String> later(String text) {
        return CompletableFuture.completedFuture("later " + text);
    }

    @Test
    void shouldStopListening() throws Exception {
        ClientSocket client = world.connect("/");
        Socket socket = socketOf(client);
        socket.once("a", Integer.class, seen::add);
        socket.once("a", (args, ack) -> seen.add("once"));
        socket.on("b", Integer.class, seen::add);
        Registration registration = socket.on("c", Integer.class, seen::add);
        socket.off("b");
        registration.close();
        socket.on("end", (args, ack) -> seen.add("end"));

        for (String event : List.of("a", "a", "b", "c", "end")) {
            client.emit(event, 1);
        }

        assertThat(List.of(next(), next(), next())).containsExactly(1, "once", "end");
    }

    @Test
    void shouldCatchAllAndFilter() throws Exception {
        ClientSocket client = world.connect("/");
        Socket socket = socketOf(client);
        socket.onAny((event, args) -> seen.add("in " + event));
        socket.onAnyOutgoing((event, args) -> seen.add("out " + event));
        socket.use((event, next) -> next.proceed());
        socket.on("e", (args, ack) -> socket.emit("f"));

        client.emit("e");

        assertThat(List.of(next(), next())).containsExactly("in e", "out f");
    }

    @Test
    void shouldSayGoodbye() throws Exception {
        ClientSocket client = world.connect("/");
        Socket socket = socketOf(client);
        socket.onDisconnecting(reason -> seen.add(socket.rooms().size()));
        socket.onDisconnect(reason -> seen.add(reason));

        socket.disconnect(true);

        assertThat(next()).isEqualTo(1);
        assertThat(next()).isEqualTo(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    }

    @Test
    void shouldBroadcastFromASocket() throws Exception {
        ClientSocket sender = world.socket("/");
        ClientSocket other = world.socket("/");
        EventProbe own = EventProbe.on(sender, "hi");
        EventProbe others = EventProbe.on(other, "hi");
        Socket socket = socketOf(sender.connect());
        Socket second = socketOf(other.connect());
        await(second.join("room 1", "room 2"));

        socket.join("room 1");
        socket.leave("room 1");
        socket.broadcast().emit("hi", 1);
        socket.to("room 1").emit("hi", 2);
        socket.to("room 1", "room 2").except("room 3").asVolatile().emit("hi", 3);
        socket.to("room 1").except("room 2").emit("hi", 4);

        List<Integer> received = new ArrayList<>();
        received.add(others.next(Integer.class));
        received.add(others.next(Integer.class));
        assertThat(received).containsExactly(1, 2);
        own.expectNone();
        while (others.size() > 0) {
            assertThat(others.next(Integer.class)).isEqualTo(3);
        }
    }

    @Test
    void shouldBroadcastFromTheBus() throws Exception {
        bus.of("/admin");
        ClientSocket client = world.socket("/");
        EventProbe hi = EventProbe.on(client, "hi");
        await(socketOf(client.connect()).join("room"));
        BroadcastOperator kept = bus.to("room");

        bus.emit("hi", 1);
        bus.to("room").emit("hi", 2);
        bus.in("room").emit("hi", 3);
        bus.except("room").emit("hi", 4);
        bus.of("/admin").emit("hi", 5);
        bus.local().emit("hi", 6);
        bus.compress(false).emit("hi", 7);
        kept.emit("hi", 8);
        kept.emit("hi", 9);

        for (int expected : new int[] {1, 2, 3, 6, 7, 8, 9}) {
            assertThat(hi.next(Integer.class)).isEqualTo(expected);
        }
        hi.expectNone();
    }

    @Test
    void shouldPollManyClients() throws Exception {
        ClientSocket client = world.socket("/");
        client.onRequest("poll", Object.class, unused -> "yes");
        await(socketOf(client.connect()).join("room"));

        bus.timeout(ofSeconds(5))
                .emit("poll", (failure, responses) -> seen.add(responses.answered().size()));
        assertThat(next()).isEqualTo(1);
        BroadcastResponses responses =
                await(bus.to("room").timeout(ofSeconds(5)).emitWithAck("poll"));
        assertThat(responses.values(String.class)).containsExactly("yes");
        assertThat(responses.timedOut()).isEmpty();
        assertThat(responses.disconnected()).isEmpty();
    }

    @Test
    void shouldActOnManySockets() throws Exception {
        Socket socket = socketOf(world.connect("/"));
        await(socket.join("a", "room"));

        assertThat(await(bus.to("room").fetchSockets())).containsExactly(socket);
        await(bus.in("a").socketsJoin("b"));
        assertThat(socket.rooms()).contains("a", "b");
        await(bus.in("a").socketsLeave("b"));
        assertThat(socket.rooms()).doesNotContain("b");
        await(bus.in("a").disconnectSockets(true));
        assertThat(socket.isConnected()).isFalse();
    }

    @Test
    void shouldEmitToOtherServers() throws Exception {
        bus.on("hello", String.class, seen::add);

        bus.serverSideEmit("hello", "world");

        assertThat(await(bus.serverSideEmitWithAck("hello"))).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldRefuseClients() throws Exception {
        Map<String, Object> data = Map.of("code", 1);
        bus.use((socket, next) -> next.reject(new ConnectErrorException("unauthorized", data)));
        ClientSocket client = world.connect("/");

        client.onConnectError(error -> seen.add(List.of(error.getMessage(), error.data())));

        assertThat(next()).isEqualTo(List.of("unauthorized", data));
    }

    @Test
    void shouldHaveDynamicNamespaces() throws Exception {
        bus.of(Pattern.compile("/tenant-(\\d+)"))
                .onConnection(socket -> seen.add(socket.namespace().name()));
        bus.of((name, auth) -> CompletableFuture.completedFuture(name.startsWith("/t-")))
                .use(
                        (socket, next) -> {
                            seen.add("use " + socket.namespace().name());
                            next.proceed();
                        });

        world.connect("/tenant-7");
        assertThat(next()).isEqualTo("/tenant-7");
        world.connect("/t-1");
        assertThat(next()).isEqualTo("use /t-1");
    }

    @Test
    void shouldTellOfRooms() throws Exception {
        Socket socket = socketOf(world.connect("/"));
        Namespace namespace = bus.of("/");
        for (RoomEvent event : RoomEvent.values()) {
            namespace.adapter().on(event, (room, id) -> seen.add(event + " " + room));
        }

        socket.join("a");
        socket.leave("a");

        assertThat(List.of(next(), next(), next(), next()))
                .containsExactly("CREATE a", "JOIN a", "LEAVE a", "DELETE a");
    }

    // ---- client side

    @Test
    void shouldBeAClient() throws Exception {
        bus.of("/chat")
                .onConnection(
                        socket -> {
                            seen.add(socket.handshake().auth(Login.class));
                            socket.onRequest("order", Order.class, order -> order.item());
                            socket.on("tick", Integer.class, seen::add);
                        });
        ClientSocket client =
                world.connect(
                        "/chat", options -> options.query("token", "x").auth(new Login("me")));
        client.on("hello", String.class, text -> seen.add(text));
        client.onConnect(() -> seen.add("connected"));
        client.onConnectError(error -> seen.add(error));
        client.onDisconnect(reason -> seen.add(reason));
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder(new Login("me"), "connected");

        client.timeout(ofSeconds(1))
                .emit(
                        "order",
                        new Order("tea", 1),
                        (failure, ack) -> seen.add(ack.get(0, String.class)));
        assertThat(next()).isEqualTo("tea");
        assertThat(await(client.emitWithAck("order", new Order("pie", 1))).get(0, String.class))
                .isEqualTo("pie");
        client.asVolatile().emit("tick", 7);
        assertThat(next()).isEqualTo(7);
        bus.of("/chat").emit("hello", "world");
        assertThat(next()).isEqualTo("world");
        client.disconnect();
        assertThat(next()).isEqualTo(DisconnectReason.IO_CLIENT_DISCONNECT);
        client.connect();
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder(new Login("me"), "connected");
        assertThat(client.isRecovered()).isFalse();
    }
}
