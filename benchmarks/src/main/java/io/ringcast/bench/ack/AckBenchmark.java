package io.ringcast.bench.ack;

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
 * How long does an answer take that a listener on another thread gives, asked one at a time and
 * many at once? {@code disruptor-two-rings} is the limit: two raw rings, the reply taken off the
 * second one by the asking thread itself.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar AckBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AckBenchmark {
    private static final int PIPELINED = 16_384;
    private static final int SERIAL = 256;
    private static final int OUTSTANDING = 1024;

    /** Who carries question and answer. */
    @Param({"ringcast", "disruptor-two-rings", "vertx", "completable-future"})
    public String rival = "";

    private final Answers answers = new Answers();
    private Asking asking = new FutureAsking(answers);

    /** Sets the rival up. */
    @Setup(Level.Trial)
    public void start() {
        asking.close();
        asking =
                switch (rival) {
                    case "ringcast" -> new RingcastAsking(answers);
                    case "disruptor-two-rings" -> new DisruptorAsking(answers);
                    case "vertx" -> new VertxAsking(answers);
                    default -> new FutureAsking(answers);
                };
    }

    /** The next question waits for the answer. */
    @Benchmark
    @OperationsPerInvocation(SERIAL)
    public void serial() {
        for (int i = 0; i < SERIAL; i++) {
            asking.ask();
            answers.await(answers.asked, asking);
        }
    }

    /** At most 1,024 questions are without an answer. */
    @Benchmark
    @OperationsPerInvocation(PIPELINED)
    public void pipelined() {
        for (int i = 0; i < PIPELINED; i++) {
            if ((i & 127) == 0) {
                answers.await(answers.asked - (OUTSTANDING - 128), asking);
            }
            asking.ask();
        }
        answers.await(answers.asked, asking);
    }

    /** Every question must have its answer. */
    @TearDown(Level.Trial)
    public void stop() {
        asking.close();
        answers.verify();
    }
}
