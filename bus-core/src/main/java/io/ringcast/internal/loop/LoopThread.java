package io.ringcast.internal.loop;

import io.ringcast.loop.AnyThread;

/** A thread that never waits for a loop: what it publishes to a full ring is kept beside that. */
@AnyThread
final class LoopThread extends Thread {

    LoopThread(String name, Runnable task) {
        super(task, name);
        setDaemon(true);
    }

    /** Runs a task on such a thread and waits for its end; an interrupt is passed on to it. */
    static void runAndJoin(String name, Runnable task) {
        LoopThread runner = new LoopThread(name, task);
        runner.start();
        boolean wasInterrupted = false;
        while (runner.isAlive()) {
            try {
                runner.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
                runner.interrupt();
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
