package io.ringcast.transport.inmemory.internal;

import io.ringcast.loop.AnyThread;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what several threads bring, one at a time, in order, on one of them. */
@AnyThread
final class Lane {
    /*
     * Whoever raises the count from zero runs tasks until it is zero again; others only add. No
     * thread waits for another.
     */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();

    void add(Runnable task) {
        tasks.add(task);
        if (left.getAndIncrement() == 0) {
            do {
                Runnable next = tasks.poll();
                if (next != null) {
                    next.run();
                }
            } while (left.decrementAndGet() > 0);
        }
    }
}
