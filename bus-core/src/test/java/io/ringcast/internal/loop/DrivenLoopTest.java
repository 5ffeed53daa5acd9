package io.ringcast.internal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import io.ringcast.BusOptions.FullRing;
import io.ringcast.loop.InboundBatch;
import io.ringcast.loop.WaitMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop that a transport's thread runs while its own thread sleeps. */
class DrivenLoopTest {
    private final List<RingLoop> loops = new ArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private RingLoop loop(int size) {
        RingLoop loop =
                new RingLoop(
                        "driven-" + loops.size(),
                        size,
                        WaitMode.BLOCKING,
                        FullRing.WAIT,
                        (where, failure) -> failures.add(failure));
        loop.allowDriving();
        loops.add(loop);
        return loop;
    }

    @AfterEach
    void stopLoops() {
        loops.forEach(loop -> loop.stop(ofSeconds(60)));
        assertThat(failures).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).as("in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void untilAsleep(RingLoop loop) {
        while (!loop.isAsleep()) {
            Thread.onSpinWait();
        }
    }

    private void see(RingLoop loop, String what) {
        boolean mine = Thread.currentThread().getName().startsWith("driven-");
        seen.add(what + (loop.inLoop() ? " in loop" : " outside") + (mine ? "" : " driven"));
    }

    @Test
    void shouldRunWhatABatchBringsToASleepingLoopOnTheBringersThread() {
        RingLoop loop = loop(8);
        untilAsleep(loop);

        InboundBatch.run(
                () -> {
                    loop.submit(() -> see(loop, "first"));
                    loop.submit(() -> see(loop, "second"));
                    seen.add("brought");
                });

        assertThat(seen)
                .containsExactly("brought", "first in loop driven", "second in loop driven");
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void shouldWakeTheLoopsThreadOutsideABatch() {
        RingLoop loop = loop(8);
        untilAsleep(loop);
        CountDownLatch done = new CountDownLatch(1);

        loop.submit(
                () -> {
                    see(loop, "entry");
                    done.countDown();
                });

        await(done);
        assertThat(seen).containsExactly("entry in loop");
    }

    @Test
    void shouldWakeTheLoopsThreadWhereHandlersMayBlock() {
        RingLoop loop =
                new RingLoop("driven-no", 8, WaitMode.BLOCKING, FullRing.WAIT, (w, f) -> {});
        loops.add(loop);
        untilAsleep(loop);
        CountDownLatch done = new CountDownLatch(1);

        InboundBatch.run(
                () ->
                        loop.submit(
                                () -> {
                                    see(loop, "entry");
                                    done.countDown();
                                }));

        await(done);
        assertThat(seen).containsExactly("entry in loop");
    }

    @Test
    void shouldRunFollowUpsOfADrivenEntryBehindIt() {
        RingLoop loop = loop(8);
        untilAsleep(loop);

        InboundBatch.run(
                () ->
                        loop.submit(
                                () -> {
                                    loop.submit(() -> see(loop, "follow-up"));
                                    see(loop, "entry");
                                }));

        assertThat(seen).containsExactly("entry in loop driven", "follow-up in loop driven");
    }

    /** The loop's thread wakes by itself once a second: a hundred times that would be too late. */
    @Test
    void shouldWakeForATimerThatADrivenEntrySet() {
        RingLoop loop = loop(8);
        CountDownLatch rang = new CountDownLatch(100);
        Thread bringer =
                new Thread(
                        () -> {
                            for (long left = rang.getCount(); left > 0; left--) {
                                untilAsleep(loop);
                                InboundBatch.run(
                                        () ->
                                                loop.submit(
                                                        () ->
                                                                loop.schedule(
                                                                        ofMillis(1),
                                                                        rang::countDown)));
                                while (rang.getCount() >= left) {
                                    Thread.onSpinWait();
                                }
                            }
                        });
        bringer.setDaemon(true);

        bringer.start();

        await(rang);
    }

    // Where a wake-up was lost, the loop slept for a second: such rounds outlast the time-out.
    @Test
    void shouldWakeForWhatAnotherThreadPublishesDuringADrive() {
        RingLoop loop = loop(8);
        for (int round = 0; round < 200; round++) {
            CountDownLatch ran = new CountDownLatch(1);
            untilAsleep(loop);

            InboundBatch.run(() -> loop.submit(() -> elsewhere(() -> loop.submit(ran::countDown))));

            await(ran);
        }
    }

    private static void elsewhere(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldNotWaitForAnotherLoopsFullRingWhileDriving() {
        RingLoop driven = loop(8);
        RingLoop full = loop(2);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(10);
        full.submit(() -> await(release));
        untilAsleep(driven);

        InboundBatch.run(
                () ->
                        driven.submit(
                                () -> {
                                    for (int i = 0; i < 10; i++) {
                                        int number = i;
                                        full.submit(
                                                () -> {
                                                    seen.add("" + number);
                                                    ran.countDown();
                                                });
                                    }
                                }));
        release.countDown();

        await(ran);
        assertThat(seen).isEqualTo(IntStream.range(0, 10).mapToObj(i -> "" + i).toList());
    }

    @Test
    void shouldLeaveALoopAloneForAWhileAfterAHandlerThatTookLong() {
        RingLoop loop = loop(8);
        untilAsleep(loop);
        CountDownLatch done = new CountDownLatch(1);
        InboundBatch.run(() -> loop.submit(() -> holdFor(ofMillis(20).toNanos())));
        untilAsleep(loop);

        InboundBatch.run(
                () ->
                        loop.submit(
                                () -> {
                                    see(loop, "next");
                                    done.countDown();
                                }));

        await(done);
        assumeTrue(loop.isResting(System.nanoTime()), "this machine took longer than the rest");
        assertThat(seen).containsExactly("next in loop");
    }

    private static void holdFor(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldStopFromADrivenEntry() {
        RingLoop loop = loop(8);
        untilAsleep(loop);

        InboundBatch.run(() -> loop.submit(() -> loop.stop(ofSeconds(60))));

        loop.stop(ofSeconds(60));
        assertThat(loop.perform(() -> {})).isFalse();
    }

    // The bringer waited for a place in the ring, and the loop slept on until it woke by itself, a
    // second later each time: the end of the batch, where it was to be run, never came.
    @Test
    void shouldRunABatchThatIsLargerThanTheRing() {
        RingLoop loop = loop(2);
        CountDownLatch all = new CountDownLatch(150 * 4);

        // Where it slept for a second each time, these rounds outlast the test's time-out.
        for (int round = 0; round < 150; round++) {
            untilAsleep(loop);
            InboundBatch.run(() -> IntStream.range(0, 4).forEach(n -> loop.submit(all::countDown)));
        }

        await(all);
    }

    // Whoever stopped a sleeping loop from within a batch deferred its wake-up to the batch's end,
    // and waited until the loop woke by itself: a second each.
    @Test
    void shouldStopFromWithinABatch() {
        for (int round = 0; round < 150; round++) {
            RingLoop loop = loop(8);
            untilAsleep(loop);

            InboundBatch.run(() -> loop.stop(ofSeconds(20)));
        }
    }

    // What a batch had brought was done up to a second later by a loop that slept, if the batch
    // waited for it.
    @Test
    void shouldWakeALoopThatTheBatchWaitsFor() {
        RingLoop loop = loop(8);

        // Where it slept for a second each time, these rounds outlast the test's time-out.
        for (int round = 0; round < 150; round++) {
            untilAsleep(loop);
            InboundBatch.run(
                    () -> {
                        CountDownLatch done = new CountDownLatch(1);
                        loop.submit(done::countDown);
                        loop.hurry();
                        await(done);
                    });
        }

        assertThat(loop.inLoop()).isFalse();
    }

    // The role was free for a moment between two drivers, and the loop's thread that waited for it
    // was late each time: timers and what other loops had spilled could wait for ever.
    @Test
    void shouldGiveTheRoleToTheLoopsThreadThatWantsIt() throws InterruptedException {
        LoopWait wait = new LoopWait(WaitMode.BLOCKING, new TimerHeap(), loop(8));
        RingBuffer<LoopEvent> ring = RingBuffer.createMultiProducer(LoopEvent::new, 2, wait);
        Thread sleeper = new Thread(() -> waitForFirst(ring.newBarrier()));
        wait.startedBy(sleeper);
        sleeper.start();
        while (!wait.tryDrive()) {
            Thread.onSpinWait();
        }
        ring.publish(ring.next());
        wait.wake();
        while (sleeper.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        wait.endDrive(false);
        boolean isFree = wait.tryDrive();

        if (isFree) {
            wait.endDrive(true);
        }
        sleeper.join();
        assertThat(isFree).isFalse();
    }

    private static void waitForFirst(SequenceBarrier barrier) {
        try {
            barrier.waitFor(0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Drivers, plain publishers and the loop's thread hand the role over at every moment. */
    @ParameterizedTest
    @ValueSource(ints = {2, 64})
    void shouldLoseNothingAndKeepEachThreadsOrder(int ringSize) throws InterruptedException {
        RingLoop loop = loop(ringSize);
        RingLoop other = loop(ringSize);
        int each = 2_000;
        List<List<Integer>> arrived = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(3 * each);
        for (int t = 0; t < 3; t++) {
            List<Integer> mine = new ArrayList<>();
            arrived.add(mine);
            boolean batches = t != 2;
            threads.add(new Thread(() -> bring(loop, other, each, mine, all, batches)));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        await(all);

        assertThat(arrived)
                .allSatisfy(
                        mine ->
                                assertThat(mine)
                                        .isEqualTo(IntStream.range(0, each).boxed().toList()));
    }

    /** Each number goes to one loop, and from its entry to the other one, which keeps it. */
    private static void bring(
            RingLoop loop,
            RingLoop other,
            int count,
            List<Integer> mine,
            CountDownLatch all,
            boolean inBatches) {
        for (int i = 0; i < count; i++) {
            int number = i;
            Runnable keep =
                    () -> {
                        mine.add(number);
                        all.countDown();
                    };
            Runnable step = () -> loop.submit(() -> other.submit(keep));
            if (inBatches) {
                InboundBatch.run(step);
            } else {
                step.run();
            }
            if (ThreadLocalRandom.current().nextInt(8) == 0) {
                LockSupport.parkNanos(1);
            }
        }
    }
}
