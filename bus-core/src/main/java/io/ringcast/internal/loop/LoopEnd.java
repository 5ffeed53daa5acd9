package io.ringcast.internal.loop;

import com.lmax.disruptor.RingBuffer;
import io.ringcast.loop.AnyThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of a loop with a ring: which entry is the last one, and whether all has been run. */
@AnyThread
final class LoopEnd {
    /*
     * `last` becomes ENDING, and at once the last sequence that was claimed by then: all up to it is
     * run, and waited for where its publisher is slow; nothing behind it is. A publisher that finds
     * `last` set after it has published is thus told for certain what becomes of its entry, and waits
     * for no handler.
     */
    private static final long OPEN = Long.MAX_VALUE;
    private static final long ENDING = Long.MAX_VALUE - 1;

    private final CountDownLatch complete = new CountDownLatch(1);
    // Written by the loop as it ends, read by publishers.
    private volatile long last = OPEN;

    /** From now on nothing is run that was not claimed before. The loop's thread. */
    void begin(RingBuffer<LoopEvent> ring) {
        last = ENDING;
        last = ring.getCursor();
    }

    boolean hasBegun() {
        return last != OPEN;
    }

    /** The last entry to run. After {@link #begin}. */
    long last() {
        return last;
    }

    /** Says whether an entry that was published has been or will be run. */
    boolean isRun(long sequence) {
        return last == OPEN || sequence <= awaitLast();
    }

    /** The loop is ending: which entry is its last. It is about to say so. */
    @SuppressWarnings("ThreadPriorityCheck") // for two instructions of another thread
    private long awaitLast() {
        long end;
        while ((end = last) == ENDING) {
            Thread.yield();
        }
        return end;
    }

    /** All has been run. The loop's thread. */
    void complete() {
        complete.countDown();
    }

    /** Waits until all has been run; false if that takes longer. An interrupt ends the wait. */
    boolean await(Duration timeout) {
        try {
            return complete.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
