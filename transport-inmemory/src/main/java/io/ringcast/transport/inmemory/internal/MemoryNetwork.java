package io.ringcast.transport.inmemory.internal;

import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.Counter;
import io.ringcast.transport.TransportContext;
import io.ringcast.transport.inmemory.Fidelity;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All clients of one bus that live in its process. */
@AnyThread
public final class MemoryNetwork {
    private static final Connection.Flusher FLUSHER = MemoryNetwork::flush;

    private final TransportContext context;
    private final Fidelity fidelity;
    private final @Nullable RandomGenerator random;
    private final Set<MemoryConnection> connections = ConcurrentHashMap.newKeySet();
    // Written once by whoever closes the bus, read by threads that connect.
    private volatile boolean closing;

    /**
     * Makes a network without clients.
     *
     * @param context the bus's side
     * @param fidelity how clients are connected
     * @param random decides what is left to chance on a network with time and faults, on a stepped
     *     loop; null for a network without
     */
    public MemoryNetwork(
            TransportContext context, Fidelity fidelity, @Nullable RandomGenerator random) {
        this.context = context;
        this.fidelity = fidelity;
        this.random = random;
    }

    /** Makes a client, not connected yet. */
    public MemoryClient client(ClientSettings settings) {
        return new MemoryClient(this, settings, random == null ? null : new Faults(random));
    }

    /** From now on nobody connects. */
    public void stopAccepting() {
        closing = true;
    }

    /** Closes what the bus has not closed. */
    public void close() {
        connections.forEach(connection -> connection.close(CloseReason.SERVER_SHUTTING_DOWN, true));
    }

    boolean isClosing() {
        return closing;
    }

    TransportContext context() {
        return context;
    }

    Fidelity fidelity() {
        return fidelity;
    }

    String nextConnectionId() {
        return UUID.randomUUID().toString();
    }

    /** The loop that owns a namespace's sockets, on both sides. */
    Loop loopOf(String namespace) {
        return (Loop) context.loop(namespace);
    }

    void count(Counter counter) {
        context.count(counter, 1);
    }

    void opened(MemoryConnection connection) {
        connections.add(connection);
    }

    void closed(MemoryConnection connection) {
        connections.remove(connection);
    }

    Connection.Flusher flusher() {
        return FLUSHER;
    }

    private static void flush(Connection[] dirty, int count) {
        for (int i = 0; i < count; i++) {
            ((MemoryConnection) dirty[i]).flush();
        }
    }
}
