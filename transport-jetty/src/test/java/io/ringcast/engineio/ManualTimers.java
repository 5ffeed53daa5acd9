package io.ringcast.engineio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Virtual time: alarms ring when the test moves the clock, in the order of their times. */
public final class ManualTimers implements Timers {
    private final List<Alarm> alarms = new ArrayList<>();
    private long now = 1_000_000_000L;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void set(Alarm alarm, long delayNanos) {
        alarms.remove(alarm);
        alarm.deadline = now + delayNanos;
        alarms.add(alarm);
    }

    @Override
    public synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    @Override
    public synchronized void close() {
        alarms.clear();
    }

    /** How many alarms are set. */
    public synchronized int pending() {
        return alarms.size();
    }

    /** Moves the clock, ringing what is due on the way at its own time. */
    public void advance(Duration time) {
        long end = nanoTime() + time.toNanos();
        for (Alarm due = nextUntil(end); due != null; due = nextUntil(end)) {
            due.onAlarm();
        }
        synchronized (this) {
            now = end;
        }
    }

    /** Moves the clock, and is late with what is due. */
    synchronized void oversleep(Duration time) {
        now += time.toNanos();
    }

    private synchronized Alarm nextUntil(long end) {
        Optional<Alarm> next =
                alarms.stream()
                        .filter(alarm -> alarm.deadline <= end)
                        .min(Comparator.comparingLong(alarm -> alarm.deadline));
        next.ifPresent(
                alarm -> {
                    alarms.remove(alarm);
                    now = Math.max(now, alarm.deadline);
                });
        return next.orElse(null);
    }
}
