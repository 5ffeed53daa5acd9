package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.BusBuilder;
import io.ringcast.ClientSocket;
import io.ringcast.Recovery;
import io.ringcast.protocol.Encoded;
import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What recovery costs in encodings: none, only offsets are appended. */
class RecoveryEncodingTest {
    private static final int CLIENTS = 5;

    private final CountingParser parser = new CountingParser();
    private final List<ClientSocket> clients = new ArrayList<>();
    private final List<Object> seen = new ArrayList<>();
    private TestBus bus;

    private void start(Fidelity fidelity, boolean isOn) {
        bus = TestBus.create(fidelity, options -> set(options.parser(parser), isOn));
        for (int n = 0; n < CLIENTS; n++) {
            ClientSocket client = bus.connect("/");
            client.on("e", (arguments, ack) -> seen.add(arguments.get(0)));
            clients.add(client);
        }
        bus.runUntilIdle();
    }

    private static void set(BusBuilder options, boolean isOn) {
        if (isOn) {
            options.connectionStateRecovery(Recovery.of(ofMinutes(2)));
        }
    }

    @AfterEach
    void close() {
        assertThat(bus.failures()).isEmpty();
        bus.close();
    }

    @Test
    void shouldEncodeABroadcastOnceAndAppendItsOffset() {
        start(Fidelity.CODEC, true);

        bus.emit("e", "x");
        bus.runUntilIdle();

        assertThat(seen).hasSize(CLIENTS);
        assertThat(parser.events).isEqualTo(1);
        assertThat(parser.offsets).isEqualTo(1);
    }

    @Test
    void shouldAppendNothingWhereItIsOff() {
        start(Fidelity.CODEC, false);

        bus.emit("e", "x");
        bus.runUntilIdle();

        assertThat(seen).hasSize(CLIENTS);
        assertThat(parser.events).isEqualTo(1);
        assertThat(parser.offsets).isZero();
    }

    @Test
    void shouldNotEncodeWhatItSendsAgain() {
        start(Fidelity.CODEC, true);
        clients.forEach(bus.network()::cut);
        bus.runUntilIdle();
        bus.emit("e", "x");

        clients.forEach(ClientSocket::connect);
        bus.runUntilIdle();

        assertThat(seen).hasSize(CLIENTS);
        assertThat(parser.events).isEqualTo(1);
        assertThat(parser.offsets).isEqualTo(1);
    }

    @Test
    void shouldEncodeNothingForClientsOfThisProcess() {
        start(Fidelity.REFERENCE, true);
        bus.network().cut(clients.get(0));
        bus.runUntilIdle();
        bus.emit("e", "x");

        clients.get(0).connect();
        bus.runUntilIdle();

        assertThat(seen).hasSize(CLIENTS);
        assertThat(parser.events).isZero();
        assertThat(parser.offsets).isZero();
    }

    /** Counts what is asked of the standard parser. */
    private static final class CountingParser implements Parser {
        private final Parser json = JsonParser.create(PayloadMapper.standard());
        private int events;
        private int offsets;

        @Override
        public Encoded encode(Packet packet) {
            if (packet instanceof Packet.Event) {
                events++;
            }
            return json.encode(packet);
        }

        @Override
        public Encoded append(Encoded encoded, Packet.Event packet, String argument) {
            offsets++;
            return json.append(encoded, packet, argument);
        }

        @Override
        public Decoder decoder() {
            return json.decoder();
        }
    }
}
