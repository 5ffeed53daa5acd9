package io.ringcast.internal.loop;

import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.Connection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What every loop does, threaded or stepped: entries, then their follow-ups; timers; flushing. */
@LoopConfined
final class LoopCore {
    private static final VarHandle PROGRESS;

    static {
        try {
            PROGRESS = MethodHandles.lookup().findVarHandle(LoopCore.class, "progress", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final FailureSink failures;
    private final FollowUpQueue followUps = new FollowUpQueue(256);
    private final TimerHeap timers = new TimerHeap();
    private final DirtyConnections dirty = new DirtyConnections();
    private int depth;
    private long epoch;
    private boolean draining;

    // Written by the loop, read by the watchdog; odd while an entry runs.
    @SuppressWarnings("unused") // through PROGRESS
    private long progress;

    LoopCore(FailureSink failures) {
        this.failures = failures;
    }

    /** Runs one entry and all that it asked for. */
    void run(LoopEvent event) {
        PROGRESS.setOpaque(this, (long) PROGRESS.get(this) + 1);
        runSafely(event);
        drainFollowUps();
        PROGRESS.setOpaque(this, (long) PROGRESS.get(this) + 1);
    }

    private void drainFollowUps() {
        LoopEvent next;
        draining = true;
        while ((next = followUps.peek()) != null) {
            runSafely(next);
            followUps.remove();
        }
        draining = false;
    }

    private void runSafely(LoopEvent event) {
        try {
            LoopEvent.Target target = event.target;
            if (target != null) {
                target.run(event);
            }
        } catch (Throwable failure) {
            failures.onFailure("loop", failure);
        } finally {
            depth = 0;
            event.clear();
        }
    }

    /** Runs the timers that are due. */
    void runTimers(long now) {
        LoopTimer due;
        while ((due = timers.pollDue(now)) != null) {
            PROGRESS.setOpaque(this, (long) PROGRESS.get(this) + 1);
            try {
                due.task.run();
            } catch (Throwable failure) {
                failures.onFailure("timer", failure);
            } finally {
                depth = 0;
            }
            drainFollowUps();
            PROGRESS.setOpaque(this, (long) PROGRESS.get(this) + 1);
        }
    }

    /**
     * Hands the connections that were written to over for flushing, and does what that asked for: a
     * connection may fail, or its client be in this process and answer.
     */
    void flush() {
        if (!dirty.isEmpty()) {
            PROGRESS.setOpaque(this, (long) PROGRESS.get(this) + 1);
            try {
                dirty.flush();
            } catch (Throwable failure) {
                failures.onFailure("flush", failure);
            }
            drainFollowUps();
            PROGRESS.setOpaque(this, (long) PROGRESS.get(this) + 1);
        }
    }

    /** Whether flushing led to something that is to be flushed in turn. */
    boolean isDirty() {
        return !dirty.isEmpty();
    }

    void followUp(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        followUps.add().fill(target, operation, first, second, third, number);
    }

    TimerHeap timers() {
        return timers;
    }

    boolean canCallBack() {
        return depth == 0 && followUps.size() <= (draining ? 1 : 0);
    }

    void enter() {
        depth++;
    }

    void leave() {
        depth--;
    }

    void changed() {
        epoch++;
    }

    long epoch() {
        return epoch;
    }

    void markDirty(Connection connection) {
        dirty.add(connection);
    }

    /** How many times an entry began or ended; odd while one runs. Any thread. */
    long progress() {
        return (long) PROGRESS.getOpaque(this);
    }

    /** Somebody waited for the loop's end in vain. Any thread. */
    void reportStuck(String name) {
        failures.onFailure(
                "close",
                new IllegalStateException(name + " did not end in time: a handler holds it"));
    }
}
