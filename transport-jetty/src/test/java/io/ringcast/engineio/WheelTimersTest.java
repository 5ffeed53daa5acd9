package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WheelTimersTest {
    private static final long MILLI = 1_000_000L;
    private final WheelTimers timers = new WheelTimers();

    @AfterEach
    void close() {
        timers.close();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldNeverRingEarly() throws InterruptedException {
        Random random = new Random(7);
        List<Long> early = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch rung = new CountDownLatch(500);
        for (int i = 0; i < 500; i++) {
            long delay = random.nextInt(300) * MILLI + random.nextInt(1_000_000);
            long due = timers.nanoTime() + delay;
            timers.schedule(
                    delay,
                    () -> {
                        if (timers.nanoTime() - due < 0) {
                            early.add(timers.nanoTime() - due);
                        }
                        rung.countDown();
                    });
        }

        await(rung);

        assertThat(early).isEmpty();
    }

    @Test
    void shouldWakeForAnAlarmThatIsEarlierThanTheOneItSleepsFor() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        timers.schedule(TimeUnit.HOURS.toNanos(1), () -> {});

        timers.schedule(MILLI, rung::countDown);

        await(rung);
    }

    /** In ticks of 1 ms: 128 ms of the 25 s between two heartbeats, nothing of half a second. */
    @Test
    void shouldGatherLongDelaysWithinOnePercent() {
        assertThat(WheelTimers.grain(25_000 * MILLI)).isEqualTo(128);
        assertThat(WheelTimers.grain(1_000 * MILLI)).isEqualTo(8);
        assertThat(WheelTimers.grain(999 * MILLI)).isEqualTo(1);
        assertThat(WheelTimers.grain(500 * MILLI)).isEqualTo(1);
        assertThat(WheelTimers.grain(0)).isEqualTo(1);
    }

    /** Heartbeats of 300 ms came 5 ms late, then 15, then 25: each of two alarms lost a tick. */
    @Test
    void shouldRingShortDelaysWithinAMillisecond() {
        for (long micros = 0; micros < 20_000; micros += 100) {
            long deadline = 300 * MILLI + micros * 1_000;

            long late = WheelTimers.tickOf(deadline, 300 * MILLI) * MILLI - deadline;

            assertThat(late).isBetween(0L, MILLI - 1);
        }
    }

    @Test
    void shouldNotRingWhatWasCancelled() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(1);
        Timers.Alarm cancelled = timers.schedule(20 * MILLI, wrong::incrementAndGet);
        timers.schedule(60 * MILLI, later::countDown);

        timers.cancel(cancelled);
        timers.cancel(cancelled);
        await(later);

        assertThat(wrong).hasValue(0);
    }

    @Test
    void shouldRingOnceAtTheNewTimeWhenSetAgain() throws InterruptedException {
        AtomicInteger rings = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(1);
        Timers.Alarm alarm = timers.schedule(TimeUnit.HOURS.toNanos(1), rings::incrementAndGet);

        timers.set(alarm, 30 * MILLI);
        timers.set(alarm, 10 * MILLI);
        timers.schedule(60 * MILLI, later::countDown);
        await(later);

        assertThat(rings).hasValue(1);
    }

    @Test
    void shouldGoOnWhenAnAlarmThrows() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        timers.schedule(
                MILLI,
                () -> {
                    throw new IllegalStateException("expected by this test");
                });

        timers.schedule(30 * MILLI, later::countDown);

        await(later);
    }

    // Its last guard logged, and what the log threw ended the thread.
    @Test
    void shouldGoOnWhenTheLogThrowsTooAndWhenItIsInterrupted() throws InterruptedException {
        Logger log = Logger.getLogger(WheelTimers.class.getName());
        Handler full = new FullLog();
        log.addHandler(full);
        try {
            CountDownLatch later = new CountDownLatch(1);
            timers.schedule(
                    MILLI,
                    () -> {
                        Thread.currentThread().interrupt();
                        throw new OutOfMemoryError("expected by this test");
                    });

            timers.schedule(30 * MILLI, later::countDown);

            await(later);
        } finally {
            log.removeHandler(full);
        }
    }

    private static final class FullLog extends Handler {
        @Override
        public void publish(LogRecord record) {
            throw new OutOfMemoryError("expected by this test, in the log");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void shouldSayOnceThatItCannotGoOn() throws InterruptedException {
        List<Throwable> fatal = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch told = new CountDownLatch(1);
        WheelTimers broken =
                new WheelTimers(
                        failure -> {
                            fatal.add(failure);
                            told.countDown();
                        });
        Timers.Alarm alarm = broken.schedule(TimeUnit.HOURS.toNanos(1), () -> {});
        Timers.Alarm near = broken.schedule(200 * MILLI, () -> {});

        near.next = null; // a fault of this library
        await(told);
        broken.close();

        assertThat(fatal).hasSize(1);
        assertThat(alarm.slot).isNotEqualTo(Timers.Alarm.NOT_SET);
    }

    @Test
    void shouldLetAnAlarmSetItself() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(5);
        Timers.Alarm alarm =
                new Timers.Alarm() {
                    @Override
                    protected void onAlarm() {
                        rung.countDown();
                        timers.set(this, 0);
                    }
                };

        timers.set(alarm, -5);

        await(rung);
    }

    @Test
    void shouldRingAlarmsOfLaterRoundsInTheirTurn() throws InterruptedException {
        // One round of the wheel is 4.096 s: these come by with the next ones.
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch rung = new CountDownLatch(1);
        for (int i = 0; i < 128; i++) {
            timers.schedule((4_096 + i) * MILLI, wrong::incrementAndGet);
        }

        timers.schedule(50 * MILLI, rung::countDown);
        await(rung);
        CountDownLatch later = new CountDownLatch(1);
        timers.schedule(50 * MILLI, later::countDown);
        await(later);

        assertThat(wrong).hasValue(0);
    }

    @Test
    void shouldRingNothingAfterItsEnd() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        timers.schedule(20 * MILLI, wrong::incrementAndGet);

        timers.close();
        timers.schedule(MILLI, wrong::incrementAndGet);
        CountDownLatch later = new CountDownLatch(1);
        try (WheelTimers other = new WheelTimers()) {
            other.schedule(60 * MILLI, later::countDown);
            await(later);
        }

        assertThat(wrong).hasValue(0);
    }
}
