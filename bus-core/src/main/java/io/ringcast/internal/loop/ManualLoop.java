package io.ringcast.internal.loop;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The stepped twin of {@link RingLoop}: no thread and a clock that only moves when it is told to.
 * Whoever calls {@link #runUntilIdle} or {@link #advance} is the loop's thread meanwhile.
 */
@AnyThread
public final class ManualLoop implements Loop {
    private static final int FLUSH_EVERY = 256;

    private final LoopCore core;
    private final Queue<LoopEvent> entries = new ConcurrentLinkedQueue<>();
    private long now;
    private boolean stopped;
    // Written by the stepping thread, read by callers that ask whether they are it.
    private volatile @Nullable Thread owner;

    /**
     * Makes a loop whose clock stands at zero.
     *
     * @param failures is told what was thrown
     */
    public ManualLoop(FailureSink failures) {
        this.core = new LoopCore(failures);
    }

    /** Runs entries until none is left, timers that are due now among them. */
    public void runUntilIdle() {
        if (inLoop()) {
            throw new IllegalStateException("a listener can't step the loop that runs it");
        }
        owner = Thread.currentThread();
        try {
            do {
                runEntries();
                core.runTimers(now);
                core.flush();
            } while (!entries.isEmpty() || core.isDirty());
        } finally {
            owner = null;
        }
    }

    private void runEntries() {
        LoopEvent event;
        int batch = 0;
        while ((event = entries.poll()) != null) {
            core.run(event);
            if (++batch % FLUSH_EVERY == 0) {
                core.flush();
            }
        }
    }

    /**
     * Moves the clock, stopping at each timer on the way, and runs all there is to run.
     *
     * @param time how far
     */
    public void advance(Duration time) {
        long end = now + time.toNanos();
        runUntilIdle();
        while (!core.timers().isEmpty() && core.timers().nextDeadline() <= end) {
            now = Math.max(now, core.timers().nextDeadline());
            runUntilIdle();
        }
        now = end;
        runUntilIdle();
    }

    @Override
    public boolean publish(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        if (inLoop()) {
            return core.followUp(target, operation, first, second, third, number);
        }
        if (stopped) {
            return false;
        }
        LoopEvent event = new LoopEvent();
        event.fill(target, operation, first, second, third, number);
        return entries.add(event);
    }

    @Override
    public boolean tryPublish(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        return publish(target, operation, first, second, third, number);
    }

    @Override
    public void whenEnded(Runnable ending) {
        core.whenEnded(ending);
    }

    @Override
    public void forgetEnding(Runnable ending) {
        core.forgetEnding(ending);
    }

    @Override
    public boolean enqueue(Runnable task) {
        return publish(TaskTarget.RUN, 0, task, null, null, 0);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        LoopTimer timer = new LoopTimer(task);
        long nanos = delay.toNanos();
        if (stopped || !perform(() -> schedule(timer, nanos))) {
            throw Loop.stopped(this);
        }
        return () -> perform(() -> cancel(timer));
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public boolean canCallBack() {
        return core.canCallBack();
    }

    @Override
    public void enter() {
        core.enter();
    }

    @Override
    public void leave() {
        core.leave();
    }

    @Override
    public void changed() {
        core.changed();
    }

    @Override
    public long epoch() {
        return core.epoch();
    }

    @Override
    public void markDirty(Connection connection) {
        core.markDirty(connection);
    }

    @Override
    public void schedule(LoopTimer timer, long delayNanos) {
        core.timers().schedule(timer, now + delayNanos);
    }

    @Override
    public void cancel(LoopTimer timer) {
        core.timers().cancel(timer);
    }

    @Override
    public void stop(Duration timeout) {
        if (inLoop()) {
            stopped = true;
            return;
        }
        runUntilIdle();
        stopped = true;
        owner = Thread.currentThread();
        try {
            core.runEndings();
            core.flush();
        } finally {
            owner = null;
        }
    }

    @Override
    public void settle() {
        if (!inLoop()) {
            runUntilIdle();
        }
    }
}
