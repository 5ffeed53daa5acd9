package io.ringcast.bench.compare;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The listener of every rival: counts events and sees that each came, in order. The events are the
 * same few objects over and over, so that making them costs nothing.
 */
public final class Checked implements Consumer<Object> {
    /** How many different events there are. */
    public static final int EVENTS = 1024;

    private final Object[] events = new Object[EVENTS];
    // Written by the consuming thread alone, without a full fence; read by the producer.
    private final AtomicLong consumed = new AtomicLong();
    private long disorder;

    /** Makes the events. */
    public Checked() {
        for (int i = 0; i < EVENTS; i++) {
            events[i] = i;
        }
    }

    /**
     * An event.
     *
     * @param number its number
     * @return the event
     */
    public Object event(long number) {
        return events[(int) (number & (EVENTS - 1))];
    }

    @Override
    public void accept(Object event) {
        long next = consumed.getPlain();
        if (event != events[(int) (next & (EVENTS - 1))]) {
            disorder++;
        }
        consumed.lazySet(next + 1);
    }

    /**
     * Waits until so many have arrived.
     *
     * @param count how many, from the beginning
     */
    public void await(long count) {
        while (consumed.get() < count) {
            Thread.onSpinWait();
        }
    }

    /**
     * How many have arrived.
     *
     * @return the number
     */
    public long consumed() {
        return consumed.get();
    }

    /** Throws if an event was lost, doubled or out of order. */
    public void verify() {
        if (disorder > 0) {
            throw new IllegalStateException(disorder + " events came out of order");
        }
    }
}
