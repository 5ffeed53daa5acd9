package io.ringcast;

import io.ringcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The event bus, Socket.IO's {@code io}: namespaces, and the transports by which clients reach
 * them. It is also its own main namespace, {@code /}.
 *
 * <pre>{@code
 * try (Bus bus = Bus.create()) {
 *     bus.onConnection(socket -> socket.on("hello", String.class, name -> socket.emit("hi", name)));
 * }
 * }</pre>
 *
 * <p>Threads: any.
 */
public interface Bus extends Namespace, AutoCloseable {

    /**
     * Makes a bus with default options: one event loop, not reachable from outside yet.
     *
     * @return a running bus
     */
    static Bus create() {
        return builder().build();
    }

    /**
     * Makes a bus with options.
     *
     * @return the builder
     */
    static BusBuilder builder() {
        return new BusBuilder();
    }

    /**
     * The options the bus was made with.
     *
     * @return the options
     */
    BusOptions options();

    /**
     * Lets clients reach the bus.
     *
     * @param transport the transport, not attached anywhere yet
     * @param <T> the transport's type
     * @return the transport, started
     * @throws BusClosedException if the bus is closed
     */
    <T extends Transport> T attach(T transport);

    /**
     * A namespace by name; it is created if it does not exist.
     *
     * @param name the name; a missing leading slash is added, an empty name is {@code /}
     * @return the namespace
     */
    Namespace of(String name);

    /**
     * All namespaces whose name matches a pattern as a whole; they come into being when clients ask
     * for them. What is registered here reaches those created afterwards; an emit reaches all.
     *
     * @param pattern the names
     * @return the parent namespace
     */
    Namespace of(Pattern pattern);

    /**
     * All namespaces that a function lets come into being.
     *
     * @param matcher decides, when a client asks for an unknown namespace
     * @return the parent namespace
     */
    Namespace of(NamespaceMatcher matcher);

    /**
     * Is told of every namespace that comes into being: Socket.IO's {@code new_namespace}. On the
     * thread that makes it, before the first client is let in; {@link #of(String)} finds it
     * already.
     *
     * @param listener takes the namespace
     * @return closes to stop listening
     */
    Registration onNewNamespace(Consumer<? super Namespace> listener);

    /**
     * The namespaces that exist, parents not among them.
     *
     * @return a snapshot
     */
    List<Namespace> namespaces();

    /**
     * What has happened so far, counted.
     *
     * @return the counters
     */
    BusCounters counters();

    /** Closes the bus, with the drain time of its options. Idempotent. */
    @Override
    void close();

    /**
     * Closes the bus: it stops to accept, sockets disconnect with {@code server shutting down},
     * what is queued leaves, connections close, loops stop. When it returns, ports are free.
     * Idempotent; from a listener it starts the closing and returns.
     *
     * @param drain how long to wait at most
     */
    void close(Duration drain);
}
