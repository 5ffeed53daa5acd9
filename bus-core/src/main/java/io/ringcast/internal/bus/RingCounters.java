package io.ringcast.internal.bus;

import io.ringcast.BusCounters;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counters that many threads add to. */
@AnyThread
final class RingCounters implements BusCounters {
    // Filled in the constructor and never changed, so any thread may read it.
    private final Map<Counter, LongAdder> adders = new EnumMap<>(Counter.class);

    RingCounters() {
        for (Counter counter : Counter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    private LongAdder adder(Counter counter) {
        return Objects.requireNonNull(adders.get(counter));
    }

    void add(Counter counter, long times) {
        adder(counter).add(times);
    }

    @Override
    public long get(Counter counter) {
        return adder(counter).sum();
    }

    @Override
    public Map<Counter, Long> all() {
        Map<Counter, Long> values = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            values.put(counter, get(counter));
        }
        return values;
    }
}
