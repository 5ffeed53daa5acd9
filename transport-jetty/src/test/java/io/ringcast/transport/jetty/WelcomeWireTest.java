package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is emitted in a connection listener. There are clients that begin to listen when CONNECT has
 * been answered: an event that came in the same segment was lost on them.
 */
class WelcomeWireTest {
    private final Bus bus = Bus.create();
    private final CountDownLatch held = new CountDownLatch(1);
    private JettyTransport web;

    @BeforeEach
    void start() {
        bus.onConnection(
                socket -> {
                    socket.emit("hello", 1);
                    await(held);
                });
        web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
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

    @Test
    void shouldAnswerConnectBeforeTheFirstEventOverAWebSocket() throws Exception {
        try (RawWebSocket client =
                RawWebSocket.open(web.port(), "/socket.io/?EIO=4&transport=websocket")) {
            client.text();

            client.text("40");

            assertThat(client.text()).startsWith("40{");
            held.countDown();
            assertThat(client.text()).isEqualTo("42[\"hello\",1]");
        }
    }

    @Test
    void shouldAnswerAPollWithBoth() throws Exception {
        held.countDown();
        try (RawClient polls = new RawClient(web.port());
                RawClient posts = new RawClient(web.port())) {
            String poll = "/socket.io/?EIO=4&transport=polling";
            String session = poll + "&sid=" + EchoFixture.sid(polls.get(poll).body());
            polls.request("GET", session);

            posts.post(session, "40");

            assertThat(polls.response().body())
                    .startsWith("40{")
                    .endsWith("}\u001e42[\"hello\",1]");
        }
    }
}
