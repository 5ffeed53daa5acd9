package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link Timers} on one daemon thread, for any number of alarms: a hashed wheel. An alarm rings
 * late by up to 1 ms, or by up to 1 % of its delay where that is more: the heartbeats of many
 * sessions then leave together, and the thread need not wake for each. It sleeps until an alarm is
 * near, and for good when there is none.
 *
 * <p>Threads: any.
 */
@AnyThread
public final class WheelTimers implements Timers {
    /*
     * Owner: the monitor of slots. The thread holds it while it moves what is due from the wheel to a
     * list, and for each alarm that it takes off that list, never while an alarm rings. A monitor, and
     * park, need no memory, where a Lock does: this has to go on when there is none.
     * Invariant: an alarm with a slot >= 0 is linked there; its deadline is in the slot's tick or whole
     * rounds later; bit "slot" of the occupied set is 1 if the slot is not empty.
     * Cost: set and cancel are O(1) without allocation; a round (4 s) looks once at alarms of later
     * rounds.
     */
    private static final System.Logger LOG = System.getLogger(WheelTimers.class.getName());
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long GATHERED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SLOTS = 4096;
    private static final int DUE = SLOTS;
    private static final int MOST_FAILED_ROUNDS = 100;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable Alarm[] slots = new Alarm[SLOTS + 1];
    private final long[] occupied = new long[SLOTS / Long.SIZE];
    private final long start = System.nanoTime();
    private long currentTick;
    private long wakeTick = Long.MAX_VALUE;
    private boolean closed;
    private final Thread thread = new Thread(this::run, "engineio-timers");
    private final Consumer<Throwable> onFatal;

    /** Starts the thread; what ends it before {@link #close} is logged. */
    public WheelTimers() {
        this(failure -> LOG.log(System.Logger.Level.ERROR, "No alarm rings any more", failure));
    }

    /**
     * Starts the thread.
     *
     * @param onFatal is told, on that thread, if it can't go on: no alarm rings any more then. What
     *     alarms throw does not stop it
     */
    public WheelTimers(Consumer<Throwable> onFatal) {
        this.onFatal = onFatal;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void set(Alarm alarm, long delayNanos) {
        synchronized (slots) {
            unlink(alarm);
            if (closed) {
                return;
            }
            alarm.deadline = System.nanoTime() + Math.max(0, delayNanos);
            long tick = Math.max(currentTick + 1, tickOf(alarm.deadline - start, delayNanos));
            link(alarm, (int) (tick & (SLOTS - 1)));
            if (tick >= wakeTick) {
                return;
            }
            wakeTick = tick;
        }
        LockSupport.unpark(thread);
    }

    @Override
    public void cancel(Alarm alarm) {
        synchronized (slots) {
            unlink(alarm);
        }
    }

    @Override
    public void close() {
        synchronized (slots) {
            closed = true;
        }
        LockSupport.unpark(thread);
    }

    /** A tick at whose beginning the deadline has passed: of a long delay, a rounder one. */
    static long tickOf(long deadlineSinceStart, long delayNanos) {
        long tick = Math.floorDiv(deadlineSinceStart + TICK_NANOS - 1, TICK_NANOS);
        long grain = grain(delayNanos);
        return (tick + grain - 1) & -grain;
    }

    /**
     * The ticks that alarms of a delay are rounded up to: one below a second, else a power of two
     * that is at most 1 % of the delay.
     */
    static long grain(long delayNanos) {
        return delayNanos < GATHERED_NANOS ? 1 : Long.highestOneBit(delayNanos / 100 / TICK_NANOS);
    }

    // ---- the thread

    private void run() {
        int failed = 0;
        while (!isClosed()) {
            try {
                ringDue();
                failed = 0;
            } catch (Throwable broken) {
                if (++failed == MOST_FAILED_ROUNDS) {
                    onFatal.accept(broken);
                    return;
                }
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    private boolean isClosed() {
        synchronized (slots) {
            return closed;
        }
    }

    /** Rings all that is due, and sleeps until there may be more. */
    private void ringDue() {
        Alarm due;
        while ((due = takeDue()) != null) {
            try {
                due.onAlarm();
            } catch (Throwable failure) {
                report(failure);
            }
        }
        long nanos;
        synchronized (slots) {
            nanos = closed ? 0 : nanosUntil(wakeTick);
        }
        if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
            // Nobody may interrupt this thread, and it would not sleep again.
            Thread.interrupted();
        }
    }

    /** What an alarm throws must not end the thread, nor what the log throws. */
    private static void report(Throwable failure) {
        try {
            LOG.log(System.Logger.Level.ERROR, "An alarm failed", failure);
        } catch (Throwable lost) {
            // There was no memory for it, perhaps.
        }
    }

    /** The next alarm that is due; null if there is none now, or when closed. */
    private @Nullable Alarm takeDue() {
        synchronized (slots) {
            if (closed) {
                return null;
            }
            if (slots[DUE] == null) {
                collectDue();
            }
            Alarm due = slots[DUE];
            if (due != null) {
                unlink(due);
            } else {
                wakeTick = nextOccupiedTick();
            }
            return due;
        }
    }

    private long nanosUntil(long tick) {
        return tick == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : start + tick * TICK_NANOS - System.nanoTime();
    }

    private void collectDue() {
        long now = System.nanoTime();
        long lastTick = Math.floorDiv(now - start, TICK_NANOS);
        // After a long pause (a suspended machine) one round is all there is to look at.
        long tick = Math.max(currentTick + 1, lastTick - SLOTS + 1);
        for (; tick <= lastTick; tick++) {
            collectDue((int) (tick & (SLOTS - 1)), now);
        }
        currentTick = Math.max(currentTick, lastTick);
    }

    private void collectDue(int slot, long now) {
        Alarm first = slots[slot];
        if (first == null) {
            return;
        }
        Alarm last = first.previous;
        Alarm alarm = first;
        boolean more = true;
        while (more) {
            Alarm following = alarm.next;
            more = alarm != last;
            if (alarm.deadline - now <= 0) {
                unlink(alarm);
                link(alarm, DUE);
            }
            alarm = following;
        }
    }

    private long nextOccupiedTick() {
        for (long tick = currentTick + 1; tick <= currentTick + SLOTS; ) {
            int slot = (int) (tick & (SLOTS - 1));
            long rest = occupied[slot / Long.SIZE] >>> (slot % Long.SIZE);
            if (rest != 0) {
                return tick + Long.numberOfTrailingZeros(rest);
            }
            tick += Long.SIZE - slot % Long.SIZE;
        }
        return Long.MAX_VALUE;
    }

    // ---- rings of alarms, one per slot

    private void link(Alarm alarm, int slot) {
        Alarm first = slots[slot];
        if (first == null) {
            slots[slot] = alarm;
            alarm.next = alarm;
            alarm.previous = alarm;
            if (slot != DUE) {
                occupied[slot / Long.SIZE] |= 1L << (slot % Long.SIZE);
            }
        } else {
            alarm.next = first;
            alarm.previous = first.previous;
            first.previous.next = alarm;
            first.previous = alarm;
        }
        alarm.slot = slot;
    }

    private void unlink(Alarm alarm) {
        int slot = alarm.slot;
        if (slot == Alarm.NOT_SET) {
            return;
        }
        if (alarm.next == alarm) {
            slots[slot] = null;
            if (slot != DUE) {
                occupied[slot / Long.SIZE] &= ~(1L << (slot % Long.SIZE));
            }
        } else {
            alarm.next.previous = alarm.previous;
            alarm.previous.next = alarm.next;
            if (slots[slot] == alarm) {
                slots[slot] = alarm.next;
            }
        }
        alarm.next = alarm;
        alarm.previous = alarm;
        alarm.slot = Alarm.NOT_SET;
    }
}
