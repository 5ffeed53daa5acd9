package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Bus;
import io.ringcast.DisconnectReason;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hooks of a gateway's and of a socket's life. */
class GatewayHookTest extends GatewayFixture {

    @WebSocketGateway(namespace = "shared")
    static class Hooked implements OnGatewayConnection, OnGatewayDisconnect {
        private final List<Object> seen;
        private final String name;

        Hooked(List<Object> seen, String name) {
            this.seen = seen;
            this.name = name;
        }

        @Override
        public void handleConnection(Socket socket) {
            seen.add(name + " in");
        }

        @Override
        public void handleDisconnect(Socket socket, DisconnectReason reason) {
            seen.add(name + " out: " + reason.text());
        }
    }

    private GatewayTest three() {
        return start(new Hooked(seen, "a"), new Hooked(seen, "b"), new Hooked(seen, "c"));
    }

    @Test
    void shouldCallTheHooksOfSeveralGatewaysInTheOrderOfRegistrationOncePerSocket() {
        GatewayTest test = three();

        test.connect();
        test.connect();

        assertThat(seen).containsExactly("a in", "b in", "c in", "a in", "b in", "c in");
    }

    @Test
    void shouldPassTheReasonOfADisconnect() {
        GatewayTest test = three();
        GatewayClient leaving = test.connect();
        GatewayClient cut = test.connect();
        seen.clear();

        leaving.disconnect();
        test.bus().network().cut(cut.socket());
        test.bus().runUntilIdle();

        assertThat(seen)
                .containsExactly(
                        "a out: client namespace disconnect",
                        "b out: client namespace disconnect",
                        "c out: client namespace disconnect",
                        "a out: transport close",
                        "b out: transport close",
                        "c out: transport close");
    }

    @WebSocketGateway(namespace = "chat")
    static class WithServer implements OnGatewayInit {
        @WebSocketServer private Namespace io;
        @WebSocketServer Bus bus;
        private Namespace given;
        private Namespace field;

        @Override
        public void afterInit(Namespace server) {
            given = server;
            field = io;
        }
    }

    @Test
    void shouldSetTheServersFieldBeforeAfterInit() {
        WithServer gateway = new WithServer();

        GatewayTest test = start(gateway);

        assertThat(gateway.field).isNotNull().isSameAs(gateway.given);
        assertThat(gateway.field.name()).isEqualTo("/chat");
        assertThat(gateway.bus).isNotNull();
        assertThat(test.registration(0).namespace()).isSameAs(gateway.field);
    }

    @WebSocketGateway
    static class FailingInit implements OnGatewayInit {
        @Override
        public void afterInit(Namespace server) {
            throw new IllegalStateException("no database");
        }
    }

    @Test
    void shouldNotRegisterAGatewayWhoseInitFails() {
        assertThatThrownBy(() -> start(new FailingInit()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(FailingInit.class.getName() + ".afterInit")
                .hasRootCauseMessage("no database");
    }

    @WebSocketGateway
    static class Annotated {
        private final List<Object> seen;

        Annotated(List<Object> seen) {
            this.seen = seen;
        }

        @OnConnect
        void enter(Socket socket, @Auth Map<String, String> auth) {
            seen.add(auth.get("name"));
            socket.emit("welcome", auth.get("name"));
        }

        @OnDisconnect
        void leave(DisconnectReason reason, EventContext context) {
            seen.add(reason.text() + " " + context.event());
        }
    }

    @Test
    void shouldCallAnnotatedHooksWithTheArgumentsTheyAskFor() {
        GatewayClient client = start(new Annotated(seen)).connect(Map.of("name", "Ann"));
        assertThat(client.await("welcome", String.class)).isEqualTo("Ann");

        client.disconnect();

        assertThat(seen).containsExactly("Ann", "client namespace disconnect disconnect");
    }

    @Test
    void shouldNotCallConnectionHooksForSocketsThatAreThereAlready() {
        GatewayTest test = start(new Hooked(seen, "a"));
        GatewayClient client = test.connect();

        Gateways.register(test.bus(), new Hooked(seen, "late"));
        client.disconnect();

        assertThat(seen).containsExactly("a in", "a out: client namespace disconnect");
    }
}
