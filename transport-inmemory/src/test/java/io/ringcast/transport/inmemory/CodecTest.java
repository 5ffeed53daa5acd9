package io.ringcast.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.ClientSocket;
import io.ringcast.protocol.PayloadException;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.test.EventProbe;
import io.ringcast.transport.inmemory.test.RingcastExtension;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a codec between the two sides changes: a listener sees what a browser would see. */
class CodecTest {
    record Point(int x, int y) {}

    private final TestBus bus = TestBus.create(Fidelity.CODEC, options -> {});

    @AfterEach
    void close() {
        bus.close();
        assertThat(bus.failures()).isEmpty();
    }

    @Test
    void shouldShowARecordAsAnObject() {
        ClientSocket client = bus.connect("/");
        EventProbe probe = EventProbe.on(client, "point");
        bus.runUntilIdle();

        bus.emit("point", new Point(1, 2));

        assertThat(probe.next().get(0)).isEqualTo(Map.of("x", 1, "y", 2));
    }

    @Test
    void shouldNotShareWhatTheSenderChangesLater() {
        ClientSocket client = bus.connect("/");
        EventProbe probe = EventProbe.on(client, "list");
        bus.runUntilIdle();
        List<Integer> list = new ArrayList<>(List.of(1));

        bus.emit("list", list);
        list.add(2);

        assertThat(probe.next().get(0)).isEqualTo(List.of(1));
    }

    @Test
    void shouldRefuseInTheCallersThreadWhatCannotBeWritten() {
        ClientSocket client = bus.connect("/");
        bus.runUntilIdle();
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);

        assertThatThrownBy(() -> client.emit("e", cycle)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> bus.emit("e", cycle)).isInstanceOf(PayloadException.class);
        bus.runUntilIdle();
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void shouldEncodeABroadcastOnce() {
        for (int n = 0; n < 5; n++) {
            bus.connect("/");
        }
        bus.runUntilIdle();
        long before = bus.counters().get(Counter.PACKETS_ENCODED);

        bus.emit("e", "x");
        bus.runUntilIdle();

        assertThat(bus.counters().get(Counter.PACKETS_ENCODED) - before).isEqualTo(1);
    }

    @Test
    void shouldDropAVolatileEventBehindOneThatHasNotLeft() {
        ClientSocket client = bus.connect("/");
        EventProbe probe = EventProbe.on(client, "e");
        bus.runUntilIdle();

        bus.emit("e", 1);
        bus.asVolatile().emit("e", 2);

        assertThat(probe.next(Integer.class)).isEqualTo(1);
        probe.expectNone();
        assertThat(bus.counters().get(Counter.DROPPED_VOLATILE)).isEqualTo(1);
    }

    /** By reference nothing of this is so: the very object arrives. */
    @ExtendWith(RingcastExtension.class)
    @org.junit.jupiter.api.Nested
    class ByReference {
        @Test
        void shouldShareTheVeryObject(TestBus bus) {
            ClientSocket client = bus.connect("/");
            EventProbe probe = EventProbe.on(client, "point");
            bus.runUntilIdle();
            Point point = new Point(1, 2);

            bus.emit("point", point);

            assertThat(probe.next(Point.class)).isSameAs(point);
        }
    }
}
