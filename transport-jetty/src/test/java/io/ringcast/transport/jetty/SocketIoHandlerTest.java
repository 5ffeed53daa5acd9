package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bus in somebody else's Jetty server. */
class SocketIoHandlerTest {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

    private final Bus bus = Bus.create();
    final Server server = new Server();
    final ServerConnector connector = new ServerConnector(server, 1, 1);

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    SocketIoHandler handler() {
        return new SocketIoHandler(
                bus, JettyTransportOptions.builder().webSockets(engine()).build());
    }

    void start(Handler handler) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        bus.close(Duration.ofMillis(200));
        server.stop();
    }

    private RawClient client() throws Exception {
        return new RawClient(connector.getLocalPort());
    }

    RawWebSocket webSocket() throws Exception {
        RawWebSocket client = RawWebSocket.open(connector.getLocalPort(), WEBSOCKET);
        client.text();
        client.text("40");
        client.text();
        return client;
    }

    @Test
    void shouldLeaveOtherPathsToTheHandlersBeside() throws Exception {
        start(new Handler.Sequence(handler(), new Beside()));
        try (RawClient client = client()) {
            assertThat(client.get("/anything?EIO=4").body()).isEqualTo("beside /anything");
            assertThat(client.get(POLL).body()).startsWith("0{");
            // The last, for the handler leaves the body unread, and Jetty may close behind it.
            assertThat(client.post("/socket.ioo", "x").body()).isEqualTo("beside /socket.ioo");
        }
    }

    @Test
    void shouldLeaveUpgradesOfOtherPathsAlone() throws Exception {
        start(new Handler.Sequence(handler(), new Beside()));
        try (RawWebSocket client = new RawWebSocket(connector.getLocalPort())) {
            assertThat(client.ask("/other").body()).isEqualTo("beside /other");
        }
    }

    @Test
    void shouldWrapAnotherHandler() throws Exception {
        SocketIoHandler handler = handler();
        handler.setHandler(new Beside());
        start(handler);
        try (RawClient client = client()) {
            assertThat(client.get("/").body()).isEqualTo("beside /");
            assertThat(client.get(POLL).body()).startsWith("0{");
        }
    }

    @Test
    void shouldSitBelowTheContextOfAnApplication() throws Exception {
        start(new ContextHandler(handler(), "/app"));
        try (RawClient client = client();
                RawWebSocket socket =
                        RawWebSocket.open(connector.getLocalPort(), "/app" + WEBSOCKET)) {
            assertThat(socket.text()).startsWith("0{");
            assertThat(socket.text("40").text()).startsWith("40{");
            assertThat(client.get("/app" + POLL).body()).startsWith("0{");
            assertThat(client.get(POLL).status()).isEqualTo(404);
        }
    }

    @Test
    void shouldServeTwoBusesAtTwoPaths() throws Exception {
        Bus second = Bus.create();
        try {
            var options =
                    JettyTransportOptions.builder().path("/second").webSockets(engine()).build();
            start(new Handler.Sequence(handler(), new SocketIoHandler(second, options)));
            try (RawClient client = client()) {
                String first = EchoFixture.sid(client.get(POLL).body());
                String other =
                        EchoFixture.sid(client.get("/second/?EIO=4&transport=polling").body());

                assertThat(client.get(POLL + "&sid=" + other).body()).contains("\"code\":1");
                assertThat(client.get("/second/?EIO=4&transport=polling&sid=" + first).body())
                        .contains("\"code\":1");
            }
        } finally {
            second.close(Duration.ofMillis(200));
        }
    }

    @Test
    void shouldDisconnectItsClientsWhenTheServerStops() throws Exception {
        var reasons = new LinkedBlockingQueue<String>();
        bus.onConnection(s -> s.onDisconnect(reason -> reasons.add(reason.text())));
        server.setStopTimeout(5_000);
        start(handler());
        try (RawWebSocket client = webSocket()) {
            Thread stopper = stopInBackground();

            assertThat(client.closeStatus()).isEqualTo(1005);
            client.frameOf(true, RawWebSocket.CLOSE);
            stopper.join(20_000);

            assertThat(reasons.poll(20, TimeUnit.SECONDS)).isEqualTo("server shutting down");
        }
    }

    private Thread stopInBackground() {
        Thread stopper =
                new Thread(
                        () -> {
                            try {
                                server.stop();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        stopper.start();
        return stopper;
    }

    @Test
    void shouldServeAgainWhenTheServerStartsAgain() throws Exception {
        start(handler());
        webSocket().close();
        server.stop();

        server.start();

        webSocket().close();
    }

    @Test
    void shouldRefuseWithoutABus() throws Exception {
        start(new Handler.Sequence(handler(), new Beside()));
        bus.close(Duration.ofSeconds(1));
        try (RawClient client = client();
                RawWebSocket socket = new RawWebSocket(connector.getLocalPort())) {
            assertThat(client.get(POLL).status()).isEqualTo(503);
            assertThat(socket.ask(WEBSOCKET).status()).isEqualTo(503);
            try (RawClient other = client()) {
                assertThat(other.get("/x").body()).isEqualTo("beside /x");
            }
        }
    }

    /** Says which path it was asked for. */
    private static final class Beside extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String text = "beside " + Request.getPathInContext(request);
            response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }
    }
}
