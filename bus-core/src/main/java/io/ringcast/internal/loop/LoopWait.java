package io.ringcast.internal.loop;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.WaitMode;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * How a loop's thread waits for the next entry or the next timer, whichever comes first.
 *
 * <p>A look at the ring's cursor takes its cache line away from the producers, so the looks of a
 * spinning consumer are spaced by a few pauses.
 */
@AnyThread
final class LoopWait implements WaitStrategy {
    private static final int PAUSES = 8;
    private static final int LOOKS_BEFORE_SLEEP = 100;
    private static final long PARK_NANOS = 50_000;
    private static final long LONGEST_SLEEP = 1_000_000_000L;

    private final WaitMode mode;
    private final TimerHeap timers;
    // Written by the loop around its sleep, read by publishers: the loop must be woken.
    private volatile boolean asleep;
    // Written once by the loop's thread before its first wait, read by publishers.
    private volatile Thread sleeper = Thread.currentThread();

    LoopWait(WaitMode mode, TimerHeap timers) {
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
        int looks = 0;
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

    private boolean isTimerDue() {
        return !timers.isEmpty() && timers.nextDeadline() - System.nanoTime() <= 0;
    }

    @SuppressWarnings("ThreadPriorityCheck") // yielding is what the user asked for
    private void idle(long sequence, Sequence dependent, SequenceBarrier barrier) {
        switch (mode) {
            case SPIN -> pause();
            case YIELD -> Thread.yield();
            case PARK -> LockSupport.parkNanos(this, Math.min(PARK_NANOS, untilTimer()));
            case BLOCKING -> sleep(sequence, dependent, barrier);
        }
    }

    private void sleep(long sequence, Sequence dependent, SequenceBarrier barrier) {
        asleep = true;
        // Either we see the entry or the alert, or the thread that brings it sees us.
        VarHandle.fullFence();
        if (dependent.get() < sequence && !barrier.isAlerted()) {
            LockSupport.parkNanos(this, untilTimer());
        }
        asleep = false;
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
            if (asleep) {
                LockSupport.unpark(sleeper);
            }
        }
    }
}
