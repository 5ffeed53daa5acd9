package io.ringcast.transport.inmemory.internal;

import io.ringcast.loop.LoopConfined;
import java.util.random.RandomGenerator;

/** What is wrong with one client's network, in a test. */
@LoopConfined
public final class Faults {
    private final RandomGenerator random;
    private long leastNanos;
    private long mostNanos;
    private boolean stalled;

    Faults(RandomGenerator random) {
        this.random = random;
    }

    /** Lets every message take some time, in each direction. */
    void latency(long leastNanos, long mostNanos) {
        this.leastNanos = leastNanos;
        this.mostNanos = mostNanos;
    }

    long nextLatency() {
        return leastNanos == mostNanos ? leastNanos : random.nextLong(leastNanos, mostNanos + 1);
    }

    void stall(boolean stalled) {
        this.stalled = stalled;
    }

    boolean isStalled() {
        return stalled;
    }
}
