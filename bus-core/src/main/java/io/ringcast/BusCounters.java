package io.ringcast;

import io.ringcast.transport.Counter;
import java.util.Map;

/**
 * What has happened on a bus since its start, counted: nothing is dropped without a trace here.
 *
 * <p>Threads: any.
 */
public interface BusCounters {

    /**
     * One counter.
     *
     * @param counter which
     * @return its value
     */
    long get(Counter counter);

    /**
     * All counters.
     *
     * @return a snapshot
     */
    Map<Counter, Long> all();
}
