package io.ringcast.internal.loop;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.BusOptions.FullRing;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.OutboundPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is written in a batch is flushed at its end; what flushing asks for is done too. */
class LoopFlushTest {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ManualLoop loop = new ManualLoop((where, failure) -> failures.add(failure));
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** A connection that does something when it is flushed. */
    private static final class Flushed implements Connection {
        private final Consumer<Integer> onFlush;
        private final Flusher flusher = (dirty, count) -> flush(count);

        Flushed(Consumer<Integer> onFlush) {
            this.onFlush = onFlush;
        }

        private void flush(int count) {
            onFlush.accept(count);
        }

        @Override
        public String id() {
            return "id";
        }

        @Override
        public String transportName() {
            return "test";
        }

        @Override
        public void write(OutboundPacket packet) {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public Flusher flusher() {
            return flusher;
        }

        @Override
        public void close(CloseReason reason, boolean discard) {}
    }

    @Test
    void shouldFlushOnceAfterAllThatIsAvailable() {
        Flushed connection = new Flushed(count -> seen.add("flush " + count));
        for (int n = 0; n < 2; n++) {
            loop.submit(
                    () -> {
                        seen.add("write");
                        loop.markDirty(connection);
                    });
        }

        loop.runUntilIdle();

        assertThat(seen).containsExactly("write", "write", "flush 1");
    }

    // A burst of more events than a connection may queue was taken for a slow reader.
    @Test
    void shouldFlushNowAndThenInALongBatch() {
        Flushed connection = new Flushed(count -> seen.add("flush " + count));
        for (int n = 0; n < 1_000; n++) {
            loop.submit(() -> loop.markDirty(connection));
        }

        loop.runUntilIdle();

        assertThat(seen).containsExactly("flush 1", "flush 1", "flush 1", "flush 1");
    }

    // A connection that failed while it was flushed told the bus so, on the loop: that stayed in
    // the queue of follow-ups until something else happened.
    @Test
    void shouldDoWhatFlushingAskedFor() {
        Flushed connection = new Flushed(count -> loop.submit(() -> seen.add("asked for")));
        loop.submit(() -> loop.markDirty(connection));

        loop.runUntilIdle();

        assertThat(seen).containsExactly("asked for");
    }

    @Test
    void shouldDoWhatFlushingAskedForOnAThreadOfItsOwn() throws InterruptedException {
        RingLoop ring =
                new RingLoop("flush", 8, WaitMode.BLOCKING, FullRing.WAIT, (where, failure) -> {});
        CountDownLatch answered = new CountDownLatch(1);
        List<Flushed> connections = new ArrayList<>();
        connections.add(new Flushed(count -> ring.submit(answered::countDown)));
        connections.add(
                new Flushed(count -> ring.submit(() -> ring.markDirty(connections.get(0)))));

        ring.submit(() -> ring.markDirty(connections.get(1)));

        assertThat(answered.await(60, SECONDS)).isTrue();
        ring.stop(ofSeconds(60));
    }

    @Test
    void shouldFlushWhatIsWrittenByATimer() {
        Flushed connection = new Flushed(count -> seen.add("flush"));
        loop.schedule(ofSeconds(1), () -> loop.markDirty(connection));

        loop.advance(ofSeconds(1));

        assertThat(seen).containsExactly("flush");
    }

    @Test
    void shouldGoOnWhenAFlusherThrows() {
        Flushed broken =
                new Flushed(
                        count -> {
                            throw new IllegalStateException("on purpose");
                        });
        Flushed sound = new Flushed(count -> seen.add("flush"));
        loop.submit(() -> loop.markDirty(broken));
        loop.submit(() -> loop.markDirty(sound));

        loop.runUntilIdle();

        assertThat(failures).hasSize(1);
        assertThat(seen).containsExactly("flush");
    }
}
