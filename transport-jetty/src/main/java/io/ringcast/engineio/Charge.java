package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.MemoryBudget;
import java.util.concurrent.atomic.AtomicInteger;

/** What a packet takes of a budget, once, however many sessions hold it. */
@AnyThread
final class Charge {
    private final MemoryBudget budget;
    private final long bytes;
    private final AtomicInteger holders = new AtomicInteger();

    Charge(MemoryBudget budget, long bytes) {
        this.budget = budget;
        this.bytes = bytes;
    }

    boolean isOf(MemoryBudget other) {
        return budget == other;
    }

    /**
     * One session more holds the packet; false, and nothing has changed, if the budget is spent.
     */
    boolean tryEnter() {
        int before = holders.get();
        while (true) {
            boolean first = before == 0;
            if (first && !budget.tryReserve(bytes)) {
                return false;
            }
            int witness = holders.compareAndExchange(before, before + 1);
            if (witness == before) {
                return true;
            }
            if (first) {
                budget.release(bytes);
            }
            before = witness;
        }
    }

    void leave() {
        if (holders.decrementAndGet() == 0) {
            budget.release(bytes);
        }
    }
}
