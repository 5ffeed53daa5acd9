package io.ringcast.internal.loop;

import io.ringcast.loop.AnyThread;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that closes a bus. It is started with the bus and sleeps until it is called: a bus
 * that has to close for want of memory, or while it is full, can't start one then. It never waits
 * for a full ring.
 */
@AnyThread
public final class Closer {
    private final LoopThread thread;
    private final Runnable work;
    // Written by whoever calls, read by the thread.
    private volatile boolean called;

    /**
     * Starts the thread.
     *
     * @param name the thread's name
     * @param work what to do once, when it is called
     */
    public Closer(String name, Runnable work) {
        this.work = work;
        this.thread = new LoopThread(name, this::run);
        thread.start();
    }

    private void run() {
        while (!called) {
            LockSupport.park(this);
            // Nobody may interrupt it before it is called, and it would not sleep again.
            Thread.interrupted();
        }
        work.run();
    }

    /** Has the work done. Allocates nothing. */
    public void call() {
        called = true;
        LockSupport.unpark(thread);
    }

    /**
     * Says whether the caller is this thread.
     *
     * @return true while it works
     */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Waits until the work is done; an interrupt is passed on to it. */
    public void join() {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
                thread.interrupt();
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
