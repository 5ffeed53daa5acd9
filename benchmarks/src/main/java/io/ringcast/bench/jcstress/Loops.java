package io.ringcast.bench.jcstress;

import io.ringcast.BusOptions.FullRing;
import io.ringcast.internal.loop.RingLoop;
import io.ringcast.loop.WaitMode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Loops for the probes: few, for a loop has a thread, and a probe has many states. */
final class Loops {
    private static final int SMALLEST = 2;

    private Loops() {}

    /** A loop whose ring is full at once, and which sleeps when it has nothing to do. */
    static RingLoop small(String name) {
        RingLoop loop =
                new RingLoop(
                        name,
                        SMALLEST,
                        WaitMode.BLOCKING,
                        FullRing.WAIT,
                        (where, failure) -> fail(failure));
        loop.allowDriving();
        return loop;
    }

    private static void fail(Throwable failure) {
        throw new AssertionError(failure);
    }

    /** Waits much longer than anything takes; false if that was not long enough. */
    static boolean await(CountDownLatch done) {
        try {
            return done.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
