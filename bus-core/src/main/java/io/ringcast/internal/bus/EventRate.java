package io.ringcast.internal.bus;

import io.ringcast.loop.AnyThread;

/** How many events a socket may still send now: a bucket that fills with time. */
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
    private boolean isExceeded;

    EventRate(int perSecond, long now) {
        this.nanosPerEvent = Math.max(1, SECOND / perSecond);
        this.fullAt = now;
    }

    boolean admits(long now) {
        long next = (fullAt - now > 0 ? fullAt : now) + nanosPerEvent;
        if (isExceeded || next - now > MOST_AHEAD) {
            return false;
        }
        fullAt = next;
        return true;
    }

    /** Nothing is admitted any more. Says whether this is news. */
    boolean exceed() {
        boolean isNews = !isExceeded;
        isExceeded = true;
        return isNews;
    }
}
