package io.ringcast.bench.room;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.inmemory.InMemoryTransport;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a broadcast to the sockets of a room cost, beside a loop over an array of listeners on
 * the consumer of a raw Disruptor? The time is a delivery's. {@code ringcast-each} is what it costs
 * to find each listener through its socket, as all broadcasts once did: a catch-all listener has
 * the room keep no plan (decision 6).
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar RoomBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoomBenchmark {
    /** Deliveries of one invocation. */
    private static final int DELIVERIES = 100_000;

    /** How the event gets to its listeners. */
    @Param({"ringcast", "ringcast-each", "array"})
    public String rival = "";

    /** How many sockets are in the room. */
    @Param({"10", "1000"})
    public int recipients;

    private final AtomicLong delivered = new AtomicLong();
    private long expected;
    private Consumer<Object> broadcast = event -> {};
    private Runnable end = () -> {};

    /** Connects the clients. */
    @Setup(Level.Trial)
    public void start() throws InterruptedException {
        if (rival.startsWith("ringcast")) {
            startBus();
        } else {
            startArray();
        }
    }

    private void receive(Object event) {
        delivered.lazySet(delivered.getPlain() + 1);
    }

    private void startBus() throws InterruptedException {
        Bus bus = Bus.builder().waitMode(WaitMode.SPIN).ringSize(8192).build();
        InMemoryTransport memory = bus.attach(new InMemoryTransport());
        CountDownLatch joined = new CountDownLatch(recipients);
        bus.onConnection(
                socket -> {
                    if (rival.equals("ringcast-each")) {
                        socket.onAnyOutgoing((event, arguments) -> {});
                    }
                    socket.join("room").thenRun(joined::countDown);
                });
        for (int i = 0; i < recipients; i++) {
            ClientSocket client = memory.connect("/");
            client.on("event", Object.class, this::receive);
        }
        joined.await();
        var room = bus.to("room");
        broadcast = event -> room.emit("event", event);
        end = bus::close;
    }

    private static final class Slot {
        @Nullable Object event;
    }

    private void startArray() {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Consumer<Object>[] listeners = new Consumer[recipients];
        for (int i = 0; i < recipients; i++) {
            listeners[i] = this::receive;
        }
        Disruptor<Slot> disruptor =
                new Disruptor<>(
                        Slot::new,
                        8192,
                        DaemonThreadFactory.INSTANCE,
                        ProducerType.MULTI,
                        new BusySpinWaitStrategy());
        disruptor.handleEventsWith(
                (slot, sequence, endOfBatch) -> {
                    Object event = slot.event;
                    if (event != null) {
                        for (Consumer<Object> listener : listeners) {
                            listener.accept(event);
                        }
                    }
                });
        RingBuffer<Slot> ring = disruptor.start();
        broadcast =
                event -> {
                    long sequence = ring.next();
                    ring.get(sequence).event = event;
                    ring.publish(sequence);
                };
        end = disruptor::halt;
    }

    /** 100,000 deliveries, and the wait for the last. */
    @Benchmark
    @org.openjdk.jmh.annotations.OperationsPerInvocation(DELIVERIES)
    public void deliver() {
        int broadcasts = DELIVERIES / recipients;
        for (int i = 0; i < broadcasts; i++) {
            broadcast.accept("event");
        }
        expected += DELIVERIES;
        while (delivered.get() < expected) {
            Thread.onSpinWait();
        }
    }

    /** No event may come twice. */
    @TearDown(Level.Trial)
    public void stop() {
        end.run();
        if (delivered.get() != expected) {
            throw new IllegalStateException(delivered + " deliveries instead of " + expected);
        }
    }
}
