package io.ringcast.bench.gateway;

import io.ringcast.ClientSocket;
import io.ringcast.gateway.EventContext;
import io.ringcast.gateway.Gateways;
import io.ringcast.gateway.Guard;
import io.ringcast.gateway.SubscribeMessage;
import io.ringcast.gateway.UseGuards;
import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.transport.inmemory.test.TestBus;
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
 * How much more does an event cost when its handler is a gateway's method, without a guard and with
 * one? The bar: 5 ns more than a plain listener, 5 ns more for the guard, and nothing allocated for
 * the annotation. Emitting and stepping the bus are part of every number, in one thread.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar GatewayBenchmark -prof gc</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GatewayBenchmark {
    private static final int BATCH = 256;
    private static final String PAYLOAD = "payload";

    /** What handles the event. */
    public enum Handler {
        /** A typed listener whose result is the answer. */
        LISTENER,
        /** A gateway's method. */
        GATEWAY,
        /** A gateway's method with a guard. */
        GUARDED
    }

    /** What handles the event. */
    @Param public Handler handler = Handler.LISTENER;

    /** Whether the client asks for an answer. */
    @Param({"false", "true"})
    public boolean isAnswered;

    private final Handlers gateway = new Handlers();
    private TestBus bus = TestBus.create();
    private ClientSocket client = bus.connect("/");
    private long emitted;
    private long answered;

    /** The handlers, which count. */
    @WebSocketGateway
    public static class Handlers {
        private long handled;

        /** A value for a value. */
        @SubscribeMessage("gateway")
        public String handle(String payload) {
            handled++;
            return payload;
        }

        /** The same behind a guard. */
        @UseGuards(Open.class)
        @SubscribeMessage("guarded")
        public String handleGuarded(String payload) {
            return handle(payload);
        }
    }

    /** Lets everything through. */
    public static final class Open implements Guard {
        @Override
        public boolean canActivate(EventContext context) {
            return true;
        }
    }

    /** Connects a client to a bus with all three handlers. */
    @Setup(Level.Trial)
    public void start() {
        bus.close();
        bus = TestBus.create();
        bus.onConnection(socket -> socket.onRequest("listener", String.class, gateway::handle));
        Gateways.register(bus, gateway);
        client = bus.connect("/");
        bus.runUntilIdle();
    }

    /** Emits a batch and has it handled. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void handle() {
        String event = event();
        for (int i = 0; i < BATCH; i++) {
            if (isAnswered) {
                client.emit(event, PAYLOAD, answer -> answered++);
            } else {
                client.emit(event, PAYLOAD);
            }
        }
        emitted += BATCH;
        bus.runUntilIdle();
    }

    private String event() {
        return switch (handler) {
            case LISTENER -> "listener";
            case GATEWAY -> "gateway";
            case GUARDED -> "guarded";
        };
    }

    /** Every event must have been handled, and answered if that was asked for. */
    @TearDown(Level.Trial)
    public void stop() {
        bus.close();
        if (gateway.handled != emitted || answered != (isAnswered ? emitted : 0)) {
            throw new IllegalStateException(
                    emitted
                            + " emitted, "
                            + gateway.handled
                            + " handled, "
                            + answered
                            + " answered");
        }
    }
}
