package io.ringcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Bus;
import io.ringcast.gateway.GatewayRegistration;
import io.ringcast.gateway.GatewayServer;
import io.ringcast.gateway.GatewayTransportProvider;
import io.ringcast.gateway.Gateways;
import io.ringcast.gateway.InvalidGatewayException;
import io.ringcast.gateway.SubscribeMessage;
import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.transport.jetty.JettyGatewayTransports;
import io.ringcast.transport.jetty.JettyTransport;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.ServiceLoader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gateways with a port of their own, beside the bus's own transport. */
class GatewayPortTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Bus bus = Bus.create();
    private final Beside beside = new Beside();
    private final JettyTransport main =
            bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
    // A port that is free is not known when the annotation is compiled.
    private final Gateways gateways =
            Gateways.on(bus)
                    .options(
                            "test",
                            JettyGatewayTransports.settings(
                                    web -> web.host("127.0.0.1").port(0).handler(beside)));

    @AfterEach
    void close() {
        bus.close();
    }

    /** Knows the server that it is a part of. */
    private static final class Beside extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            return false;
        }

        int port() {
            Server server = getServer();
            return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        }
    }

    @WebSocketGateway(value = 3001, namespace = "/own", transports = "websocket", options = "test")
    static class Own {
        @SubscribeMessage("ask")
        String ask(String text) {
            return text + "!";
        }
    }

    @WebSocketGateway(namespace = "/shared")
    static class Shared extends Own {}

    private URI uri(String scheme, int port, String transport) {
        return URI.create(
                scheme + "://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=" + transport);
    }

    /** What a server says to a client that wants into a namespace, without what is random. */
    private String entering(int port, String namespace) throws Exception {
        try (WireSocket socket = WireSocket.open(http, uri("ws", port, "websocket"))) {
            return entering(socket, namespace);
        }
    }

    private static String entering(WireSocket socket, String namespace) throws Exception {
        assertThat(socket.text()).startsWith("0{");
        socket.send("40" + namespace + ",");
        return socket.text().replaceAll("\\{.*", "");
    }

    @Test
    void shouldReachAGatewayThroughItsPortOnly() throws Exception {
        gateways.register(new Own());
        gateways.register(new Shared());

        assertThat(entering(beside.port(), "/own")).isEqualTo("40/own,");
        assertThat(entering(beside.port(), "/shared")).isEqualTo("44/shared,");
        assertThat(entering(main.port(), "/own")).isEqualTo("44/own,");
        assertThat(entering(main.port(), "/shared")).isEqualTo("40/shared,");
    }

    @Test
    void shouldServeTheGatewaysTransportsOnly() throws Exception {
        gateways.register(new Own());

        HttpResponse<String> polling =
                http.send(
                        HttpRequest.newBuilder(uri("http", beside.port(), "polling")).build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(polling.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldCloseTheServerWithTheRegistration() throws Exception {
        GatewayRegistration registration = gateways.register(new Own());
        int port = beside.port();
        WireSocket socket = WireSocket.open(http, uri("ws", port, "websocket"));
        assertThat(entering(socket, "/own")).isEqualTo("40/own,");
        socket.send("42/own,1[\"ask\",\"x\"]");
        assertThat(socket.text()).isEqualTo("43/own,1[\"x!\"]");

        registration.close();

        socket.end();
        assertThatThrownBy(() -> WireSocket.open(http, uri("ws", port, "websocket")))
                .hasCauseInstanceOf(ConnectException.class);
        assertThat(entering(main.port(), "/own")).isEqualTo("40/own,");
    }

    @Test
    void shouldSayThatAPortIsInUse() {
        Gateways taken =
                Gateways.on(bus)
                        .options(
                                "test",
                                JettyGatewayTransports.settings(
                                        web -> web.host("127.0.0.1").port(main.port())));

        assertThatThrownBy(() -> taken.register(new Own()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining("its server at port 3001 can't be opened")
                .hasStackTraceContaining("can't listen on port " + main.port());
    }

    @Test
    void shouldBeFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(GatewayTransportProvider.class))
                .hasExactlyElementsOfTypes(JettyGatewayTransports.class);
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        JettyGatewayTransports provider = new JettyGatewayTransports();

        assertThatThrownBy(
                        () ->
                                provider.create(
                                        new GatewayServer(
                                                3001, "/socket.io/", List.of("tcp"), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"tcp\"")
                .hasMessageContaining("[polling, websocket]");
        assertThatThrownBy(
                        () ->
                                provider.create(
                                        new GatewayServer(
                                                3001, "/socket.io/", List.of(), "options")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JettyGatewayTransports.settings");
    }
}
