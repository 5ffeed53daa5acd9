package io.ringcast.engineio;

/** By how many bytes a client's compressed messages may grow, each second. */
final class Expansion {
    /*
     * Owner: the thread that reads the client's WebSocket.
     * A bucket that fills with time, up to what a second brings, or to what one message of the
     * largest size needs: expanding costs a client next to nothing and its server a millisecond for
     * a few hundred thousand bytes.
     */
    private final Timers timers;
    private final double perNano;
    private final double most;
    private double left;
    private long since;

    /** Makes a full one. */
    Expansion(Timers timers, EngineOptions options) {
        this.timers = timers;
        this.perNano = options.maxExpansion() / 1e9;
        this.most = Math.max(options.maxExpansion(), options.maxPayload());
        this.left = most;
        this.since = timers.nanoTime();
    }

    /** Takes what a message, or a piece of one, has grown by; false if that was too much. */
    boolean take(long bytes) {
        long now = timers.nanoTime();
        left = Math.min(most, left + (now - since) * perNano) - bytes;
        since = now;
        return left >= 0;
    }
}
