package io.ringcast.internal.gateway;

import io.ringcast.loop.LoopConfined;
import java.time.Duration;

/** When a stream goes on: soon after a lot has left, ever later while nothing can leave. */
@LoopConfined
final class Pace {
    /** How many items may be under way: far less than any outbound limit worth having. */
    static final int LOT = 32;

    private static final long FIRST_MILLIS = 1;
    private static final long LAST_MILLIS = 64;

    private final Exchange exchange;
    private long millis = FIRST_MILLIS;

    Pace(Exchange exchange) {
        this.exchange = exchange;
    }

    void reset() {
        millis = FIRST_MILLIS;
    }

    /** Runs a step a little later, when what was queued has been flushed. */
    void later(Runnable step) {
        var unused =
                exchange.loop().schedule(Duration.ofMillis(millis), () -> exchange.onLoop(step));
        millis = Math.min(LAST_MILLIS, millis * 2);
    }
}
