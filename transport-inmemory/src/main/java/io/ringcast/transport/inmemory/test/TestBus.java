package io.ringcast.transport.inmemory.test;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.ClientSocket;
import io.ringcast.ErrorContext;
import io.ringcast.ErrorHandler;
import io.ringcast.internal.bus.RingBus;
import io.ringcast.internal.loop.ManualLoop;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import io.ringcast.transport.inmemory.ConnectOptions;
import io.ringcast.transport.inmemory.Fidelity;
import io.ringcast.transport.inmemory.InMemoryClient;
import io.ringcast.transport.inmemory.internal.ClientSettings;
import io.ringcast.transport.inmemory.internal.MemoryNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bus for tests: the same code as any other, without a thread and with a clock that only moves
 * when it is told to. Nothing happens until the bus is stepped, and everything happens in the
 * thread that steps it; a test that passes once passes always.
 *
 * <pre>{@code
 * TestBus bus = TestBus.create();
 * ClientSocket client = bus.connect("/");
 * client.emit("hello", "world");
 * bus.runUntilIdle();
 * bus.advance(Duration.ofSeconds(25));
 * }</pre>
 *
 * <p>Its clients have a heartbeat, as those behind a network have: a client that {@link
 * TestNetwork#stall stalls} is found out. What fails in a listener or elsewhere is kept in {@link
 * #failures} and passed on to the error handler of the options, if one is set.
 *
 * <p>Threads: any may call, as on any bus; one at a time may step.
 */
public final class TestBus extends ForwardingBus {
    /**
     * Something that failed.
     *
     * @param context where
     * @param failure what was thrown
     */
    public record Failure(ErrorContext context, Throwable failure) {}

    private final ManualLoop loop;
    private final SteppedTransport transport;
    private final List<Failure> failures;

    private TestBus(RingBus bus, ManualLoop loop, TestNetwork network, Parts parts) {
        super(bus);
        this.loop = loop;
        this.failures = parts.failures;
        this.transport = bus.attach(new SteppedTransport(parts.fidelity, network));
    }

    /**
     * Makes a bus on which values travel by reference.
     *
     * @return the bus
     */
    public static TestBus create() {
        return create(options -> {});
    }

    /**
     * Makes a bus with options on which values travel by reference.
     *
     * @param options sets the bus's options; the number of loops is of no effect
     * @return the bus
     */
    public static TestBus create(Consumer<? super BusBuilder> options) {
        return create(Fidelity.REFERENCE, options);
    }

    /**
     * Makes a bus.
     *
     * @param fidelity how faithful its clients are to those behind a network
     * @param options sets the bus's options; the number of loops is of no effect
     * @return the bus
     */
    public static TestBus create(Fidelity fidelity, Consumer<? super BusBuilder> options) {
        Parts parts = new Parts(Objects.requireNonNull(fidelity, "fidelity"));
        BusBuilder builder = Bus.builder().errorHandler((context, failure) -> {});
        options.accept(builder);
        ErrorHandler users = builder.options().errorHandler();
        builder.errorHandler(
                (context, failure) -> {
                    parts.failures.add(new Failure(context, failure));
                    users.onError(context, failure);
                });
        RingBus bus =
                RingBus.start(
                        builder.options(),
                        failed -> {
                            ManualLoop made = new ManualLoop(failed);
                            parts.loop = made;
                            return List.of(made);
                        });
        ManualLoop loop = Objects.requireNonNull(parts.loop);
        return new TestBus(bus, loop, new TestNetwork(loop), parts);
    }

    /** What is made on the way to a bus. */
    private static final class Parts {
        final Fidelity fidelity;
        final List<Failure> failures = new CopyOnWriteArrayList<>();
        @Nullable ManualLoop loop;

        Parts(Fidelity fidelity) {
            this.fidelity = fidelity;
        }
    }

    /**
     * Makes a client with one socket, which connects when the bus is stepped.
     *
     * @param namespace the namespace's name
     * @return the socket, connecting
     */
    public ClientSocket connect(String namespace) {
        return connect(namespace, options -> {});
    }

    /**
     * Makes a client with one socket and options, which connects when the bus is stepped.
     *
     * @param namespace the namespace's name
     * @param options sets the client's options
     * @return the socket, connecting
     */
    public ClientSocket connect(String namespace, Consumer<ConnectOptions> options) {
        return client(options).socket(namespace).connect();
    }

    /**
     * Makes a client, for sockets in several namespaces over one connection.
     *
     * @param options sets the client's options
     * @return the client, not connected yet
     */
    public InMemoryClient client(Consumer<ConnectOptions> options) {
        ConnectOptions chosen = new ConnectOptions();
        options.accept(chosen);
        return transport.attached().client(ClientSettings.of(chosen));
    }

    /**
     * What lies between the clients and the bus, to break it.
     *
     * @return the network
     */
    public TestNetwork network() {
        return transport.network;
    }

    /** Does all that there is to do now, and all that this leads to. The clock does not move. */
    public void runUntilIdle() {
        loop.runUntilIdle();
    }

    /**
     * Moves the clock, and does on the way what is due at its time: time-outs, heartbeats, messages
     * that were under way.
     *
     * @param time how far, zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("the clock does not go back: " + time);
        }
        loop.advance(time);
    }

    /**
     * How far the clock has moved.
     *
     * @return the time since the bus was made
     */
    public Duration now() {
        return Duration.ofNanos(loop.nanoTime());
    }

    /**
     * What has failed so far, in order.
     *
     * @return a snapshot
     */
    public List<Failure> failures() {
        return List.copyOf(failures);
    }

    /**
     * Takes what has failed so far, because it was expected.
     *
     * @return what {@link #failures} had; it is empty afterwards
     */
    public List<Failure> takeFailures() {
        List<Failure> taken = failures();
        failures.removeAll(taken);
        return taken;
    }

    /** Closes, and fails if something failed that the test did not take. */
    void closeAndCheck() {
        close();
        List<Failure> untaken = takeFailures();
        if (!untaken.isEmpty()) {
            AssertionError error =
                    new AssertionError("failed on the bus, and not taken: " + untaken);
            untaken.forEach(failure -> error.addSuppressed(failure.failure()));
            throw error;
        }
    }

    /** Leads clients to the bus over a network that may be broken. */
    private static final class SteppedTransport implements Transport {
        private final Fidelity fidelity;
        final TestNetwork network;
        private @Nullable MemoryNetwork clients;

        SteppedTransport(Fidelity fidelity, TestNetwork network) {
            this.fidelity = fidelity;
            this.network = network;
        }

        MemoryNetwork attached() {
            return Objects.requireNonNull(clients);
        }

        @Override
        public void start(TransportContext context) {
            clients = new MemoryNetwork(context, fidelity, network.random());
        }

        @Override
        public void stopAccepting() {
            attached().stopAccepting();
        }

        @Override
        public void close(Duration drain) {
            attached().close();
        }
    }
}
