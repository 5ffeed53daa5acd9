package io.ringcast.internal.bus;

import io.ringcast.loop.AnyThread;
import io.ringcast.loop.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends a connection that begins a packet and does not send its attachments in time. */
@AnyThread
final class AttachmentWatch {
    /*
     * One timer per connection at most, whatever the number of packets: when it goes off it looks
     * whether the packet that was begun when it was set is still not complete.
     */
    private final RingClient client;
    private final EventLoop loop;
    private final Duration limit;
    private final AtomicBoolean isSet = new AtomicBoolean();
    private long begun;
    // The number of the packet that is not complete, or 0; written by the transport's thread, read
    // by the loop's.
    private volatile long pending;

    AttachmentWatch(RingClient client, EventLoop loop, Duration limit) {
        this.client = client;
        this.loop = loop;
        this.limit = limit;
    }

    /** A message has come that completes no packet. The transport's thread. */
    void incomplete() {
        if (pending == 0) {
            pending = ++begun;
            set();
        }
    }

    /** A packet is complete. The transport's thread. */
    void complete() {
        if (pending != 0) {
            pending = 0;
        }
    }

    private void set() {
        long packet = pending;
        if (packet != 0 && isSet.compareAndSet(false, true)) {
            try {
                loop.schedule(limit, () -> check(packet));
            } catch (RejectedExecutionException stopped) {
                // The bus has closed: its connections end with it.
            }
        }
    }

    private void check(long packet) {
        isSet.set(false);
        if (client.isClosed()) {
            return;
        }
        if (pending == packet) {
            client.violation(
                    "the attachments of a packet took more than "
                            + limit.toMillis()
                            + " ms: see ClientLimits.attachmentTimeout");
        } else {
            set();
        }
    }
}
