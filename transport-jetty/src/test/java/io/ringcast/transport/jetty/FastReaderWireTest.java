package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A handler that emits more at once than a queue holds: it is faster than any network, so that a
 * client that reads was cut off as slow, and got nothing.
 */
class FastReaderWireTest {
    private static final int STUCK = 6;
    private static final int MEGABYTE = 1_000_000;

    private Bus bus;
    private JettyTransport web;

    private void start(BusBuilder builder) {
        bus = builder.build();
        bus.onConnection(socket -> socket.on("send", Wish.class, wish -> send(socket, wish)));
        web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
    }

    private record Wish(int count, int size) {}

    private static void send(Socket socket, Wish wish) {
        for (int i = 0; i < wish.count(); i++) {
            socket.emit("n", i, "x".repeat(wish.size()));
        }
    }

    private static String wish(int count, int size) {
        return "42[\"send\",{\"count\":" + count + ",\"size\":" + size + "}]";
    }

    @AfterEach
    void stop() {
        bus.close(Duration.ofMillis(200));
    }

    private RawWebSocket open() throws Exception {
        RawWebSocket client =
                RawWebSocket.open(web.port(), "/socket.io/?EIO=4&transport=websocket");
        client.text();
        client.text("40").text();
        return client;
    }

    private static void expect(String packet, int number, int size) {
        String start = "42[\"n\"," + number + ",\"";
        assertThat(packet).hasSize(start.length() + size + 2).startsWith(start);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 1000000, false",
        "50, 1000000, true",
        "5, 1000000, false",
        "100, 65536, false",
        "50000, 10, false",
        "100000, 10, true"
    })
    void shouldSendAllThatAHandlerEmits(int count, int size, boolean driven) throws Exception {
        start(Bus.builder().nonBlockingHandlers(driven));
        try (RawWebSocket client = open()) {
            client.text(wish(count, size));

            for (int i = 0; i < count; i++) {
                expect(client.text(), i, size);
            }
            assertThat(bus.counters().get(Counter.SLOW_CONSUMERS_CLOSED)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"50, 1000000", "100, 65536", "100000, 10"})
    void shouldSendAllToAPoller(int count, int size) throws Exception {
        start(Bus.builder());
        try (RawClient client = new RawClient(web.port())) {
            String poll = "/socket.io/?EIO=4&transport=polling";
            String session = poll + "&sid=" + EchoFixture.sid(client.get(poll).body());
            client.post(session, "40");
            client.get(session);

            client.post(session, wish(count, size));

            for (int next = 0; next < count; ) {
                for (String packet : client.get(session).body().split("\u001e", -1)) {
                    expect(packet, next++, size);
                }
            }
        }
    }

    @Test
    void shouldCutOffThoseThatDoNotReadAndServeTheOthers() throws Exception {
        start(
                Bus.builder()
                        .outboundLimits(
                                OutboundLimits.DEFAULT.lending(8 * MEGABYTE, Duration.ofDays(1))));
        List<RawWebSocket> stuck = new ArrayList<>();
        try (RawWebSocket reader = open()) {
            for (int i = 0; i < STUCK; i++) {
                stuck.add(open());
                stuck.get(i).text(wish(50, MEGABYTE));
            }

            Patience.await(
                    "all are cut off",
                    () -> bus.counters().get(Counter.SLOW_CONSUMERS_CLOSED) == STUCK);
            // What they borrowed has been given back.
            reader.text(wish(8, MEGABYTE));
            for (int i = 0; i < 8; i++) {
                expect(reader.text(), i, MEGABYTE);
            }
        } finally {
            for (RawWebSocket client : stuck) {
                client.close();
            }
        }
    }
}
