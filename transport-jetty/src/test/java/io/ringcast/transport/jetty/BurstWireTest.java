package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.transport.Counter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A listener that emits a lot before it returns: no limit on packets may take that for a stuck
 * peer.
 */
class BurstWireTest {
    private static final int BURST = 20_000;

    private final Bus bus = Bus.create();
    private final CountDownLatch held = new CountDownLatch(1);
    private JettyTransport web;

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    @BeforeEach
    void start() {
        bus.onConnection(
                socket -> {
                    socket.on(
                            "burst",
                            (args, ack) -> {
                                for (int i = 0; i < BURST; i++) {
                                    socket.emit("n", i);
                                }
                            });
                    socket.on(
                            "hold",
                            (args, ack) -> {
                                for (int i = 0; i < 300; i++) {
                                    socket.emit("n", i);
                                }
                                await(held);
                            });
                });
        web =
                bus.attach(
                        JettyTransport.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .options(options -> options.webSockets(engine()))
                                .build());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        held.countDown();
        bus.close(Duration.ofMillis(200));
    }

    private RawWebSocket open() throws Exception {
        RawWebSocket client =
                RawWebSocket.open(web.port(), "/socket.io/?EIO=4&transport=websocket");
        client.text();
        client.text("40").text();
        return client;
    }

    @Test
    void shouldDeliverAllThatAListenerEmits() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("42[\"burst\"]");

            for (int i = 0; i < BURST; i++) {
                assertThat(client.text()).isEqualTo("42[\"n\"," + i + "]");
            }
            assertThat(bus.counters().get(Counter.SLOW_CONSUMERS_CLOSED)).isZero();
        }
    }

    @Test
    void shouldDeliverAllToAPoller() throws Exception {
        try (RawClient client = new RawClient(web.port())) {
            String poll = "/socket.io/?EIO=4&transport=polling";
            String session = poll + "&sid=" + EchoFixture.sid(client.get(poll).body());
            client.post(session, "40");
            client.get(session);

            client.post(session, "42[\"burst\"]");

            for (int next = 0; next < BURST; ) {
                for (String packet : client.get(session).body().split("\u001e", -1)) {
                    assertThat(packet).isEqualTo("42[\"n\"," + next++ + "]");
                }
            }
        }
    }

    @Test
    void shouldSendTheFirstBeforeTheListenerReturns() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("42[\"hold\"]");

            assertThat(client.text()).isEqualTo("42[\"n\",0]");
            held.countDown();
        }
    }
}
