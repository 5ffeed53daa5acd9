package io.ringcast.transport.inmemory.internal;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.OutboundLimits;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a connection holds back for its client, within limits. */
@AnyThread
final class Outbox {
    /*
     * The loops of several namespaces write to one connection: each may find room that another
     * takes at the same moment, so the limit may be exceeded by one packet per loop.
     */
    private record Item(Runnable arrival, long bytes) {}

    private final OutboundLimits limits;
    private final Queue<Item> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger packets = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger drains = new AtomicInteger();

    Outbox(OutboundLimits limits) {
        this.limits = limits;
    }

    boolean isEmpty() {
        return packets.get() == 0;
    }

    /** Queues a packet unless it goes beyond the limits. */
    boolean offer(Runnable arrival, long size) {
        int waiting = packets.get();
        boolean isTooMuch = waiting > 0 && bytes.get() + size > limits.bytes();
        if (waiting >= limits.packets() || isTooMuch) {
            return false;
        }
        add(arrival, size);
        return true;
    }

    /** Queues what no limit may hold back. */
    void add(Runnable arrival, long size) {
        items.add(new Item(arrival, size));
        packets.incrementAndGet();
        bytes.addAndGet(size);
    }

    /** Takes out what is queued, in order, as long as the way is open. One thread at a time. */
    void drain(BooleanSupplier isOpen, Consumer<Runnable> way) {
        if (drains.getAndIncrement() == 0) {
            Throwable first = null;
            do {
                try {
                    Runnable next;
                    while (isOpen.getAsBoolean() && (next = poll()) != null) {
                        way.accept(next);
                    }
                } catch (Throwable failure) {
                    first = first == null ? failure : first;
                    drains.incrementAndGet(); // for what is left
                }
            } while (drains.decrementAndGet() > 0);
            if (first != null) {
                Lane.<RuntimeException>rethrow(first);
            }
        }
    }

    private @Nullable Runnable poll() {
        Item item = items.poll();
        if (item == null) {
            return null;
        }
        packets.decrementAndGet();
        bytes.addAndGet(-item.bytes);
        return item.arrival;
    }

    void clear() {
        while (poll() != null) {
            // Each one is taken out of the count.
        }
    }
}
