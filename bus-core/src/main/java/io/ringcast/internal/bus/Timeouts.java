package io.ringcast.internal.bus;

import java.time.Duration;
import java.util.Objects;

/** What may be a time-out. */
public final class Timeouts {
    private Timeouts() {}

    /** A time-out in nanoseconds; throws if it is not more than zero. */
    public static long nanos(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a time-out must be more than zero: " + timeout);
        }
        return timeout.toNanos();
    }
}
