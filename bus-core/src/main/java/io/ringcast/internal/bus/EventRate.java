package io.ringcast.internal.bus;

import io.ringcast.ClientLimits;
import io.ringcast.loop.AnyThread;

/** How many events a client may still send now: a bucket that fills with time. */
@AnyThread
final class EventRate {
    /*
     * Owner: the transport, which brings a connection's packets one at a time. What counts is the
     * time at which the bucket would be full again, so that no timer fills it.
     */
    private static final long SECOND = 1_000_000_000L;
    private static final long MOST_AHEAD = 2 * SECOND;

    private final long nanosPerEvent;
    private long fullAt;

    EventRate(int perSecond, long now) {
        this.nanosPerEvent = Math.max(1, SECOND / perSecond);
        this.fullAt = now;
    }

    /** Names the limit. */
    static String exceeded(ClientLimits limits) {
        return "more than "
                + limits.eventsPerSecond()
                + " events in a second from one client: see ClientLimits.eventsPerSecond";
    }

    boolean admits(long now) {
        long next = (fullAt - now > 0 ? fullAt : now) + nanosPerEvent;
        if (next - now > MOST_AHEAD) {
            return false;
        }
        fullAt = next;
        return true;
    }
}
