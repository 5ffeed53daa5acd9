package io.ringcast.transport.jetty;

import java.util.function.BooleanSupplier;

/** Waits for what a server does when its client has heard of it already. */
public final class Patience {
    private Patience() {}

    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + RawClient.PATIENCE_MILLIS * 1_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not in time: " + what);
            }
            Thread.sleep(1);
        }
    }
}
