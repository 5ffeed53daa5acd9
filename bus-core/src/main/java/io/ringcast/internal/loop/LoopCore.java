package io.ringcast.internal.loop;

import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.Connection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every loop does, threaded or stepped: entries, then their follow-ups; timers; flushing. */
@LoopConfined
final class LoopCore {
    /*
     * Nothing that a task, a handler of failures or a log throws gets beyond this class, Errors
     * included: when memory or stack is used up, the last guard (report) must not need any. So it
     * allocates nothing and logs nothing; what can't be reported is lost, and the loop goes on.
     * An entry that threw is over: it is never run again.
     */
    private static final int MOST_LATE_ENDINGS = 10_000;
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
    private boolean ended;
    private final Set<Runnable> endings = new LinkedHashSet<>();

    // Written by the loop, read by the watchdog; odd while an entry runs.
    @SuppressWarnings("unused") // through PROGRESS
    private long progress;

    LoopCore(FailureSink failures) {
        this.failures = failures;
    }

    /** Runs one entry and all that it asked for. */
    void run(LoopEvent event) {
        begin();
        runSafely(event);
        drainFollowUps();
        end();
    }

    private void begin() {
        PROGRESS.setOpaque(this, ((long) PROGRESS.get(this) + 1) | 1);
    }

    private void end() {
        PROGRESS.setOpaque(this, ((long) PROGRESS.get(this) | 1) + 1);
    }

    private void drainFollowUps() {
        LoopEvent next;
        draining = true;
        try {
            while ((next = followUps.peek()) != null) {
                try {
                    runSafely(next);
                } finally {
                    followUps.remove();
                }
            }
        } finally {
            draining = false;
        }
    }

    private void runSafely(LoopEvent event) {
        try {
            LoopEvent.Target target = event.target;
            if (target != null) {
                target.run(event);
            }
        } catch (Throwable failure) {
            report("loop", failure);
        } finally {
            depth = 0;
            event.clear();
        }
    }

    /** The last guard: it needs no memory, and nothing leaves it. */
    void report(String where, Throwable failure) {
        try {
            failures.onFailure(where, failure);
        } catch (Throwable lost) {
            // There is no memory to say so.
        }
    }

    /** The loop can't go on. */
    void reportFatal(Throwable failure) {
        try {
            failures.onFatal(failure);
        } catch (Throwable lost) {
            // There is no memory to say so.
        }
    }

    /** Runs the timers that are due. */
    void runTimers(long now) {
        LoopTimer due;
        while ((due = timers.pollDue(now)) != null) {
            begin();
            try {
                due.task.run();
            } catch (Throwable failure) {
                report("timer", failure);
            } finally {
                depth = 0;
            }
            drainFollowUps();
            end();
        }
    }

    /**
     * Hands the connections that were written to over for flushing, and does what that asked for: a
     * connection may fail, or its client be in this process and answer.
     */
    void flush() {
        if (!dirty.isEmpty()) {
            begin();
            try {
                dirty.flush();
            } catch (Throwable failure) {
                report("flush", failure);
            }
            drainFollowUps();
            end();
        }
    }

    /** All has run, and nothing is queued any more: tells whoever still waits for something. */
    void runEndings() {
        ended = true;
        // What fails now may ask anew, and would for ever.
        int left = endings.size() + MOST_LATE_ENDINGS;
        Runnable next;
        while (left-- > 0 && (next = firstEnding()) != null) {
            endings.remove(next);
            try {
                next.run();
            } catch (Throwable failure) {
                report("end", failure);
            } finally {
                depth = 0;
            }
        }
    }

    private @Nullable Runnable firstEnding() {
        return endings.isEmpty() ? null : endings.iterator().next();
    }

    void whenEnded(Runnable ending) {
        endings.add(ending);
    }

    void forgetEnding(Runnable ending) {
        endings.remove(ending);
    }

    /** Whether flushing led to something that is to be flushed in turn. */
    boolean isDirty() {
        return !dirty.isEmpty();
    }

    /** Queues what the loop's own thread asks for; false if nothing is run any more. */
    boolean followUp(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        if (ended) {
            return false;
        }
        followUps.add().fill(target, operation, first, second, third, number);
        return true;
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
        report(
                "close",
                new IllegalStateException(name + " did not end in time: a handler holds it"));
    }
}
