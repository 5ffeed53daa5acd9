package io.ringcast.engineio;

/**
 * A clock, and alarms by it. One serves all sessions of a server.
 *
 * <p>Threads: any. Alarms ring one at a time and must not block.
 */
public interface Timers extends AutoCloseable {

    /**
     * The clock.
     *
     * @return nanoseconds since any moment
     */
    long nanoTime();

    /**
     * Sets an alarm, in place of the time it was set to before.
     *
     * @param alarm what to ring
     * @param delayNanos how long from now; it may ring some milliseconds late, never early
     */
    void set(Alarm alarm, long delayNanos);

    /**
     * Takes an alarm back. It may be ringing already.
     *
     * @param alarm the alarm
     */
    void cancel(Alarm alarm);

    /**
     * Runs something once.
     *
     * @param delayNanos how long from now
     * @param action what to run
     * @return the alarm, to be cancelled
     */
    default Alarm schedule(long delayNanos, Runnable action) {
        Alarm alarm =
                new Alarm() {
                    @Override
                    protected void onAlarm() {
                        action.run();
                    }
                };
        set(alarm, delayNanos);
        return alarm;
    }

    /** Ends the clock: nothing rings any more. */
    @Override
    void close();

    /**
     * Something that rings at a time. It is its own entry in the list of its {@link Timers}, so
     * that setting it allocates nothing.
     */
    abstract class Alarm {
        // Owned by the Timers that the alarm is set in, under its lock.
        Alarm next = this;
        Alarm previous = this;
        long deadline;
        int slot = NOT_SET;

        static final int NOT_SET = -1;

        /** Makes an alarm that is not set. */
        protected Alarm() {}

        /** The time has come. */
        protected abstract void onAlarm();
    }
}
