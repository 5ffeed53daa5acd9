package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Namespace;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayTest;
import io.ringcast.transport.inmemory.test.TestBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Namespaces and ports of gateways. What a port's server does is its transport's test. */
class GatewayEntranceTest {
    private final List<Object> seen = new ArrayList<>();
    private final TestBus bus = TestBus.create();
    private final Gateways gateways =
            Gateways.on(bus)
                    .transportProvider(this::open)
                    .options("fast", "the options")
                    .options("slow", "others");

    @AfterEach
    void close() {
        bus.close();
        assertThat(bus.failures()).isEmpty();
    }

    private Transport open(GatewayServer server) {
        return new Transport() {
            @Override
            public void start(TransportContext context) {
                seen.add(server);
            }

            @Override
            public void stopAccepting() {}

            @Override
            public void close(Duration drain) {
                seen.add("closed " + server.port());
            }
        };
    }

    /** What most gateways here do. */
    static class Asked {
        @SubscribeMessage("ask")
        String ask() {
            return getClass().getSimpleName();
        }
    }

    @WebSocketGateway(namespace = "chat")
    static class WithoutSlash extends Asked {}

    @WebSocketGateway(namespace = "/chat")
    static class WithSlash {
        @SubscribeMessage("tell")
        String tell() {
            return "told";
        }
    }

    @Test
    void shouldAddAMissingSlash() {
        GatewayTest test = GatewayTest.on(bus, options -> {}, new WithoutSlash(), new WithSlash());
        GatewayClient client = test.connectTo("/chat", options -> {});

        assertThat(test.registration(0).namespace()).isSameAs(test.registration(1).namespace());
        assertThat(client.emitWithAck("ask").get(String.class)).isEqualTo("WithoutSlash");
        assertThat(client.emitWithAck("tell").get(String.class)).isEqualTo("told");
    }

    @WebSocketGateway(namespacePattern = "/room-(?<room>\\w+)")
    static class Rooms {
        @WebSocketServer Namespace all;

        @SubscribeMessage("where")
        String where(@NamespaceParam("room") String room, Namespace namespace) {
            return room + " in " + namespace.name();
        }
    }

    @Test
    void shouldTakeEachNamespaceThatMatchesAPattern() {
        Rooms rooms = new Rooms();
        GatewayTest test = GatewayTest.on(bus, options -> {}, rooms);
        GatewayClient blue = test.connectTo("/room-blue", options -> {});
        GatewayClient red = test.connectTo("/room-red", options -> {});

        rooms.all.emit("hello");

        assertThat(blue.emitWithAck("where").get(String.class)).isEqualTo("blue in /room-blue");
        assertThat(red.emitWithAck("where").get(String.class)).isEqualTo("red in /room-red");
        assertThat(blue.await("hello").size()).isZero();
        assertThat(red.await("hello").size()).isZero();
    }

    // ---- ports

    @WebSocketGateway(value = 3001, path = "ws", transports = "websocket", options = "fast")
    static class OwnPort extends Asked {}

    @WebSocketGateway(
            port = 3001,
            path = "/ws/",
            transports = "websocket",
            options = "fast",
            namespace = "/b")
    static class SamePort extends Asked {}

    @WebSocketGateway(port = 3001, path = "/other/", namespace = "/c")
    static class OtherPath extends Asked {}

    @WebSocketGateway(
            port = 3001,
            path = "/ws/",
            transports = "websocket",
            options = "slow",
            namespace = "/d")
    static class OtherOptions extends Asked {}

    @WebSocketGateway(namespace = "/b")
    static class NoPort {
        @SubscribeMessage("tell")
        void tell() {}
    }

    @WebSocketGateway(path = "/ws/")
    static class PathWithoutPort extends Asked {}

    @WebSocketGateway(value = 3001, port = 3002)
    static class TwoPorts extends Asked {}

    @WebSocketGateway(70_000)
    static class NoSuchPort extends Asked {}

    @WebSocketGateway(namespace = "/a", namespacePattern = "/b")
    static class NameAndPattern extends Asked {}

    @WebSocketGateway(value = 3001, options = "unknown")
    static class UnknownOptions extends Asked {}

    private void refused(Object gateway, String... words) {
        assertThatThrownBy(() -> gateways.register(gateway))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(gateway.getClass().getName())
                .hasMessageContainingAll(words);
    }

    @Test
    void shouldOpenAServerForAPortAndCloseItWithTheLastRegistration() {
        GatewayServer asked = new GatewayServer(3001, "/ws/", List.of("websocket"), "the options");

        GatewayRegistration first = gateways.register(new OwnPort());
        GatewayRegistration second = gateways.register(new SamePort());
        assertThat(seen).containsExactly(asked);
        first.close();
        assertThat(seen).containsExactly(asked);
        second.close();

        assertThat(seen).containsExactly(asked, "closed 3001");
    }

    @Test
    void shouldOpenNoServerForPortZero() {
        gateways.register(new WithoutSlash());

        assertThat(seen).isEmpty();
    }

    @Test
    void shouldRefuseOptionsThatContradictThoseOfTheSamePort() {
        gateways.register(new OwnPort());

        refused(new OtherPath(), "port 3001 is open with other options", "give both the same");
        refused(new OtherOptions(), "port 3001 is open with other options");
    }

    @Test
    void shouldRefuseTwoPortsForANamespace() {
        gateways.register(new SamePort());

        refused(new NoPort(), "/b is at port 3001", "another namespace");
    }

    @Test
    void shouldRefuseWhatContradictsItself() {
        refused(new PathWithoutPort(), "add a port");
        refused(new TwoPorts(), "two ports, 3001 and 3002");
        refused(new NoSuchPort(), "70000");
        refused(new NameAndPattern(), "exclude each other");
        refused(new UnknownOptions(), "unknown", "Gateways.options");
    }

    @Test
    void shouldSayWhatIsMissingToOpenAPort() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThatThrownBy(() -> Gateways.register(bus, new SamePortNoOptions()))
                    .isInstanceOf(InvalidGatewayException.class)
                    .hasMessageContaining("transport-jetty");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @WebSocketGateway(3001)
    static class SamePortNoOptions extends Asked {}

    @Test
    void shouldNotRegisterWhatCanNotBeOpened() {
        Gateways failing =
                Gateways.on(bus)
                        .transportProvider(
                                server -> {
                                    throw new IllegalStateException("in use");
                                });

        assertThatThrownBy(() -> failing.register(new SamePortNoOptions()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining("3001")
                .hasRootCauseMessage("in use");
        gateways.register(new OwnPort());
        assertThat(seen).hasSize(1);
    }
}
