package io.ringcast.internal.loop;

import io.ringcast.loop.EventLoop;
import io.ringcast.transport.Connection;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What the bus needs of a loop beyond {@link EventLoop}: entries without objects. */
public interface Loop extends EventLoop {

    /**
     * Queues an entry, in the calling thread's order: in the ring, or, on the loop's own thread,
     * behind what runs now. Off the loop it waits while the ring is full, or throws where the bus's
     * options say so.
     *
     * @return false if the loop has stopped; nothing was queued
     */
    boolean publish(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number);

    /**
     * Queues an entry if there is room.
     *
     * @return false if there is none, or the loop has stopped
     */
    boolean tryPublish(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number);

    /**
     * Runs a task in place on the loop's own thread, otherwise queues it.
     *
     * @param task what to run
     * @return false if the loop has stopped
     */
    default boolean perform(Runnable task) {
        if (inLoop()) {
            task.run();
            return true;
        }
        return enqueue(task);
    }

    @Override
    default void submit(Runnable task) {
        if (!enqueue(task)) {
            throw stopped(this);
        }
    }

    /** What a loop that has stopped answers to what it can't do any more. */
    static RejectedExecutionException stopped(Loop loop) {
        return new RejectedExecutionException("the loop has stopped: " + loop);
    }

    /**
     * Queues a task, on the loop's own thread too.
     *
     * @param task what to run
     * @return false if the loop has stopped
     */
    boolean enqueue(Runnable task);

    /**
     * Says whether a user's callback may run in place: no other callback is running, and nothing
     * that was asked for earlier is still to be done. Loop only.
     */
    boolean canCallBack();

    /** A user's callback begins. Loop only; paired with {@link #leave}. */
    void enter();

    /** A user's callback has ended. */
    void leave();

    /** A socket or a listener of this loop has come, changed or gone. Loop only. */
    void changed();

    /** How often {@link #changed} was called; never negative. Loop only. */
    long epoch();

    /** Has a connection flushed at the end of the batch. Loop only. */
    void markDirty(Connection connection);

    /** Schedules a reusable timer. Loop only. */
    void schedule(LoopTimer timer, long delayNanos);

    /** Cancels a reusable timer. Loop only. */
    void cancel(LoopTimer timer);

    /**
     * Says that the calling thread may now wait for what it has queued: it is not left to the end
     * of a batch, see {@link io.ringcast.loop.InboundBatch#flush}. Any thread.
     */
    default void hurry() {}

    /**
     * Has something run when the loop has ended and all that was queued has run, unless it is
     * {@linkplain #forgetEnding forgotten} before. Loop only.
     *
     * @param ending what waits for something that nobody will do any more
     */
    void whenEnded(Runnable ending);

    /** Takes {@link #whenEnded} back. Loop only. */
    void forgetEnding(Runnable ending);

    /**
     * Runs what was queued, then stops. Entries published afterwards are refused.
     *
     * @param timeout how long to wait at most; not at all on the loop itself
     */
    void stop(Duration timeout);

    /** Lets a stepped loop do what is queued; a loop with a thread does so anyway. */
    default void settle() {}
}
