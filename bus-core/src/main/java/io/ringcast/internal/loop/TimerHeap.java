package io.ringcast.internal.loop;

import io.ringcast.loop.LoopConfined;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A loop's timers, the earliest first; equal deadlines in the order of scheduling. */
@LoopConfined
final class TimerHeap {
    /*
     * A binary heap with back indices. A wheel would be O(1) where this is O(log n), but timers
     * fire at their exact time in virtual time, deadlines mostly come in rising order (so a push
     * stops at once), and nothing ticks while nothing is due.
     */
    private @Nullable LoopTimer[] heap = new @Nullable LoopTimer[64];
    private int size;
    private long scheduled;

    void schedule(LoopTimer timer, long deadline) {
        if (timer.isScheduled()) {
            cancel(timer);
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        timer.deadline = deadline;
        timer.order = scheduled++;
        siftUp(size++, timer);
    }

    void cancel(LoopTimer timer) {
        int index = timer.index;
        if (index == LoopTimer.IDLE) {
            return;
        }
        timer.index = LoopTimer.IDLE;
        LoopTimer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            siftUp(index, last);
            siftDown(last.index, last);
        }
    }

    /** Takes the earliest timer out if it is due. */
    @Nullable LoopTimer pollDue(long now) {
        if (size == 0 || at(0).deadline - now > 0) {
            return null;
        }
        LoopTimer due = at(0);
        cancel(due);
        return due;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The earliest deadline; only while not empty. */
    long nextDeadline() {
        return at(0).deadline;
    }

    private LoopTimer at(int index) {
        return Objects.requireNonNull(heap[index]);
    }

    private void siftUp(int from, LoopTimer timer) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!isBefore(timer, at(parent))) {
                break;
            }
            place(index, at(parent));
            index = parent;
        }
        place(index, timer);
    }

    private void siftDown(int from, LoopTimer timer) {
        int index = from;
        int child = 2 * index + 1;
        while (child < size) {
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), timer)) {
                break;
            }
            place(index, at(child));
            index = child;
            child = 2 * index + 1;
        }
        place(index, timer);
    }

    private void place(int index, LoopTimer timer) {
        heap[index] = timer;
        timer.index = index;
    }

    private static boolean isBefore(LoopTimer a, LoopTimer b) {
        long difference = a.deadline - b.deadline;
        return difference < 0 || (difference == 0 && a.order < b.order);
    }
}
