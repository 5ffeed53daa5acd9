package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundLimits;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that do not keep up. */
class SlowReaderWireTest {
    private static final int SIZE = 90_000;

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    @Test
    void shouldWriteTheRestWhenTheReaderComesBack() throws Exception {
        try (var server = withLittleRoom();
                var client = server.webSocket()) {
            client.text();
            var session = server.session();
            for (int i = 0; i < 40; i++) {
                session.sendText(message(i));
                session.flush();
            }
            assertThat(session.pendingBytes()).isPositive();

            for (int i = 0; i < 40; i++) {
                assertThat(client.text()).isEqualTo("4" + message(i));
            }
            client.text("4end");
            assertThat(client.text()).isEqualTo("4end");
            Patience.await("all is sent", () -> session.pendingBytes() == 0);
        }
    }

    /** A server whose network holds little, so that the rest waits in the server. */
    private EchoFixture withLittleRoom() throws Exception {
        EchoFixture server = EchoFixture.start(engine());
        server.connector().setAcceptedSendBufferSize(16_384);
        return server;
    }

    private static String message(int number) {
        return number + ":" + "m".repeat(SIZE);
    }

    @Test
    void shouldCutAStuckReaderOffWithoutHarmToOthers() throws Exception {
        Bus bus =
                Bus.builder()
                        .outboundLimits(
                                new OutboundLimits(
                                        1_000, 1_000_000, OutboundLimits.Policy.DISCONNECT))
                        .build();
        var reasons = new LinkedBlockingQueue<String>();
        bus.onConnection(s -> s.onDisconnect(reason -> reasons.add(reason.text())));
        JettyTransport web =
                bus.attach(
                        JettyTransport.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .options(options -> options.webSockets(engine()))
                                .build());
        try (RawWebSocket stuck = open(web);
                RawWebSocket other = open(web)) {
            String text = "m".repeat(SIZE);
            int sent = 0;
            for (; sent < 500 && reasons.isEmpty(); sent++) {
                bus.emit("tick", text);
                assertThat(other.text()).hasSize(SIZE + "42[\"tick\",\"\"]".length());
            }

            assertThat(reasons.poll(20, TimeUnit.SECONDS)).isEqualTo("slow consumer");
            assertThat(bus.counters().get(Counter.SLOW_CONSUMERS_CLOSED)).isEqualTo(1);
            stuck.awaitEnd();
            other.text("2");
        } finally {
            bus.close(Duration.ofMillis(200));
        }
    }

    private static RawWebSocket open(JettyTransport web) throws Exception {
        RawWebSocket client =
                RawWebSocket.open(web.port(), "/socket.io/?EIO=4&transport=websocket");
        client.text();
        client.text("40");
        client.text();
        return client;
    }

    @Test
    void shouldCloseBehindAMessageThatIsStillBeingWritten() throws Exception {
        try (var server = withLittleRoom();
                var client = server.webSocket()) {
            client.text();
            var session = server.session();
            for (int i = 0; i < 40; i++) {
                session.sendText(message(i));
            }
            session.flush();

            session.close(false);

            for (int i = 0; i < 40; i++) {
                assertThat(client.text()).isEqualTo("4" + message(i));
            }
            assertThat(client.closeStatus()).isEqualTo(1005);
        }
    }

    @Test
    void shouldAnswerPingsBetweenMessagesOnly() throws Exception {
        try (var server = withLittleRoom();
                var client = server.webSocket()) {
            client.text();
            var session = server.session();
            for (int i = 0; i < 40; i++) {
                session.sendText(message(i));
                session.flush();
            }
            client.frameOf(true, RawWebSocket.PING, (byte) 1);

            int pongs = 0;
            for (int texts = 0; texts < 40 || pongs == 0; ) {
                RawWebSocket.Frame frame = client.frame();
                if (frame.opcode() == RawWebSocket.PONG) {
                    pongs++;
                } else {
                    assertThat(frame.last()).isTrue();
                    texts++;
                }
            }
            assertThat(pongs).isEqualTo(1);
        }
    }

    @Test
    void shouldWriteALargePollInParts() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            String session = server.handshake(client);
            for (int i = 0; i < 10; i++) {
                client.post(session, "4" + message(i));
            }

            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                expected.append(i == 0 ? "4" : "\u001e4").append(message(i));
            }
            assertThat(client.get(session).body()).isEqualTo(expected.toString());
        }
    }
}
