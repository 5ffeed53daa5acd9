package io.ringcast.bench.growth;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.transport.inmemory.InMemoryTransport;
import java.util.concurrent.CountDownLatch;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does {@code loops(2)} buy where two namespaces have handlers that take a microsecond? The
 * one emitting thread does next to nothing beside them.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar LoopsBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoopsBenchmark {
    private static final int EVENTS = 20_000;
    private static final int WORK = 400;

    /** How many loops the two namespaces have. */
    @Param({"1", "2"})
    public int loops;

    private final AtomicLong[] arrived = {new AtomicLong(), new AtomicLong()};
    private final ClientSocket[] clients = new ClientSocket[2];
    private long expected;
    private Bus bus = Bus.create();

    /** Connects a client to each namespace. */
    @Setup(Level.Trial)
    public void start() throws InterruptedException {
        bus.close();
        bus = Bus.builder().loops(loops).build();
        InMemoryTransport memory = bus.attach(new InMemoryTransport());
        CountDownLatch connected = new CountDownLatch(clients.length);
        for (int i = 0; i < clients.length; i++) {
            AtomicLong mine = arrived[i];
            bus.of("/" + i)
                    .onConnection(
                            socket -> {
                                socket.on("event", Object.class, event -> work(mine));
                                connected.countDown();
                            });
            clients[i] = memory.connect("/" + i);
        }
        connected.await();
    }

    private static void work(AtomicLong arrived) {
        Blackhole.consumeCPU(WORK);
        arrived.lazySet(arrived.getPlain() + 1);
    }

    /** As many events for each namespace, and the wait for the last. */
    @Benchmark
    @OperationsPerInvocation(2 * EVENTS)
    public void handle() {
        expected += EVENTS;
        for (int i = 0; i < EVENTS; i++) {
            clients[0].emit("event", "value");
            clients[1].emit("event", "value");
        }
        while (arrived[0].get() < expected || arrived[1].get() < expected) {
            Thread.onSpinWait();
        }
    }

    /** Ends the bus. */
    @TearDown(Level.Trial)
    public void stop() {
        bus.close();
    }
}
