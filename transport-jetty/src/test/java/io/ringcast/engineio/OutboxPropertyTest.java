package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever comes and goes: packets leave in order, once; what sessions share is charged for once;
 * and no charge is left behind.
 */
class OutboxPropertyTest {
    private static final long COPY = 50_000;
    private static final int[] SIZES = {1, 10, 1_000, 100_000, 300_000};

    private final Credit credit =
            new Credit(
                    new OutboundLimits(30, 250_000, OutboundLimits.Policy.DISCONNECT)
                            .lending(1_000_000, Duration.ofSeconds(1)),
                    MemoryBudget.unlimited());
    private final List<Session> sessions = List.of(new Session(), new Session(), new Session());
    private EnginePacket last = EnginePacket.text("");

    /** An outbox, and what it should hold. */
    private final class Session {
        final Outbox outbox = new Outbox(credit);
        final Deque<EnginePacket> queued = new ArrayDeque<>();
        List<EnginePacket> writing = List.of();
        long copied;

        void offer(EnginePacket packet) {
            if (outbox.offer(packet) || outbox.offerBeyondLimits(packet)) {
                queued.add(packet);
                assertThat(outbox.holdsLast(packet)).isTrue();
            }
        }

        void write() {
            endWrite();
            if (!outbox.isEmpty()) {
                outbox.take();
                expectTaken();
            }
        }

        void poll() {
            endWrite();
            if (!outbox.isEmpty()) {
                outbox.takePayload(200_000, Revision.FOUR);
                expectTaken();
                copied = outbox.isCharged() && outbox.tryCopy(COPY) ? COPY : 0;
            }
        }

        void endWrite() {
            assertThat(outbox.isTaken()).isEqualTo(!writing.isEmpty());
            if (!writing.isEmpty()) {
                writing = List.of();
                copied = 0;
                outbox.releaseTaken();
            }
        }

        void expectTaken() {
            EnginePacket[] packets = Arrays.copyOf(outbox.takenPackets(), outbox.takenSize());
            assertThat(packets).isNotEmpty();
            for (EnginePacket packet : packets) {
                assertThat(packet).isSameAs(queued.remove());
            }
            writing = List.of(packets);
        }

        void clear() {
            queued.clear();
            outbox.clear();
        }

        List<EnginePacket> held() {
            List<EnginePacket> held = new ArrayList<>(queued);
            held.addAll(writing);
            return held;
        }

        List<EnginePacket> charged() {
            return outbox.isCharged() ? held() : List.of();
        }

        void expectAccounts() {
            long pending = held().stream().mapToLong(EnginePacket::totalBytes).sum();
            assertThat(outbox.pendingBytes()).isEqualTo(pending);
            assertThat(outbox.isIdle()).isEqualTo(held().isEmpty());
            if (!outbox.isCharged()) {
                assertThat(credit.isOwn(held().size(), pending)).isTrue();
            }
        }
    }

    @Property(tries = 500)
    void shouldKeepOrderAndAccounts(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 41) Integer> steps) {
        for (int step : steps) {
            run(step / 3, sessions.get(step % 3));
            expectAccounts();
        }
        for (Session session : sessions) {
            while (!session.outbox.isIdle()) {
                session.write();
            }
            assertThat(session.queued).isEmpty();
        }

        assertThat(credit.borrowed()).isZero();
    }

    private void run(int step, Session session) {
        switch (step) {
            case 10 -> session.write();
            case 11 -> session.poll();
            case 12 -> session.endWrite();
            case 13 -> session.clear();
            case 5, 6, 7, 8, 9 -> session.offer(last);
            default -> {
                last = EnginePacket.binary(new byte[SIZES[step]]);
                session.offer(last);
            }
        }
    }

    private void expectAccounts() {
        Set<EnginePacket> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        long places = 0;
        long copies = 0;
        for (Session session : sessions) {
            session.expectAccounts();
            places += session.charged().size();
            copies += session.copied;
            distinct.addAll(session.charged());
        }
        long bytes = distinct.stream().mapToLong(packet -> 128 + packet.totalBytes()).sum();
        assertThat(credit.borrowed()).isEqualTo(16 * places + bytes + copies);
    }
}
