package io.ringcast.internal.loop;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.InboundBatch;
import io.ringcast.loop.WaitMode;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How a loop's thread waits for the next entry or the next timer, whichever comes first.
 *
 * <p>A look at the ring's cursor takes its cache line away from the producers, so the looks of a
 * spinning consumer are spaced by a few pauses.
 */
@AnyThread
final class LoopWait implements WaitStrategy {
    /*
     * Who runs the loop: its own thread while AWAKE; nobody while ASLEEP; while DRIVEN, a thread of
     * a transport that took the role (InboundBatch). The loop's thread wants it back when WANTED.
     * AWAKE -> ASLEEP -> AWAKE: the loop's thread. ASLEEP -> DRIVEN -> ASLEEP: the driver.
     * DRIVEN -> WANTED: the loop's thread. WANTED -> AWAKE: the driver, which then wakes it. Were the
     * role free for a moment, drivers could take turns for ever, and timers would not run.
     * Each change is a full fence, followed by a look for work on the side that gives the role up.
     */
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int DRIVEN = 2;
    private static final int WANTED = 3;

    private static final int PAUSES = 8;
    private static final int LOOKS_BEFORE_SLEEP = 20;
    private static final long DRIVEN_LATELY_NANOS = 100_000_000;
    private static final long PARK_NANOS = 50_000;
    private static final long LONGEST_SLEEP = 1_000_000_000L;

    private final WaitMode mode;
    private final TimerHeap timers;
    private final InboundBatch.Drivable loop;
    // Written before the loop is used, read by publishers.
    private volatile boolean drivable;
    // Written by the loop's thread and by drivers, read by publishers.
    private final AtomicInteger role = new AtomicInteger(AWAKE);
    // Belong to the role: when the loop's thread wakes by itself, and when it was last driven.
    private long wakeAt;
    private long drivenAt = System.nanoTime() - DRIVEN_LATELY_NANOS;
    // Written once by the loop's thread before its first wait, read by publishers.
    private volatile Thread sleeper = Thread.currentThread();

    LoopWait(WaitMode mode, TimerHeap timers, InboundBatch.Drivable loop) {
        this.loop = loop;
        this.mode = mode;
        this.timers = timers;
    }

    void startedBy(Thread thread) {
        sleeper = thread;
    }

    /** Returns a sequence below the one asked for when a timer is due. */
    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException {
        long available;
        // A thread that drives is better served by a loop that sleeps at once.
        int looks = isDrivenLately() ? LOOKS_BEFORE_SLEEP : 0;
        while ((available = dependent.get()) < sequence) {
            barrier.checkAlert();
            if (isTimerDue()) {
                return available;
            }
            if (looks < LOOKS_BEFORE_SLEEP) {
                looks++;
                pause();
            } else {
                idle(sequence, dependent, barrier);
            }
        }
        return available;
    }

    private boolean isDrivenLately() {
        return mode == WaitMode.BLOCKING && System.nanoTime() - drivenAt < DRIVEN_LATELY_NANOS;
    }

    private boolean isTimerDue() {
        return !timers.isEmpty() && timers.nextDeadline() - System.nanoTime() <= 0;
    }

    @SuppressWarnings("ThreadPriorityCheck") // yielding is what the user asked for
    private void idle(long sequence, Sequence dependent, SequenceBarrier barrier) {
        switch (mode) {
            case SPIN -> pause();
            case YIELD -> Thread.yield();
            case PARK -> {
                LockSupport.parkNanos(this, Math.min(PARK_NANOS, untilTimer()));
                forgetInterrupt();
            }
            case BLOCKING -> sleep(sequence, dependent, barrier);
        }
    }

    private void sleep(long sequence, Sequence dependent, SequenceBarrier barrier) {
        long nanos = untilTimer();
        wakeAt = System.nanoTime() + nanos;
        role.set(ASLEEP);
        // Either we see the entry or the alert, or the thread that brings it sees us.
        VarHandle.fullFence();
        if (dependent.get() < sequence && !barrier.isAlerted()) {
            LockSupport.parkNanos(this, nanos);
        }
        takeBack();
    }

    private void takeBack() {
        while (!role.compareAndSet(ASLEEP, AWAKE) && role.get() != AWAKE) {
            // Once it is WANTED this fails, and the driver's wake-up is what to wait for.
            role.compareAndSet(DRIVEN, WANTED);
            if (role.get() == WANTED) {
                LockSupport.park(this);
            }
        }
        forgetInterrupt();
    }

    /** Nobody may interrupt the owner, and an interrupted thread would never sleep again. */
    private static void forgetInterrupt() {
        Thread.interrupted();
    }

    void allowDriving() {
        drivable = true;
    }

    boolean isDrivable() {
        return drivable;
    }

    /** Takes the role of a sleeping loop's thread; false if that is awake, or driven by another. */
    boolean tryDrive() {
        return role.compareAndSet(ASLEEP, DRIVEN);
    }

    /** Says whether a timer will be due before the loop's thread looks. For the driver. */
    boolean mustWakeForTimer() {
        return !timers.isEmpty() && timers.nextDeadline() - wakeAt < 0;
    }

    /**
     * Ends a driver's role. Afterwards it looks for work once more, and wakes the loop for that.
     */
    void endDrive(boolean wake) {
        drivenAt = System.nanoTime();
        boolean wanted = !role.compareAndSet(DRIVEN, ASLEEP);
        if (wanted) {
            role.set(AWAKE);
        }
        if (wanted || wake) {
            wake();
        }
        VarHandle.fullFence();
    }

    /** Wakes the loop's thread. */
    void wake() {
        LockSupport.unpark(sleeper);
    }

    /** Says whether the loop's thread sleeps and nobody drives. */
    boolean isAsleep() {
        return role.get() == ASLEEP;
    }

    private long untilTimer() {
        return timers.isEmpty()
                ? LONGEST_SLEEP
                : Math.max(1, Math.min(LONGEST_SLEEP, timers.nextDeadline() - System.nanoTime()));
    }

    private static void pause() {
        for (int i = 0; i < PAUSES; i++) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void signalAllWhenBlocking() {
        if (mode == WaitMode.BLOCKING) {
            VarHandle.fullFence();
            if (role.get() == ASLEEP && !(drivable && InboundBatch.defer(loop))) {
                wake();
            }
        }
    }
}
