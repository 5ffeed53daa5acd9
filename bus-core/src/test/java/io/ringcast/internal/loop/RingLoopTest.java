package io.ringcast.internal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.BusOptions.FullRing;
import io.ringcast.RingFullException;
import io.ringcast.loop.WaitMode;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RingLoopTest {
    private static final LoopEvent.Target NOTHING = event -> {};

    private final List<RingLoop> loops = new ArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private RingLoop loop(int size, WaitMode mode, FullRing onFullRing) {
        RingLoop loop =
                new RingLoop(
                        "test-loop-" + loops.size(),
                        size,
                        mode,
                        onFullRing,
                        (where, failure) -> failures.add(failure));
        loops.add(loop);
        return loop;
    }

    private RingLoop loop(int size) {
        return loop(size, WaitMode.BLOCKING, FullRing.WAIT);
    }

    @AfterEach
    void stopLoops() {
        loops.forEach(loop -> loop.stop(ofSeconds(60)));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).as("in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a loop has done what this thread asked for. */
    private static void pass(RingLoop loop) {
        CountDownLatch passed = new CountDownLatch(1);
        loop.submit(passed::countDown);
        await(passed);
    }

    /** Holds a loop in an entry until the latch returned is released. */
    private static CountDownLatch hold(RingLoop loop) {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.submit(
                () -> {
                    held.countDown();
                    await(release);
                });
        await(held);
        return release;
    }

    @ParameterizedTest
    @EnumSource(WaitMode.class)
    void shouldKeepTheOrderOfEachThread(WaitMode mode) throws InterruptedException {
        RingLoop loop = loop(8, mode, FullRing.WAIT);
        List<List<Integer>> seen = List.of(new ArrayList<>(), new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (List<Integer> mine : seen) {
            threads.add(
                    new Thread(
                            () ->
                                    IntStream.range(0, 5_000)
                                            .forEach(n -> loop.submit(() -> mine.add(n)))));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        pass(loop);

        assertThat(seen)
                .allSatisfy(
                        mine ->
                                assertThat(mine)
                                        .isEqualTo(IntStream.range(0, 5_000).boxed().toList()));
    }

    @ParameterizedTest
    @EnumSource(WaitMode.class)
    void shouldWakeForAnEntryAndForATimer(WaitMode mode) {
        RingLoop loop = loop(8, mode, FullRing.WAIT);
        for (int round = 0; round < 20; round++) {
            CountDownLatch timer = new CountDownLatch(1);
            LockSupport.parkNanos(200_000);

            loop.schedule(ofMillis(2), timer::countDown);

            await(timer);
            pass(loop);
        }
    }

    @Test
    void shouldGoOnWhenATaskThrows() {
        RingLoop loop = loop(8);
        AtomicInteger ran = new AtomicInteger();

        loop.submit(
                () -> {
                    throw new IllegalStateException("on purpose");
                });
        loop.submit(
                () -> {
                    throw new StackOverflowError("on purpose");
                });
        loop.submit(ran::incrementAndGet);
        pass(loop);

        assertThat(ran).hasValue(1);
        assertThat(failures).hasSize(2);
    }

    @Test
    void shouldRunWhatATaskAsksForAfterItAndBeforeTheNext() {
        RingLoop loop = loop(8);
        List<String> seen = new ArrayList<>();
        CountDownLatch release = hold(loop);
        loop.submit(
                () -> {
                    for (int n = 0; n < 1_000; n++) {
                        loop.submit(() -> seen.add("nested"));
                    }
                    seen.add("current");
                });
        loop.submit(() -> seen.add("next"));

        release.countDown();
        pass(loop);

        assertThat(seen).hasSize(1_002).startsWith("current", "nested").endsWith("nested", "next");
    }

    @Test
    void shouldRunWhatFollowUpsAskForInOrder() {
        RingLoop loop = loop(2);
        List<Integer> seen = new ArrayList<>();

        loop.submit(
                () -> {
                    loop.submit(
                            () -> {
                                seen.add(1);
                                loop.submit(() -> seen.add(3));
                            });
                    loop.submit(() -> seen.add(2));
                });
        pass(loop);

        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void shouldReportMoreFollowUpsThanItsBoundAndGoOn() {
        RingLoop loop = loop(8);
        AtomicInteger ran = new AtomicInteger();

        loop.submit(
                () -> {
                    for (int n = 0; n <= FollowUpQueue.LIMIT; n++) {
                        loop.publish(event -> ran.incrementAndGet(), 0, null, null, null, 0);
                    }
                });
        pass(loop);

        assertThat(failures).singleElement().isInstanceOf(RingFullException.class);
        assertThat(ran).hasValue(FollowUpQueue.LIMIT);
    }

    @Test
    void shouldLetAPublisherWaitWhileTheRingIsFull() throws InterruptedException {
        RingLoop loop = loop(2);
        CountDownLatch release = hold(loop);
        AtomicInteger ran = new AtomicInteger();
        Thread publisher =
                new Thread(
                        () -> {
                            for (int n = 0; n < 100; n++) {
                                loop.submit(ran::incrementAndGet);
                            }
                        });
        publisher.start();
        publisher.join(20);
        assertThat(publisher.isAlive()).isTrue();

        release.countDown();
        publisher.join();
        pass(loop);

        assertThat(ran).hasValue(100);
    }

    @Test
    void shouldRefuseWhenTheRingIsFullIfAskedTo() {
        RingLoop loop = loop(2, WaitMode.BLOCKING, FullRing.REJECT);
        CountDownLatch release = hold(loop);
        AtomicInteger queued = new AtomicInteger();

        assertThatThrownBy(
                        () -> {
                            for (int n = 0; n < 3; n++) {
                                loop.publish(NOTHING, 0, null, null, null, 0);
                                queued.incrementAndGet();
                            }
                        })
                .isInstanceOf(RingFullException.class);
        assertThat(loop.tryPublish(NOTHING, 0, null, null, null, 0)).isFalse();
        assertThat(queued.get()).isLessThanOrEqualTo(2);
        CountDownLatch later = new CountDownLatch(1);
        release.countDown();
        while (!loop.tryPublish(event -> later.countDown(), 0, null, null, null, 0)) {
            Thread.onSpinWait();
        }
        await(later);
    }

    @Test
    void shouldNeverWaitForAnotherLoop() {
        RingLoop one = loop(2);
        RingLoop two = loop(2);
        int rounds = 5_000;
        List<Integer> onOne = new ArrayList<>();
        List<Integer> onTwo = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(2 * rounds);

        one.submit(() -> send(rounds, two, onTwo, all));
        two.submit(() -> send(rounds, one, onOne, all));
        await(all);

        assertThat(onOne).isEqualTo(IntStream.range(0, rounds).boxed().toList());
        assertThat(onTwo).isEqualTo(onOne);
    }

    private static void send(int rounds, RingLoop to, List<Integer> seen, CountDownLatch all) {
        for (int n = 0; n < rounds; n++) {
            int number = n;
            to.submit(
                    () -> {
                        seen.add(number);
                        all.countDown();
                    });
        }
    }

    @Test
    void shouldWakeForWhatAnotherLoopSpilled() {
        RingLoop full = loop(2);
        RingLoop other = loop(8);
        for (int round = 0; round < 200; round++) {
            CountDownLatch release = hold(full);
            CountDownLatch ran = new CountDownLatch(8);

            other.submit(() -> IntStream.range(0, 8).forEach(n -> full.submit(ran::countDown)));
            pass(other);
            release.countDown();

            await(ran);
        }
    }

    // While it waited for a slow publisher the loop took note of an alert that was for the inbox,
    // and
    // then it slept over what had been spilled.
    @Test
    void shouldNotSleepOverWhatIsSpilledWhileItWaitsForASlowPublisher() {
        RingLoop loop = loop(4);
        RingLoop other = loop(8);
        CountDownLatch isIn = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(2);
        CountDownLatch release = hold(loop);
        loop.submit(
                () -> {
                    isIn.countDown();
                    await(mayLeave);
                });
        long slow = loop.ring.next();
        long slower = loop.ring.next();

        spill(other, loop, seen, "first", all);
        release.countDown();
        await(isIn); // the loop empties its inbox, and will wait for the two
        spill(other, loop, seen, "second", all);
        mayLeave.countDown();
        fill(loop, slow, seen, "slow");
        fill(loop, slower, seen, "slower");

        await(all);
        assertThat(seen).containsExactly("slow", "slower", "first", "second");
    }

    private static void spill(
            RingLoop from, RingLoop to, List<String> seen, String what, CountDownLatch all) {
        from.submit(
                () ->
                        to.submit(
                                () -> {
                                    seen.add(what);
                                    all.countDown();
                                }));
        pass(from);
    }

    /** What is spilled while the inbox is being emptied must not be slept over. */
    @Test
    void shouldRunWhatIsSpilledWhileTheInboxIsEmptied() {
        RingLoop busy = loop(2);
        RingLoop other = loop(2);
        for (int round = 0; round < 2_000; round++) {
            int size = 3 + round % 40;
            CountDownLatch ran = new CountDownLatch(size);

            other.submit(() -> IntStream.range(0, size).forEach(n -> busy.submit(ran::countDown)));

            await(ran);
        }
    }

    @Test
    void shouldRunTimersInTheOrderOfTheirTime() {
        RingLoop loop = loop(8);
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch last = new CountDownLatch(1);

        loop.schedule(ofMillis(30), last::countDown);
        loop.schedule(ofMillis(20), () -> seen.add("second"));
        loop.schedule(ofMillis(10), () -> seen.add("first"));
        loop.schedule(ofMillis(15), () -> seen.add("cancelled")).cancel();
        loop.schedule(
                ofMillis(25),
                () -> {
                    throw new IllegalStateException("on purpose");
                });
        await(last);

        assertThat(seen).containsExactly("first", "second");
        assertThat(failures).hasSize(1);
    }

    @Test
    void shouldRunInPlaceWhatIsPerformedOnItsThread() {
        RingLoop loop = loop(8);
        List<String> seen = new ArrayList<>();

        loop.submit(
                () -> {
                    loop.perform(() -> seen.add("performed " + loop.inLoop()));
                    seen.add("after");
                });
        pass(loop);

        assertThat(seen).containsExactly("performed true", "after");
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void shouldNotBeStoppedByAnInterrupt() {
        RingLoop loop = loop(8);

        loop.submit(() -> Thread.currentThread().interrupt());
        pass(loop);
        pass(loop);

        assertThat(failures).isEmpty();
    }

    // A loop that parks never slept again: an interrupted thread does not.
    @ParameterizedTest
    @EnumSource(
            value = WaitMode.class,
            names = {"PARK", "BLOCKING"})
    void shouldForgetAnInterruptBeforeItSleepsAgain(WaitMode mode) {
        RingLoop loop = loop(8, mode, FullRing.WAIT);
        CompletableFuture<Boolean> isInterrupted;
        loop.submit(() -> Thread.currentThread().interrupt());

        int looks = 0;
        do {
            CompletableFuture<Boolean> look = new CompletableFuture<>();
            loop.submit(() -> look.complete(Thread.currentThread().isInterrupted()));
            isInterrupted = look;
            LockSupport.parkNanos(100_000);
        } while (isInterrupted.join() && looks++ < 10_000);

        assertThat(isInterrupted).isCompletedWithValue(false);
    }

    @Test
    void shouldForgetWhatAnEntryHeld() {
        RingLoop loop = loop(1024);
        WeakReference<Object> reference = publishSomething(loop);
        pass(loop);

        for (int attempt = 0; attempt < 50 && reference.get() != null; attempt++) {
            System.gc();
        }

        assertThat(reference.get()).isNull();
    }

    private static WeakReference<Object> publishSomething(RingLoop loop) {
        Object something = new Object();
        loop.publish(NOTHING, 0, something, something, something, 0);
        return new WeakReference<>(something);
    }

    @Test
    void shouldRunWhatIsQueuedBeforeItStops() {
        RingLoop loop = loop(64);
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch release = hold(loop);
        for (int n = 0; n < 50; n++) {
            loop.submit(ran::incrementAndGet);
        }
        release.countDown();

        loop.stop(ofSeconds(60));

        assertThat(ran).hasValue(50);
        assertThat(loop.publish(NOTHING, 0, null, null, null, 0)).isFalse();
        assertThat(loop.tryPublish(NOTHING, 0, null, null, null, 0)).isFalse();
        assertThat(loop.perform(() -> {})).isFalse();
        assertThatThrownBy(() -> loop.submit(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    // What was published while the loop stopped was lost, although its publisher was told that it
    // was queued; an acknowledgement that it asked for never ended.
    @ParameterizedTest
    @EnumSource(WaitMode.class)
    void shouldHaveRunWhatItTookWhileItStopped(WaitMode mode) throws Exception {
        for (int round = 0; round < 20; round++) {
            RingLoop loop = loop(4, mode, FullRing.WAIT);
            AtomicInteger ran = new AtomicInteger();
            List<CompletableFuture<Integer>> publishers = new ArrayList<>();
            for (int n = 0; n < 2; n++) {
                publishers.add(CompletableFuture.supplyAsync(() -> flood(loop, ran)));
            }
            pass(loop);

            loop.stop(ofSeconds(60));

            int taken = 0;
            for (CompletableFuture<Integer> publisher : publishers) {
                taken += publisher.get(60, SECONDS);
            }
            assertThat(ran).hasValue(taken);
        }
    }

    private static int flood(RingLoop loop, AtomicInteger ran) {
        int taken = 0;
        while (loop.publish(event -> ran.incrementAndGet(), 0, null, null, null, 0)) {
            taken++;
        }
        return taken;
    }

    // A publisher that was told that its entry is queued lost it if another one had claimed the
    // place
    // before it and was not done: the ending loop ran what was published up to there, and no more.
    @Test
    void shouldRunWhatItTookBehindASlowPublisher() {
        RingLoop loop = loop(8);
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch release = hold(loop);
        loop.schedule(
                Duration.ZERO,
                () -> { // behind the order to stop, before the end
                    ending.countDown();
                    await(end);
                });
        loop.stop(Duration.ZERO);
        release.countDown();
        await(ending);

        // Two publishers that looked before the loop was stopped.
        long slow = loop.ring.next();
        long quick = loop.ring.next();
        fill(loop, quick, seen, "quick");
        boolean wasTaken = loop.isRun(quick);
        end.countDown();
        fill(loop, slow, seen, "slow");
        loop.stop(ofSeconds(60));
        long late = loop.ring.next();
        fill(loop, late, seen, "late");

        assertThat(wasTaken).isTrue();
        assertThat(loop.isRun(slow)).isTrue();
        assertThat(loop.isRun(late)).isFalse();
        assertThat(seen).containsExactly("slow", "quick");
    }

    private static void fill(RingLoop loop, long sequence, List<String> seen, String what) {
        loop.ring.get(sequence).fill(event -> seen.add(what), 0, null, null, null, 0);
        loop.ring.publish(sequence);
    }

    // What another loop had put into the ring as this one ended was run, and its publisher was told
    // that it was not: an acknowledgement that it asked for ended twice.
    @Test
    void shouldTellAnotherLoopTheTruthWhileItStops() throws Exception {
        RingLoop other = loop(8);
        for (int round = 0; round < 100; round++) {
            RingLoop loop = loop(4);
            AtomicInteger ran = new AtomicInteger();
            CompletableFuture<Integer> taken = new CompletableFuture<>();
            other.submit(() -> taken.complete(flood(loop, ran)));
            pass(loop);

            loop.stop(ofSeconds(60));

            assertThat(ran).hasValue(taken.get(60, SECONDS));
        }
    }

    // The order to stop went through the ring: with that full and its handler stuck, whoever
    // stopped the loop waited for ever.
    @Test
    void shouldReportAHandlerThatHoldsItWhileItStops() {
        RingLoop loop = loop(2);
        CountDownLatch release = hold(loop);
        while (loop.tryPublish(NOTHING, 0, null, null, null, 0)) {
            // Until the ring is full.
        }

        loop.stop(ofMillis(50));

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("did not end"));
        release.countDown();
    }

    @Test
    void shouldStopWhenAskedToByItsOwnThread() {
        RingLoop loop = loop(8);

        loop.submit(() -> loop.stop(ofSeconds(1)));
        loop.stop(ofSeconds(60));

        assertThat(failures).isEmpty();
        assertThat(loop.publish(NOTHING, 0, null, null, null, 0)).isFalse();
    }
}
