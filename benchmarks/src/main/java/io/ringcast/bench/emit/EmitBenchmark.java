package io.ringcast.bench.emit;

import io.ringcast.bench.compare.Checked;
import io.ringcast.bench.compare.Rival;
import io.ringcast.bench.compare.Rivals;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does an event take from {@code emit} on one thread to its listener on another, with at
 * most 8,192 in flight?
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar EmitBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EmitBenchmark {
    private static final int BATCH = 65_536;
    private static final int IN_FLIGHT = 8_192;

    /** Who carries the events. */
    @Param({
        "ringcast-spin",
        "ringcast-blocking",
        "disruptor-spin",
        "disruptor-blocking",
        "submission-publisher",
        "array-blocking-queue",
        "reactor",
        "vertx",
        "guava",
        "mbassador",
        "spring",
        "greenrobot"
    })
    public String rival = "";

    private Checked listener = new Checked();
    private Rival bus = Rivals.of("array-blocking-queue", listener);
    private long published;

    /** Sets the rival up. */
    @Setup(Level.Trial)
    public void start() {
        bus.close();
        listener = new Checked();
        bus = Rivals.of(rival, listener);
        published = 0;
    }

    /** Publishes a batch and waits for its last event. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void emit() {
        for (int i = 0; i < BATCH; i++) {
            if ((i & 1023) == 0) {
                listener.await(published - (IN_FLIGHT - 1024));
            }
            bus.publish(listener.event(published++));
        }
        listener.await(published);
    }

    /** Every event must have come, in order. */
    @TearDown(Level.Trial)
    public void stop() {
        bus.close();
        listener.verify();
    }
}
