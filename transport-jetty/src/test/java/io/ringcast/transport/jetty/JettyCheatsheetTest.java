package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.Recovery;
import io.ringcast.loop.WaitMode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** The lines of the API by example that need Jetty: each compiles and does what it says. */
class JettyCheatsheetTest {
    private static final String TARGET = "/socket.io/?EIO=4&transport=websocket";

    private static void assertServes(int port) throws Exception {
        try (RawWebSocket client = RawWebSocket.open(port, TARGET)) {
            assertThat(client.text()).startsWith("0{");
            client.text("40");
            assertThat(client.text()).startsWith("40{\"sid\":");
            client.text("420[\"hello\",\"world\"]");
            assertThat(client.text()).isEqualTo("430[\"got it\"]");
        }
    }

    private static void answerHellos(Bus bus) {
        bus.onConnection(
                socket -> socket.on("hello", String.class, (text, ack) -> ack.send("got it")));
    }

    @Test
    void shouldAttachATransportWithAPortOfItsOwn() throws Exception {
        Bus bus = Bus.create();
        answerHellos(bus);

        JettyTransport web =
                bus.attach(
                        JettyTransport.builder()
                                .port(0)
                                .host("127.0.0.1")
                                .cors(Cors.allow("http://localhost:8080"))
                                .build());

        assertServes(web.port());
        try (RawClient client = new RawClient(web.port())) {
            assertThat(
                            client.get(
                                            "/socket.io/?EIO=4&transport=polling",
                                            "Origin: http://localhost:8080")
                                    .header("Access-Control-Allow-Origin"))
                    .isEqualTo("http://localhost:8080");
        }
        bus.close();
    }

    @Test
    void shouldServeWithEveryOptionOfTheBusSet() throws Exception {
        for (WaitMode mode : WaitMode.values()) {
            BusBuilder options =
                    Bus.builder()
                            .waitMode(mode)
                            .ringSize(16_384)
                            .connectTimeout(Duration.ofSeconds(45))
                            .connectionStateRecovery(Recovery.of(Duration.ofMinutes(2)))
                            .errorHandler((context, failure) -> {});
            try (Bus bus = options.build()) {
                answerHellos(bus);
                assertServes(
                        bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build())
                                .port());
            }
        }
    }

    @Test
    void shouldMountInAnApplicationsOwnServer() throws Exception {
        Bus bus = Bus.create();
        answerHellos(bus);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);

        server.setHandler(new SocketIoHandler(bus));
        server.start();

        assertServes(connector.getLocalPort());
        bus.close();
        server.stop();
    }

    @Test
    void shouldTellClientsWhenItClosesAndCloseOnce() throws Exception {
        Bus bus = Bus.create();
        CompletableFuture<String> reason = new CompletableFuture<>();
        bus.onConnection(socket -> socket.onDisconnect(why -> reason.complete(why.text())));
        JettyTransport web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
        try (RawWebSocket client = RawWebSocket.open(web.port(), TARGET)) {
            client.text("40");
            assertThat(client.text()).startsWith("0{");
            assertThat(client.text()).startsWith("40{");
            CompletableFuture<Void> closing = CompletableFuture.runAsync(bus::close);

            assertThat(client.closeStatus()).isEqualTo(1005);
            client.frameOf(true, RawWebSocket.CLOSE);

            closing.get(20, TimeUnit.SECONDS);
            assertThat(reason.get(20, TimeUnit.SECONDS)).isEqualTo("server shutting down");
        }
        bus.close();
    }
}
