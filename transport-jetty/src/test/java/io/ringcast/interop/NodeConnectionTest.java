package io.ringcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ConnectErrorException;
import io.ringcast.engineio.EngineFilter;
import io.ringcast.interop.InteropSocket.Refusal;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.Counter;
import io.ringcast.transport.jetty.Patience;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How connections of npm's client begin and end, and what survives in between. */
class NodeConnectionTest extends NodeFixture {
    // ---- namespaces

    @Test
    void shouldCarryTwoNamespacesOnOneConnection() throws Exception {
        ScriptServer server = server();
        NodeSocket main = open(server.url());
        main.awaitConnect();
        NodeSocket tenant =
                new NodeSocket(
                        main.node(),
                        (Integer)
                                main.run(
                                        """
                                        const other = socket.io.socket("/tenant-1");
                                        await new Promise((done) => other.once("connect", done));
                                        return sockets.push(other) - 1;
                                        """));

        assertThat(server.socket("/tenant-1").isConnected()).isTrue();
        assertThat(tenant.request("ack", 1)).containsExactly(1);
        assertThat(server.bus().counters().get(Counter.CONNECTIONS_OPENED)).isEqualTo(1);
        assertThat(server.bus().socketsCount()).isEqualTo(1);
    }

    /**
     * As React does in development: the connection of all namespaces was closed. The reference
     * answers each over a WebSocket, and closes over polling.
     */
    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldBearAClientThatIsToldToConnectTwice(Route route) throws Exception {
        ScriptServer server = server();
        NodeSocket main = open(server.url(), over(route));
        main.awaitConnect();

        List<?> state =
                (List<?>)
                        main.run(
                                """
                                const other = socket.io.socket("/tenant-1");
                                other.connect();
                                other.disconnect();
                                other.connect();
                                await other.timeout(20000).emitWithAck("ack", 1);
                                return [socket.connected, other.id];
                                """);

        assertThat(state.get(0)).isEqualTo(true);
        assertThat(server.bus().of("/tenant-1").socket((String) state.get(1))).isPresent();
        assertThat(server.bus().of("/tenant-1").socketsCount()).isEqualTo(1);
    }

    @Test
    void shouldLetAFunctionDecideAboutNamespaces() throws Exception {
        ScriptServer server = server();
        server.bus()
                .of((name, auth) -> CompletableFuture.supplyAsync(() -> mayEnter(name, auth)))
                .onConnection(socket -> socket.emit("where", socket.namespace().name()));

        NodeSocket allowed = open(server.url() + "/asked", Map.of("auth", Map.of("key", "1")));
        NodeSocket refused = open(server.url() + "/asked-not");

        assertThat(allowed.next("where").arguments()).containsExactly("/asked");
        assertThat(refused.awaitRefusal()).isEqualTo(new Refusal("Invalid namespace", null));
    }

    private static boolean mayEnter(String name, Payload auth) {
        return name.equals("/asked") && auth.size() == 1;
    }

    // ---- entry

    @Test
    void shouldRefuseWithWhateverDataMiddlewareGives() throws Exception {
        ScriptServer server = server();
        server.bus()
                .use(
                        (socket, next) ->
                                next.reject(
                                        new ConnectErrorException(
                                                "no \ud83d\ude00", List.of("why", 1))));

        assertThat(open(server.url()).awaitRefusal())
                .isEqualTo(new Refusal("no \ud83d\ude00", List.of("why", 1)));
    }

    @Test
    void shouldAskForAuthAgainAtEveryAttempt() throws Exception {
        ScriptServer server = server();
        NodeSocket client = open(server.url(), Map.of("autoConnect", false));
        client.run("let n = 0; socket.auth = (tell) => tell({ attempt: ++n }); socket.connect();");
        client.awaitConnect();
        assertThat(attempt(client)).isEqualTo(1);

        client.disconnect();
        client.awaitDisconnect();
        client.connect();

        client.awaitConnect();
        assertThat(attempt(client)).isEqualTo(2);
    }

    private static Object attempt(NodeSocket client) {
        Map<?, ?> seen = (Map<?, ?>) client.request("handshake").get(0);
        return ((Map<?, ?>) seen.get("auth")).get("attempt");
    }

    /** What middleware emits waits for the socket to be let in (J14). */
    @Test
    void shouldDeliverWhatMiddlewareEmitted() throws Exception {
        ScriptServer server = server();
        server.bus()
                .use(
                        (socket, next) -> {
                            socket.emit("early", 1);
                            next.proceed();
                        });
        server.bus().onConnection(socket -> socket.emit("late", 2));

        NodeSocket client = open(server.url());

        assertThat(client.next("early").arguments()).containsExactly(1);
        assertThat(client.next("late").arguments()).containsExactly(2);
    }

    @Test
    void shouldTakeWhatWasSentBeforeTheConnectionWasThere() throws Exception {
        ScriptServer server = server();
        NodeSocket client = open(server.url(), Map.of("autoConnect", false));

        client.run(
                """
                for (let i = 0; i < 100; i++) {
                  socket.emit("echo", i);
                }
                socket.volatile.emit("echo", "lost");
                socket.connect();
                """);

        for (int i = 0; i < 100; i++) {
            assertThat(client.next("echo").arguments()).containsExactly(i);
        }
        assertThat(client.request("ack", "end")).containsExactly("end");
        assertThat(client.pending()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldCloseAConnectionThatEntersNoNamespace(Route route) throws Exception {
        ScriptServer server = server(bus -> bus.connectTimeout(Duration.ofMillis(300)));

        Object reason = reasonOfClosedManager(server, route);

        assertThat(reason).isEqualTo("transport close");
        // The client may have heard of it before it is counted.
        Patience.await(
                "counted", () -> server.bus().counters().get(Counter.CONNECTIONS_CLOSED) == 1);
    }

    /** Opens a connection without a CONNECT packet for the main namespace. */
    private Object reasonOfClosedManager(ScriptServer server, Route route) {
        NodeSocket unused = open(server.url(), Map.of("autoConnect", false));
        return unused.run(
                """
                const { Manager } = require("socket.io-client");
                const { url, transports } = parameters;
                const manager = new Manager(url, { transports, reconnection: false });
                return new Promise((done) => manager.on("close", done));
                """,
                Map.of("url", server.url(), "transports", route.transports()));
    }

    // ---- ends

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldSayTransportCloseWhenTheClientClosesItsConnection(Route route) throws Exception {
        ScriptServer server = server();
        Pair pair = pair(server, server.url(), over(route));

        pair.client().run("socket.io.reconnection(false); socket.io.engine.close();");

        assertThat(pair.client().awaitDisconnect()).isEqualTo("forced close");
        assertThat(server.end(pair.server().id())).isEqualTo("transport close");
    }

    @ParameterizedTest
    @EnumSource(names = {"POLLING", "WEBSOCKET"})
    void shouldSayPingTimeoutWhenTheNetworkIsSilent(Route route) throws Exception {
        ScriptServer server =
                server(bus -> bus.heartbeat(Duration.ofMillis(300), Duration.ofSeconds(1)));
        TcpProxy network = network(server);
        Pair pair = pair(server, network.url(), over(route, Map.of("reconnection", false)));

        network.stall();

        assertThat(pair.client().awaitDisconnect()).isEqualTo("ping timeout");
        assertThat(server.end(pair.server().id())).isEqualTo("ping timeout");
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldKeepAQuietConnection(Route route) throws Exception {
        ScriptServer server =
                server(bus -> bus.heartbeat(Duration.ofMillis(50), Duration.ofSeconds(20)));
        Pair pair = pair(server, server.url(), over(route));

        pair.client()
                .run(
                        """
                        let pings = 0;
                        return new Promise((done) => {
                          socket.io.on("ping", () => ++pings === 10 && done());
                        });
                        """);

        assertThat(pair.server().isConnected()).isTrue();
        assertThat(pair.client().request("ack", "alive")).containsExactly("alive");
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldNotComeBackAfterTheServerEndedTheSocket(Route route) throws Exception {
        ScriptServer server = server();
        Pair pair = pair(server, server.url(), over(route, Map.of("reconnectionDelay", 1)));

        pair.server().disconnect(true);

        assertThat(pair.client().awaitDisconnect()).isEqualTo("io server disconnect");
        assertThat(pair.client().run("return socket.active;")).isEqualTo(false);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldDeliverWhatWasEmittedRightBeforeTheEnd(Route route) throws Exception {
        ScriptServer server = server();
        Pair pair = pair(server, server.url(), over(route));

        pair.server().emit("last words", ByteBuffer.wrap(new byte[] {1}));
        pair.server().disconnect(true);

        assertThat(pair.client().next("last words").arguments())
                .containsExactly(ByteBuffer.wrap(new byte[] {1}));
        assertThat(pair.client().awaitDisconnect()).isEqualTo("io server disconnect");
    }

    @Test
    void shouldEndAllNamespacesOfAConnectionTogether() throws Exception {
        ScriptServer server = server();
        Pair pair = pair(server, server.url(), Map.of());
        NodeSocket admin =
                pair.client().node().namespace(pair.client(), "/admin", Map.of("token", "secret"));
        String adminId = admin.awaitConnect().id();

        server.bus().of("/admin").disconnectSockets(true);

        assertThat(admin.awaitDisconnect()).isEqualTo("io server disconnect");
        assertThat(pair.client().awaitDisconnect()).isEqualTo("io server disconnect");
        assertThat(server.end(adminId)).isEqualTo("server namespace disconnect");
        assertThat(server.end(pair.server().id())).isEqualTo("server namespace disconnect");
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldMoveToTheNextServerAfterAShutdown(Route route) throws Exception {
        ScriptServer first = new ScriptServer(bus -> bus, web -> web);
        int port = first.port();
        Map<String, Object> impatient = Map.of("reconnectionDelay", 50, "reconnectionDelayMax", 50);
        Pair pair = pair(first, first.url(), over(route, impatient));

        first.close(Duration.ofSeconds(5));
        assertThat(first.end(pair.server().id())).isEqualTo("server shutting down");
        // By polling it may be between two requests, and then finds the port closed.
        assertThat(pair.client().awaitDisconnect())
                .isIn("transport close", route == Route.WEBSOCKET ? "" : "transport error");
        ScriptServer second = server(bus -> bus, web -> web.port(port));

        assertThat(pair.client().awaitReconnect()).isPositive();
        pair.client().awaitConnect();
        assertThat(second.socket("/").isConnected()).isTrue();
        assertThat(pair.client().request("ack", "again")).containsExactly("again");
    }

    @Test
    void shouldSendWhatWasEmittedWhileItWasAway() throws Exception {
        ScriptServer server = server();
        TcpProxy network = network(server);
        Pair pair = pair(server, network.url(), over(Route.WEBSOCKET));
        network.cut();
        pair.client().awaitDisconnect();

        for (int i = 0; i < 20; i++) {
            pair.client().emit("echo", i);
        }
        network.mend();

        List<Object> echoed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            echoed.add(pair.client().next("echo").arguments().get(0));
        }
        assertThat(echoed).isSorted().hasSize(20);
    }

    // ---- volatile

    @ParameterizedTest
    @EnumSource(names = {"POLLING", "WEBSOCKET"})
    void shouldDropVolatileEventsThatCannotLeave(Route route) throws Exception {
        ScriptServer server = server();
        TcpProxy network = network(server);
        Pair pair = pair(server, network.url(), over(route));
        network.stall();
        String large = "x".repeat(100_000);

        // More than what the operating system buffers on the way, and less than the outbound limit.
        int sent = 0;
        while (server.bus().counters().get(Counter.DROPPED_VOLATILE) == 0 && sent < 1_000) {
            pair.server().asVolatile().emit("tick", sent++, large);
            CompletableFuture<Void> taken = new CompletableFuture<>();
            var unused = pair.server().join("any").thenRun(() -> taken.complete(null));
            taken.get(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        pair.server().emit("kept", 1);
        network.flow();

        assertThat(pair.client().next("kept").arguments()).containsExactly(1);
        assertThat(server.bus().counters().get(Counter.DROPPED_VOLATILE)).isPositive();
        assertThat(sent).isLessThan(1_000);
        assertThat(pair.client().request("ack", "fine")).containsExactly("fine");
    }

    // ---- order

    /** Ten thousand numbers each way; the WebSocket is let in when a thousand have passed. */
    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldKeepTenThousandNumbersInOrderBothWays(Route route) throws Exception {
        CompletableFuture<Void> underWay = new CompletableFuture<>();
        if (route == Route.WEBSOCKET) {
            underWay.complete(null);
        }
        EngineFilter late =
                (request, headers, next) -> {
                    if ("websocket".equals(request.query("transport"))) {
                        var unused = underWay.thenRun(next::proceed);
                    } else {
                        next.proceed();
                    }
                };
        ScriptServer server = server(bus -> bus, web -> web.options(o -> o.use(late)));
        List<Integer> wrong = new ArrayList<>();
        int[] expected = {0};
        server.bus()
                .onConnection(
                        socket ->
                                socket.on(
                                        "number",
                                        Integer.class,
                                        n -> {
                                            if (n != expected[0]++) {
                                                wrong.add(n);
                                            }
                                            if (n == 1_000) {
                                                underWay.complete(null);
                                            }
                                            socket.emit("number", n);
                                        }));
        NodeSocket client = open(server.url(), over(route));

        Map<?, ?> outcome = client.exchange(10_000, 50, route);

        assertThat(outcome.get("wrong")).isEqualTo(List.of());
        assertThat(outcome.get("received")).isEqualTo(10_000);
        assertThat(outcome.get("transports")).isEqualTo(route.transports());
        assertThat(expected[0]).isEqualTo(10_000);
        assertThat(wrong).isEmpty();
    }
}
