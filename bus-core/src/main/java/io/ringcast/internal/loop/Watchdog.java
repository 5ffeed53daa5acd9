package io.ringcast.internal.loop;

import io.ringcast.loop.AnyThread;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** Looks at loops from time to time and reports one whose entry has been running for too long. */
@AnyThread
public final class Watchdog {
    private final List<RingLoop> loops;
    private final BiConsumer<RingLoop, StackTraceElement[]> report;
    private final Thread thread;
    private final long periodMillis;

    /**
     * Starts to watch.
     *
     * @param loops whom
     * @param limit how long an entry may run; it is noticed after at most twice that
     * @param report is told once per entry, with what its thread is doing
     */
    public Watchdog(
            List<RingLoop> loops,
            Duration limit,
            BiConsumer<RingLoop, StackTraceElement[]> report) {
        this.loops = List.copyOf(loops);
        this.report = report;
        this.periodMillis = Math.max(1, limit.toMillis());
        this.thread = new Thread(this::watch, "bus-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops to watch. */
    public void stop() {
        thread.interrupt();
    }

    /** A report that throws, even for want of memory, must not end the watch. */
    @SuppressWarnings("BusyWait") // a look now and then is the purpose
    private void watch() {
        long[] seen = new long[loops.size()];
        try {
            while (true) {
                Thread.sleep(periodMillis);
                for (int i = 0; i < seen.length; i++) {
                    try {
                        seen[i] = look(loops.get(i), seen[i]);
                    } catch (Throwable lost) {
                        // There may have been no memory for it: it is tried again.
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Remembers a stuck entry as a negative number, so that it is reported once. */
    private long look(RingLoop loop, long seen) {
        long progress = loop.progress();
        boolean isRunning = (progress & 1) == 1;
        if (!isRunning || (progress != seen && progress != -seen)) {
            return progress;
        }
        if (progress == seen) {
            report.accept(loop, loop.stackTrace());
        }
        return -progress;
    }
}
