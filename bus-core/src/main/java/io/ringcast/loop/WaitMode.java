package io.ringcast.loop;

/**
 * How an {@link EventLoop} waits while it has nothing to do: latency against processor time.
 *
 * <p>The one-way latencies are orders of magnitude from a machine with two shared cores; see the
 * project's performance document for how they were measured.
 */
public enum WaitMode {
    /** Never sleeps: a few microseconds, one processor core always busy. */
    SPIN,
    /** Spins, then yields the core to others that want it: a few microseconds, a core busy. */
    YIELD,
    /** Spins, then sleeps for short intervals: tens of microseconds, little idle work. */
    PARK,
    /**
     * Sleeps until woken: tens of microseconds, nothing while idle; less from a network where
     * handlers are promised not to block, see {@link InboundBatch}. The default.
     */
    BLOCKING
}
