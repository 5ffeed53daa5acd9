package io.ringcast.internal.ack;

import io.ringcast.AckCallback;
import io.ringcast.AckResultCallback;
import io.ringcast.AckTimeoutException;
import io.ringcast.Arguments;
import io.ringcast.BusException;
import io.ringcast.DisconnectedException;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.RingArguments;
import io.ringcast.internal.dispatch.TypedAnswer;
import io.ringcast.internal.dispatch.Values;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopTimer;
import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.Counter;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answers that one socket is waiting for. */
@LoopConfined
public final class AckTable {
    /*
     * Open addressing by id with backward-shift deletion, so that nothing is left behind by 10^6
     * acks; records are pooled. Every record leaves exactly once: answered, timed out, or failed
     * with the disconnect or the end of the loop.
     * Cost: O(1) for each; the time-out of a record is O(log n) in the loop's timers.
     */
    private static final int POOLED = 256;

    private final EventHost host;
    private @Nullable Pending[] slots = new @Nullable Pending[8];
    private int size;
    private @Nullable Pending free;
    private int pooled;
    private final Runnable ending = this::failAll;
    private boolean isTiedToLoop;

    /**
     * Makes an empty table.
     *
     * @param host whose answers these are
     */
    public AckTable(EventHost host) {
        this.host = host;
    }

    /** The number of answers waited for. */
    public int size() {
        return size;
    }

    /**
     * Waits for an answer.
     *
     * @param id the event's ack id, not in use
     * @param callback an {@link AckCallback}, {@link AckResultCallback}, {@link AckReceiver} or a
     *     {@code CompletableFuture<Arguments>}
     * @param timeoutNanos how long, or 0 for no limit
     */
    public void await(long id, Object callback, long timeoutNanos) {
        if (!isTiedToLoop) {
            host.loop().whenEnded(ending);
            isTiedToLoop = true;
        }
        if ((size + 1) * 2 > slots.length) {
            grow();
        }
        Pending pending = take();
        pending.id = id;
        pending.callback = callback;
        size++;
        insert(pending);
        if (timeoutNanos > 0) {
            host.loop().schedule(pending.timer, timeoutNanos);
        }
    }

    /**
     * An answer came.
     *
     * @return false if nobody waits for it
     */
    public boolean answer(long id, @Nullable Object body) {
        Object callback = remove(id);
        if (callback == null) {
            return false;
        }
        call(callback, body, null);
        return true;
    }

    /** Nobody waits for an answer any more; nobody is told. */
    public void forget(long id) {
        remove(id);
    }

    /** The socket has disconnected, or its loop has ended: all that is pending fails. */
    public void failAll() {
        if (isTiedToLoop) {
            failPending();
            untie();
        }
    }

    private void untie() {
        if (size == 0) {
            isTiedToLoop = false;
            host.loop().forgetEnding(ending);
        }
    }

    private void failPending() {
        BusException failure = new DisconnectedException();
        while (size > 0) {
            @Nullable Pending[] before = slots;
            slots = new @Nullable Pending[8];
            size = 0;
            for (Pending pending : before) {
                if (pending != null) {
                    Object callback = release(pending);
                    host.count(Counter.ACKS_DISCONNECTED);
                    call(callback, null, failure);
                }
            }
        }
    }

    private void timedOut(Pending pending) {
        Object callback = remove(pending.id);
        if (callback != null) {
            host.count(Counter.ACKS_TIMED_OUT);
            call(callback, null, new AckTimeoutException());
            untie();
        }
    }

    private void call(Object callback, @Nullable Object body, @Nullable BusException failure) {
        Loop loop = host.loop();
        loop.enter();
        try {
            deliver(host, callback, body, failure);
        } catch (Throwable thrown) {
            host.failed("ack", null, thrown);
        }
        loop.leave();
    }

    /** Tells a callback of any kind how its event ended. */
    @SuppressWarnings("unchecked") // the only future that is put in here is of Arguments
    public static void deliver(
            EventHost host,
            Object callback,
            @Nullable Object body,
            @Nullable BusException failure) {
        if (callback instanceof TypedAnswer<?> typed) {
            if (failure == null) {
                typed.onAnswer(body, host.mapper());
            }
        } else if (callback instanceof AckCallback plain) {
            if (failure == null) {
                plain.onAck(new RingArguments(body, host.mapper()));
            }
        } else if (callback instanceof AckResultCallback result) {
            Arguments answer =
                    failure == null ? new RingArguments(body, host.mapper()) : Values.none();
            result.onResult(failure, answer);
        } else if (callback instanceof AckReceiver receiver) {
            if (failure == null) {
                receiver.onAnswer(body);
            } else {
                receiver.onFailure(failure);
            }
        } else if (failure == null) {
            ((CompletableFuture<Arguments>) callback)
                    .complete(new RingArguments(body, host.mapper()));
        } else {
            ((CompletableFuture<Arguments>) callback).completeExceptionally(failure);
        }
    }

    private @Nullable Object remove(long id) {
        int index = indexOf(id);
        Pending pending = slots[index];
        if (pending == null) {
            return null;
        }
        closeGap(index);
        size--;
        return release(pending);
    }

    private Object release(Pending pending) {
        Object callback = Objects.requireNonNull(pending.callback);
        if (pending.timer.isScheduled()) {
            host.loop().cancel(pending.timer);
        }
        pending.callback = null;
        if (pooled < POOLED) {
            pooled++;
            pending.next = free;
            free = pending;
        }
        return callback;
    }

    private Pending take() {
        Pending pending = free;
        if (pending == null) {
            return new Pending();
        }
        free = pending.next;
        pending.next = null;
        pooled--;
        return pending;
    }

    private void insert(Pending pending) {
        int index = indexOf(pending.id);
        assert slots[index] == null : "ack id in use";
        slots[index] = pending;
    }

    private int indexOf(long id) {
        int mask = slots.length - 1;
        int index = home(id, mask);
        Pending pending;
        while ((pending = slots[index]) != null && pending.id != id) {
            index = (index + 1) & mask;
        }
        return index;
    }

    private static int home(long id, int mask) {
        long hash = id * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & mask;
    }

    private void closeGap(int removed) {
        int mask = slots.length - 1;
        int gap = removed;
        slots[gap] = null;
        int index = (gap + 1) & mask;
        Pending pending;
        while ((pending = slots[index]) != null) {
            int home = home(pending.id, mask);
            if (((index - home) & mask) >= ((index - gap) & mask)) {
                slots[gap] = pending;
                slots[index] = null;
                gap = index;
            }
            index = (index + 1) & mask;
        }
    }

    private void grow() {
        @Nullable Pending[] before = slots;
        slots = new @Nullable Pending[before.length * 2];
        for (Pending pending : before) {
            if (pending != null) {
                insert(pending);
            }
        }
    }

    /** One answer that is waited for. */
    @LoopConfined
    private final class Pending {
        long id;
        @Nullable Object callback;
        @Nullable Pending next;
        final LoopTimer timer = new LoopTimer(() -> timedOut(this));
    }
}
