package io.ringcast.internal.loop;

import io.ringcast.RingFullException;
import io.ringcast.loop.LoopConfined;
import org.jspecify.annotations.Nullable;

/** What a loop's own thread asked for while something ran: done next, in that order. */
@LoopConfined
final class FollowUpQueue {
    /*
     * A circular array of reusable slots that doubles up to a limit. The slot being run stays at
     * the head until it has run, so growing meanwhile only moves references.
     * Cost: O(1); nothing is allocated once the array has grown to what the application needs.
     */
    static final int LIMIT = 1 << 20;

    private LoopEvent[] slots;
    private long head;
    private long tail;

    FollowUpQueue(int initial) {
        slots = fresh(new LoopEvent[initial], 0);
    }

    /** The slot to fill; it is queued by this call. */
    LoopEvent add() {
        if (tail - head == slots.length) {
            grow();
        }
        return slots[(int) (tail++ & (slots.length - 1))];
    }

    @Nullable LoopEvent peek() {
        return head == tail ? null : slots[(int) (head & (slots.length - 1))];
    }

    int size() {
        return (int) (tail - head);
    }

    void remove() {
        head++;
    }

    private void grow() {
        int size = slots.length;
        if (size >= LIMIT) {
            throw new RingFullException();
        }
        LoopEvent[] larger = new LoopEvent[size * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = slots[(int) ((head + i) & (size - 1))];
        }
        slots = fresh(larger, size);
        head = 0;
        tail = size;
    }

    private static LoopEvent[] fresh(LoopEvent[] array, int from) {
        for (int i = from; i < array.length; i++) {
            array[i] = new LoopEvent();
        }
        return array;
    }
}
