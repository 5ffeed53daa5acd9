package io.ringcast.internal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.BusOptions.FullRing;
import io.ringcast.loop.InboundBatch;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.OutboundPacket;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops whose tasks, and whose reports of them, run out of memory and stack. */
class LastingLoopTest {
    private final List<Loop> loops = new ArrayList<>();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();

    /** Runs out of memory in turn, as a handler of failures does when there is none left. */
    private final FailureSink sink =
            new FailureSink() {
                @Override
                public void onFailure(String where, Throwable failure) {
                    reports.incrementAndGet();
                    throw new OutOfMemoryError("expected by this test, in the report");
                }

                @Override
                public void onFatal(Throwable failure) {
                    fatal.add(failure);
                }
            };

    private RingLoop threaded() {
        RingLoop loop = new RingLoop("lasting", 8, WaitMode.BLOCKING, FullRing.WAIT, sink);
        loops.add(loop);
        return loop;
    }

    private Loop loop(boolean isThreaded) {
        return isThreaded ? threaded() : new ManualLoop(sink);
    }

    @AfterEach
    void stop() {
        loops.forEach(loop -> loop.stop(ofSeconds(60)));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).as("in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Has a loop do all that was asked for. */
    private static void pass(Loop loop) {
        CountDownLatch passed = new CountDownLatch(1);
        loop.submit(passed::countDown);
        if (loop instanceof ManualLoop manual) {
            manual.advance(ofSeconds(1));
        }
        await(passed);
    }

    private void runOutOfMemory() {
        ran.incrementAndGet();
        throw new OutOfMemoryError("expected by this test");
    }

    private void runOutOfStack() {
        ran.incrementAndGet();
        deeper(0);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static long deeper(long depth) {
        return deeper(depth + 1) + 1;
    }

    // A report that threw ended the loop's thread, and the bus accepted and never answered.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnWhenATaskAndItsReportThrowAndRunNothingTwice(boolean isThreaded) {
        Loop loop = loop(isThreaded);

        loop.submit(this::runOutOfMemory);
        loop.submit(
                () -> {
                    loop.submit(this::runOutOfMemory);
                    loop.submit(this::runOutOfStack);
                    runOutOfStack();
                });
        loop.submit(ran::incrementAndGet);
        pass(loop);

        assertThat(ran).hasValue(5);
        assertThat(reports).hasValue(4);
        assertThat(fatal).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnWhenATimerAndItsReportThrow(boolean isThreaded) {
        Loop loop = loop(isThreaded);
        CountDownLatch last = new CountDownLatch(1);

        loop.schedule(ofMillis(1), this::runOutOfMemory);
        loop.schedule(ofMillis(1), this::runOutOfStack);
        loop.schedule(ofMillis(2), last::countDown);
        if (loop instanceof ManualLoop manual) {
            manual.advance(ofMillis(5));
        }
        await(last);

        assertThat(ran).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFlushTheOthersWhenAFlusherAndItsReportThrow(boolean isThreaded) {
        Loop loop = loop(isThreaded);
        Connection broken = new Flushed((dirty, count) -> runOutOfMemory());
        Connection healthy = new Flushed((dirty, count) -> ran.addAndGet(10));

        loop.submit(
                () -> {
                    loop.markDirty(broken);
                    loop.markDirty(healthy);
                });
        pass(loop);
        loop.submit(() -> loop.markDirty(healthy));
        pass(loop);
        loop.stop(ofSeconds(60));

        assertThat(ran).hasValue(21);
    }

    @Test
    void shouldKeepWhatADrivenLoopThrowsFromTheThreadThatDrivesIt() {
        RingLoop loop = threaded();
        loop.allowDriving();
        while (!loop.isAsleep()) {
            Thread.onSpinWait();
        }

        InboundBatch.run(
                () -> {
                    loop.submit(this::runOutOfMemory);
                    loop.submit(ran::incrementAndGet);
                });
        pass(loop);

        assertThat(ran).hasValue(2);
    }

    // It spun for ever, or its thread ended and everybody waited for it.
    @Test
    void shouldSayOnceThatItCannotGoOnAndRefuseWhatComesThen() {
        RingLoop loop = threaded();
        CountDownLatch ended = new CountDownLatch(1);

        loop.submit(
                () -> {
                    loop.whenEnded(ended::countDown);
                    breakTimers(loop.core().timers());
                });
        await(ended);
        loop.stop(ofSeconds(60));

        assertThat(fatal).singleElement().isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> loop.submit(ran::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class);
    }

    /** What only a fault of this library does: there seems to be a timer, and is none. */
    private static void breakTimers(TimerHeap timers) {
        try {
            Field size = TimerHeap.class.getDeclaredField("size");
            size.setAccessible(true);
            size.setInt(timers, 1);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    // The watch ended with its first report that threw.
    @Test
    void shouldGoOnWatchingWhenAReportThrows() {
        RingLoop loop = threaded();
        CountDownLatch told = new CountDownLatch(2);
        Watchdog watchdog =
                new Watchdog(
                        List.of(loop),
                        ofMillis(1),
                        (slow, stack) -> {
                            told.countDown();
                            throw new OutOfMemoryError("expected by this test");
                        });

        loop.submit(() -> await(told));
        await(told);

        watchdog.stop();
    }

    // The timer never fired, and nobody was told.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseATimerOnceItHasStopped(boolean isThreaded) {
        Loop loop = loop(isThreaded);
        loop.stop(ofSeconds(60));

        assertThatThrownBy(() -> loop.schedule(Duration.ZERO, () -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellWhoWaitsThatItHasEnded(boolean isThreaded) {
        Loop loop = loop(isThreaded);
        Runnable forgotten = () -> ran.addAndGet(100);
        loop.submit(
                () -> {
                    loop.whenEnded(forgotten);
                    loop.whenEnded(this::runOutOfMemory);
                    loop.whenEnded(() -> loop.whenEnded(ran::incrementAndGet));
                    loop.forgetEnding(forgotten);
                });

        loop.stop(ofSeconds(60));

        assertThat(ran).hasValue(2);
    }

    /** A connection that has only a flusher. */
    private record Flushed(Flusher flusher) implements Connection {
        @Override
        public String id() {
            return "flushed";
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
        public void close(CloseReason reason, boolean discard) {}
    }
}
