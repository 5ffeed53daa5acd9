package io.ringcast.bench.emit;

import io.ringcast.bench.compare.Rival;
import io.ringcast.bench.compare.Rivals;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does an event cost when two threads emit at once to one listener? A thread waits for its own
 * events only, with at most 4,096 of them in flight.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar TwoProducersBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(2)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TwoProducersBenchmark {
    private static final int BATCH = 16_384;
    private static final int IN_FLIGHT = 4_096;

    /** Who carries the events. */
    @Param({"ringcast-spin", "disruptor-spin", "submission-publisher"})
    public String rival = "";

    private Rival bus = Rivals.of("array-blocking-queue", event -> {});

    /** One producer and what of it has arrived. */
    @State(Scope.Thread)
    public static class Producer {
        final AtomicLong arrived = new AtomicLong();
        long published;
    }

    /** Sets the rival up. */
    @Setup(Level.Trial)
    public void start() {
        bus.close();
        bus = Rivals.of(rival, TwoProducersBenchmark::receive);
    }

    private static void receive(Object event) {
        AtomicLong arrived = ((Producer) event).arrived;
        arrived.lazySet(arrived.getPlain() + 1);
    }

    /** Publishes a batch and waits for its last event. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void emit(Producer mine) {
        for (int i = 0; i < BATCH; i++) {
            if ((i & 511) == 0) {
                await(mine, mine.published - (IN_FLIGHT - 512));
            }
            bus.publish(mine);
            mine.published++;
        }
        await(mine, mine.published);
    }

    private static void await(Producer mine, long count) {
        while (mine.arrived.get() < count) {
            Thread.onSpinWait();
        }
    }

    /** Ends the rival. */
    @TearDown(Level.Trial)
    public void stop() {
        bus.close();
    }
}
