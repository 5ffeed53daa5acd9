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
     * thread waits for another. What a task throws is thrown once all have run.
     */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();

    void add(Runnable task) {
        tasks.add(task);
        if (left.getAndIncrement() == 0) {
            Throwable first = null;
            do {
                Runnable next = tasks.poll();
                try {
                    if (next != null) {
                        next.run();
                    }
                } catch (Throwable failure) {
                    first = first == null ? failure : first;
                }
            } while (left.decrementAndGet() > 0);
            if (first != null) {
                Lane.<RuntimeException>rethrow(first);
            }
        }
    }

    /** Throws what was caught as it is: these tasks declare nothing. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> void rethrow(Throwable caught) throws T {
        throw (T) caught;
    }
}
