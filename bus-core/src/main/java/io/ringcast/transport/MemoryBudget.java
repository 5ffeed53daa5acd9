package io.ringcast.transport;

import io.ringcast.loop.AnyThread;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that many connections may hold together: what bounds the heap where a bound for each of
 * them would multiply with their number.
 *
 * <p>Nothing is held in here but a number. Whoever is refused a reservation has to do without, and
 * whoever got one gives it back once. Small things are not worth a reservation: they are bounded by
 * the number of connections.
 *
 * <p>Threads: any. No method blocks; cost: one compare-and-set, two for a part.
 */
@AnyThread
public final class MemoryBudget {
    private static final long REGION =
            Math.max(
                    1L << 20,
                    Math.min(
                            32L << 20,
                            Long.highestOneBit(Runtime.getRuntime().maxMemory() / 2_048)));

    private final long limit;
    private final long own;
    private final @Nullable MemoryBudget whole;
    private final AtomicLong reserved = new AtomicLong();

    /**
     * Makes a budget of which nothing is spent.
     *
     * @param limit bytes, at least 1
     * @throws IllegalArgumentException if the limit is not positive
     */
    public MemoryBudget(long limit) {
        this(limit, limit, null);
    }

    private MemoryBudget(long limit, long own, @Nullable MemoryBudget whole) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1 byte: " + limit);
        }
        this.limit = limit;
        this.own = own;
        this.whole = whole;
    }

    /**
     * A part of this budget, with a limit of its own: what is reserved there is reserved here too,
     * but for the first bytes. Those a part gets even where others have spent the whole.
     *
     * @param limit bytes, at least 1
     * @param own bytes that the whole does not count
     * @return a new budget
     * @throws IllegalArgumentException if the limit is not positive
     */
    public MemoryBudget part(long limit, long own) {
        return new MemoryBudget(limit, own, this.limit == Long.MAX_VALUE ? null : this);
    }

    /**
     * A budget that is never spent, for peers that are trusted.
     *
     * @return a new budget of {@link Long#MAX_VALUE} bytes
     */
    public static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE);
    }

    /**
     * A part of the largest heap that this virtual machine may have ({@code -Xmx}).
     *
     * @param divisor 4 for a quarter, at least 1
     * @return bytes, at least 1 MiB
     */
    public static long shareOfHeap(int divisor) {
        return Math.max(1L << 20, Runtime.getRuntime().maxMemory() / divisor);
    }

    /**
     * What an array takes of the heap. One of more than half a region of G1's has whole regions to
     * itself, so that half a megabyte and a little more takes a megabyte in a small heap. Computed
     * for G1 with regions of its own choice, a two-thousandth of the heap each, 1 to 32 MiB.
     *
     * @param length bytes of the array
     * @return bytes of the heap, at least as many
     */
    public static long weight(long length) {
        return length <= REGION / 2 ? length : (length + REGION - 1) / REGION * REGION;
    }

    /**
     * Asks for bytes.
     *
     * @param bytes how many more, not negative
     * @return whether they are reserved now; if not, nothing has changed
     */
    public boolean tryReserve(long bytes) {
        long before = reserved.get();
        while (bytes <= limit - before) {
            long shared = shared(before + bytes) - shared(before);
            if (shared > 0 && whole != null && !whole.tryReserve(shared)) {
                return false;
            }
            long witness = reserved.compareAndExchange(before, before + bytes);
            if (witness == before) {
                return true;
            }
            releaseShared(shared);
            before = witness;
        }
        return false;
    }

    private long shared(long bytes) {
        return Math.max(0, bytes - own);
    }

    private void releaseShared(long bytes) {
        if (bytes > 0 && whole != null) {
            whole.release(bytes);
        }
    }

    /**
     * Gives bytes back.
     *
     * @param bytes as many as were reserved
     */
    public void release(long bytes) {
        long left = reserved.addAndGet(-bytes);
        assert left >= 0 : "more was released than reserved: " + left;
        releaseShared(shared(left + bytes) - shared(left));
    }

    /**
     * Makes the books of one holder.
     *
     * @return an account that holds nothing
     */
    public Account account() {
        return new Account(this);
    }

    /**
     * What is reserved at the moment.
     *
     * @return bytes
     */
    public long reserved() {
        return reserved.get();
    }

    /**
     * What may be reserved at most.
     *
     * @return bytes
     */
    public long limit() {
        return limit;
    }

    /**
     * What one holder has of a budget: it grows, shrinks, and is given back at the end.
     *
     * <p>Threads: any, one at a time.
     */
    public static final class Account {
        private final MemoryBudget budget;
        private long held;

        private Account(MemoryBudget budget) {
            this.budget = budget;
        }

        /**
         * Holds so many bytes from now on, instead of those that were held before.
         *
         * @param bytes the new sum, not negative; less than before is always granted
         * @return whether they are held; if not, nothing has changed
         */
        public boolean hold(long bytes) {
            long more = bytes - held;
            if (more > 0 && !budget.tryReserve(more)) {
                return false;
            }
            if (more < 0) {
                budget.release(-more);
            }
            held = bytes;
            return true;
        }

        /** Gives back what is held. Nothing happens the second time. */
        public void release() {
            hold(0);
        }
    }
}
