package io.ringcast.internal.loop;

import io.ringcast.loop.LoopConfined;

/** A task with a deadline. Reusable: it may be scheduled again once it has run or was cancelled. */
@LoopConfined
public final class LoopTimer {
    static final int IDLE = -1;

    final Runnable task;
    long deadline;
    long order;
    int index = IDLE;

    /**
     * Makes a timer that is not scheduled yet.
     *
     * @param task what to run on the loop
     */
    public LoopTimer(Runnable task) {
        this.task = task;
    }

    /**
     * Says whether the timer is waiting.
     *
     * @return true between schedule and run or cancel
     */
    public boolean isScheduled() {
        return index != IDLE;
    }
}
