package io.ringcast.transport.inmemory;

import io.ringcast.BusClosedException;
import io.ringcast.ClientSocket;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import io.ringcast.transport.inmemory.internal.ClientSettings;
import io.ringcast.transport.inmemory.internal.MemoryNetwork;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clients in the same process as the bus: components that talk to each other, and tests.
 *
 * <pre>{@code
 * InMemoryTransport memory = bus.attach(new InMemoryTransport());
 * ClientSocket client = memory.connect("/chat", options -> options.query("token", "x"));
 * }</pre>
 *
 * <p>From a client to the server an event crosses one ring; from the server to a client it crosses
 * no thread. Listeners of clients run on the namespace's loop unless an executor is given.
 *
 * <p>Threads: any.
 */
public final class InMemoryTransport implements Transport {
    private final Fidelity fidelity;
    private final @Nullable Executor executor;
    // Written once when the transport is attached, read by threads that connect.
    private volatile @Nullable MemoryNetwork network;

    /** Makes a transport on which values travel as they are. */
    public InMemoryTransport() {
        this(builder());
    }

    private InMemoryTransport(Builder builder) {
        this.fidelity = builder.fidelity;
        this.executor = builder.executor;
    }

    /**
     * Makes a transport with options.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Connects a new client to one namespace. It returns at once; events that the server sends
     * before a listener is added are missed by it (see {@link InMemoryClient#socket} to add
     * listeners first), but {@code onConnect} and {@code onConnectError} are not.
     *
     * @param namespace the namespace's name; a missing leading slash is added
     * @return the socket, connecting
     * @throws IllegalStateException if the transport is not attached to a bus
     * @throws BusClosedException if the bus is closed
     */
    public ClientSocket connect(String namespace) {
        return connect(namespace, options -> {});
    }

    /**
     * Connects a new client to one namespace, with options.
     *
     * @param namespace the namespace's name; a missing leading slash is added
     * @param options sets the client's options
     * @return the socket, connecting
     * @throws IllegalStateException if the transport is not attached to a bus
     * @throws BusClosedException if the bus is closed
     */
    public ClientSocket connect(String namespace, Consumer<ConnectOptions> options) {
        return client(options).socket(namespace).connect();
    }

    /**
     * Makes a client with default options, for sockets in several namespaces over one connection.
     *
     * @return the client, not connected yet
     * @throws IllegalStateException if the transport is not attached to a bus
     */
    public InMemoryClient client() {
        return client(options -> {});
    }

    /**
     * Makes a client, for sockets in several namespaces over one connection.
     *
     * @param options sets the client's options
     * @return the client, not connected yet
     * @throws IllegalStateException if the transport is not attached to a bus
     */
    public InMemoryClient client(Consumer<ConnectOptions> options) {
        ConnectOptions chosen = new ConnectOptions();
        if (executor != null) {
            chosen.executor(executor);
        }
        options.accept(chosen);
        return attached().client(ClientSettings.of(chosen));
    }

    private MemoryNetwork attached() {
        MemoryNetwork known = network;
        if (known == null) {
            throw new IllegalStateException("attach the transport to a bus first");
        }
        return known;
    }

    @Override
    public void start(TransportContext context) {
        if (network != null) {
            throw new IllegalStateException("the transport is attached to a bus already");
        }
        network = new MemoryNetwork(context, fidelity, null);
    }

    @Override
    public void stopAccepting() {
        attached().stopAccepting();
    }

    @Override
    public void close(Duration drain) {
        attached().close();
    }

    /**
     * Collects a transport's settings.
     *
     * <p>Threads: one.
     */
    public static final class Builder {
        private Fidelity fidelity = Fidelity.REFERENCE;
        private @Nullable Executor executor;

        private Builder() {}

        /**
         * How faithful clients are to those behind a network.
         *
         * @param fidelity {@link Fidelity#REFERENCE} by default
         * @return this builder
         */
        public Builder fidelity(Fidelity fidelity) {
            this.fidelity = Objects.requireNonNull(fidelity, "fidelity");
            return this;
        }

        /**
         * Where clients' listeners run, unless a client has its own.
         *
         * @param executor runs them; the namespace's loop by default
         * @return this builder
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Makes the transport.
         *
         * @return the transport, to be attached to a bus
         */
        public InMemoryTransport build() {
            return new InMemoryTransport(this);
        }
    }
}
