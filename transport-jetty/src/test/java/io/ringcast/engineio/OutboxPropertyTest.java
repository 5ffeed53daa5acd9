package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.OutboundLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes and goes: packets leave in order, once, and nothing stays borrowed. */
class OutboxPropertyTest {
    private static final int[] SIZES = {1, 10, 1_000, 100_000, 300_000};

    private final Credit credit =
            new Credit(
                    new OutboundLimits(3, 250_000, OutboundLimits.Policy.DISCONNECT)
                            .lending(1_000_000, Duration.ofSeconds(1)));
    private final Outbox outbox = new Outbox(credit);
    private final Deque<EnginePacket> queued = new ArrayDeque<>();
    private List<EnginePacket> writing = List.of();

    @Property(tries = 500)
    void shouldKeepOrderAndAccounts(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 11) Integer> steps) {
        for (int step : steps) {
            switch (step) {
                case 10 -> write();
                case 11 -> poll();
                default -> add(SIZES[step % SIZES.length]);
            }
            expectAccounts();
        }
        while (!outbox.isIdle()) {
            write();
        }
        expectAccounts();

        assertThat(queued).isEmpty();
        assertThat(credit.borrowed()).isZero();
    }

    private void add(int size) {
        EnginePacket packet = EnginePacket.binary(new byte[size]);
        if (outbox.hasRoomFor(packet) || outbox.borrowFor(packet)) {
            outbox.add(packet);
            queued.add(packet);
            assertThat(outbox.holdsLast(packet)).isTrue();
        }
    }

    private void write() {
        if (!writing.isEmpty()) {
            writing = List.of();
            outbox.releaseTaken();
        }
        if (!outbox.isEmpty()) {
            outbox.take();
            writing = expectFirst(Arrays.copyOf(outbox.takenPackets(), outbox.takenSize()));
        }
    }

    private void poll() {
        if (!outbox.isEmpty()) {
            expectFirst(outbox.takePayload(200_000, Revision.FOUR));
        }
    }

    private List<EnginePacket> expectFirst(EnginePacket... packets) {
        assertThat(packets).isNotEmpty();
        for (EnginePacket packet : packets) {
            assertThat(packet).isSameAs(queued.remove());
        }
        return List.of(packets);
    }

    private void expectAccounts() {
        long pending = 0;
        for (EnginePacket packet : queued) {
            pending += packet.totalBytes();
        }
        for (EnginePacket packet : writing) {
            pending += packet.totalBytes();
        }
        assertThat(outbox.pendingBytes()).isEqualTo(pending);
        assertThat(outbox.isIdle()).isEqualTo(queued.isEmpty() && writing.isEmpty());
        int packets = queued.size() + writing.size();
        assertThat(credit.borrowed()).isEqualTo(credit.excess(packets, pending));
    }
}
