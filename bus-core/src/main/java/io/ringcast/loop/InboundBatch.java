package io.ringcast.loop;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread of a transport run the events that it brings to a sleeping loop, instead of waking
 * the loop's thread for them: the hop between two threads is most of what a single message costs.
 *
 * <p>Only where the bus's handlers are promised not to block, as they would keep the transport from
 * reading. A loop still has one owner at a time, and its events their order. A loop that is busy,
 * that never sleeps (see {@link WaitMode}), or whose handlers took long a moment ago, is left to
 * its own thread.
 *
 * <p>Not for threads of an application: they may hold locks that a handler waits for.
 *
 * <p>Threads: any; each has its own batch.
 */
@AnyThread
public final class InboundBatch {
    /** A loop that another thread may run for a moment. */
    public interface Drivable {
        /** Runs what is queued on the calling thread, if the loop still sleeps. */
        void drive();

        /** Wakes the loop's own thread. */
        void wake();
    }

    private static final ThreadLocal<InboundBatch> CURRENT =
            ThreadLocal.withInitial(InboundBatch::new);

    // Threads that drive a loop now. Read before the thread-local, which costs more.
    private static final AtomicInteger DRIVERS = new AtomicInteger();

    private @Nullable Drivable waiting;
    private boolean open;
    private boolean driving;

    private InboundBatch() {}

    /**
     * Runs a step that may bring events to loops, and then the loop that sleeps on the first of
     * them.
     *
     * @param step what to run; nested steps belong to the outermost one
     */
    public static void run(Runnable step) {
        InboundBatch batch = CURRENT.get();
        if (batch.open || batch.driving) {
            step.run();
            return;
        }
        batch.open = true;
        try {
            step.run();
        } finally {
            batch.open = false;
            batch.drive();
        }
    }

    private void drive() {
        Drivable loop = waiting;
        if (loop == null) {
            return;
        }
        waiting = null;
        driving = true;
        try {
            DRIVERS.getAndIncrement();
            try {
                loop.drive();
            } finally {
                DRIVERS.getAndDecrement();
            }
        } finally {
            driving = false;
        }
    }

    /**
     * Has the loop that the calling thread wanted to run at the end of its batch woken now. To be
     * called before a wait for anything that a loop does, and by whoever gives a caller something
     * to wait for: the end of the batch would not come before the wait is over.
     */
    public static void flush() {
        InboundBatch batch = CURRENT.get();
        Drivable loop = batch.waiting;
        if (loop != null) {
            batch.waiting = null;
            loop.wake();
        }
    }

    /**
     * Asks the calling thread to run a loop at the end of its batch.
     *
     * @param loop a loop that sleeps
     * @return false if the thread is in no batch, or will run another loop: the loop must be woken
     */
    public static boolean defer(Drivable loop) {
        InboundBatch batch = CURRENT.get();
        if (!batch.open || (batch.waiting != null && batch.waiting != loop)) {
            return false;
        }
        batch.waiting = loop;
        return true;
    }

    /**
     * Says whether the calling thread runs a loop that is not its own.
     *
     * @return true inside {@link Drivable#drive}
     */
    public static boolean isDriving() {
        return DRIVERS.get() != 0 && CURRENT.get().driving;
    }
}
