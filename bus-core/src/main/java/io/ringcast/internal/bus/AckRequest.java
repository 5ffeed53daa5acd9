package io.ringcast.internal.bus;

/**
 * A callback that does not wait for ever, on its way to the loop.
 *
 * @param callback what {@link io.ringcast.internal.ack.AckTable} takes
 * @param timeoutNanos how long it waits
 */
public record AckRequest(Object callback, long timeoutNanos) {

    /** A callback without a time-out travels alone. */
    public static Object of(Object callback, long timeoutNanos) {
        return timeoutNanos == 0 ? callback : new AckRequest(callback, timeoutNanos);
    }

    /** The callback that a request carries. */
    public static Object callback(Object request) {
        return request instanceof AckRequest timed ? timed.callback : request;
    }

    /** How long a request waits; 0 for ever. */
    public static long timeout(Object request) {
        return request instanceof AckRequest timed ? timed.timeoutNanos : 0;
    }
}
