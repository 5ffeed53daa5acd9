package io.ringcast.loop;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The single owner of some namespaces' state: it runs one task at a time, in the order of
 * submission.
 *
 * <p>A task submitted from the loop's own thread never waits for the ring: it runs after the
 * current one, in the order in which it was submitted, as a microtask does in Node. From any other
 * thread {@link #submit} waits while the ring is full.
 *
 * <p>Threads: any.
 */
public interface EventLoop extends Executor {

    /**
     * Runs a task on this loop, after everything that the calling thread submitted before.
     *
     * @param task what to run; if it throws, the bus's error handler is told and the loop goes on
     * @throws java.util.concurrent.RejectedExecutionException if the loop has stopped
     */
    void submit(Runnable task);

    /**
     * Runs a task once, when a time has passed. A timer that still waits when the loop stops does
     * not fire.
     *
     * @param delay how long to wait, at least; zero means as soon as possible
     * @param task what to run on the loop
     * @return the timer, which can be cancelled
     * @throws java.util.concurrent.RejectedExecutionException if the loop has stopped
     */
    Timer schedule(Duration delay, Runnable task);

    /**
     * Says whether the caller is running on this loop: on its own thread, or on one of a transport
     * that runs it for the moment.
     *
     * @return true if it is
     */
    boolean inLoop();

    /**
     * The loop's clock, in nanoseconds from an arbitrary origin; virtual where the loop is stepped.
     *
     * @return the time now
     */
    long nanoTime();

    @Override
    default void execute(Runnable task) {
        submit(task);
    }

    /** A task that is waiting for its time. */
    interface Timer {

        /** Makes the task not run, if it has not started; otherwise does nothing. Any thread. */
        void cancel();
    }
}
