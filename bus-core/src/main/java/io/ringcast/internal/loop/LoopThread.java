package io.ringcast.internal.loop;

import io.ringcast.loop.AnyThread;

/** A thread that never waits for a loop: what it publishes to a full ring is kept beside that. */
@AnyThread
final class LoopThread extends Thread {

    LoopThread(String name, Runnable task) {
        super(task, name);
        setDaemon(true);
    }
}
