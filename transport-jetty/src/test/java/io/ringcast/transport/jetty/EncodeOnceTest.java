package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.protocol.Encoded;
import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.PayloadMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * However many recipients a broadcast has, it is encoded once (N14), also if some are clients of
 * Engine.IO 3: the form on their wire is the same.
 */
class EncodeOnceTest {
    private static final int RECIPIENTS = 1_000;
    private static final String TARGET = "/socket.io/?EIO=4&transport=";
    private static final String OLD_TARGET = "/socket.io/?EIO=3&transport=websocket";

    private final Counting parser = new Counting();
    private final List<RawWebSocket> webSockets = new ArrayList<>();
    private final List<RawClient> pollers = new ArrayList<>();
    private final List<String> sessions = new ArrayList<>();
    private Bus bus;
    private int port;

    /** Counts the events that it encodes. */
    private static final class Counting implements Parser {
        private final Parser json = JsonParser.create(PayloadMapper.standard());
        private final AtomicInteger events = new AtomicInteger();

        @Override
        public Encoded encode(Packet packet) {
            if (packet instanceof Packet.Event) {
                events.incrementAndGet();
            }
            return json.encode(packet);
        }

        @Override
        public Decoder decoder() {
            return json.decoder();
        }
    }

    @BeforeEach
    void start() throws IOException {
        bus = Bus.builder().parser(parser).build();
        JettyTransport web =
                bus.attach(
                        JettyTransport.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .options(options -> options.allowEIO3(true))
                                .build());
        port = web.port();
        for (int i = 0; i < RECIPIENTS; i++) {
            switch (i % 10) {
                case 0 -> poller();
                case 1 -> ofRevision3();
                default -> webSocket();
            }
        }
        assertThat(bus.socketsCount()).isEqualTo(RECIPIENTS);
    }

    private void webSocket() throws IOException {
        RawWebSocket client = RawWebSocket.open(port, TARGET + "websocket");
        webSockets.add(client);
        assertThat(client.text()).startsWith("0{");
        assertThat(client.text("40").text()).startsWith("40{");
    }

    private void ofRevision3() throws IOException {
        RawWebSocket client = RawWebSocket.open(port, OLD_TARGET);
        webSockets.add(client);
        assertThat(client.text()).startsWith("0{");
        assertThat(client.text()).isEqualTo("40");
    }

    private void poller() throws IOException {
        RawClient client = new RawClient(port);
        pollers.add(client);
        String open = client.get(TARGET + "polling").body();
        String session = TARGET + "polling&sid=" + EchoFixture.sid(open);
        sessions.add(session);
        assertThat(client.post(session, "40").body()).isEqualTo("ok");
        assertThat(client.get(session).body()).startsWith("40{");
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : webSockets) {
            client.close();
        }
        for (RawClient client : pollers) {
            client.close();
        }
        bus.close(Duration.ZERO);
    }

    private void assertAllReceive(String packet) throws IOException {
        for (RawWebSocket client : webSockets) {
            assertThat(client.text()).isEqualTo(packet);
        }
        for (int i = 0; i < pollers.size(); i++) {
            assertThat(pollers.get(i).get(sessions.get(i)).body()).isEqualTo(packet);
        }
    }

    @Test
    void shouldEncodeABroadcastToAThousandOnce() throws IOException {
        bus.emit("news", List.of(1, "two"));

        assertAllReceive("42[\"news\",[1,\"two\"]]");
        assertThat(parser.events).hasValue(1);
    }
}
