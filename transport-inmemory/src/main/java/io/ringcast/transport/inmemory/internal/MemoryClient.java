package io.ringcast.transport.inmemory.internal;

import io.ringcast.DisconnectReason;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.inmemory.InMemoryClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client: the connection that its sockets share while at least one of them is active. */
@AnyThread
public final class MemoryClient implements InMemoryClient {
    /*
     * The sockets of one client may be on different loops: what they share is guarded by the
     * monitor. Opening is done under it, on a loop, where nothing waits.
     */
    private final MemoryNetwork network;
    private final ClientSettings settings;
    private final @Nullable ExecutorLoop listenerLoop;
    private final @Nullable Faults faults;
    private final Map<String, MemorySocket> sockets = new HashMap<>();
    private final Set<MemorySocket> active = new HashSet<>();
    private @Nullable MemoryConnection connection;

    MemoryClient(MemoryNetwork network, ClientSettings settings, @Nullable Faults faults) {
        this.network = network;
        this.faults = faults;
        this.settings = settings;
        this.listenerLoop =
                settings.executor() == null
                        ? null
                        : new ExecutorLoop(settings.executor(), network.context()::report);
    }

    MemoryNetwork network() {
        return network;
    }

    ClientSettings settings() {
        return settings;
    }

    /** Who owns listeners; null if the namespaces' loops do. */
    @Nullable ExecutorLoop listenerLoop() {
        return listenerLoop;
    }

    /** What is wrong with the client's network; null outside of tests. */
    @Nullable Faults faults() {
        return faults;
    }

    // ---- faults, on the stepped loop

    /** The connection is lost, with all that is under way. */
    public void cut() {
        MemoryConnection open = connection();
        if (open != null) {
            open.cut(CloseReason.TRANSPORT_CLOSE);
        }
    }

    /** Every message takes some time, in each direction. */
    public void latency(long leastNanos, long mostNanos) {
        Objects.requireNonNull(faults).latency(leastNanos, mostNanos);
    }

    /** The client reads nothing until it does again. */
    public void stall(boolean isStalled) {
        Objects.requireNonNull(faults).stall(isStalled);
        MemoryConnection open = connection();
        if (open != null && !isStalled) {
            open.resume();
        }
    }

    @Override
    public MemorySocket socket(String namespace) {
        return socket(namespace, settings.auth());
    }

    @Override
    public synchronized MemorySocket socket(String namespace, Supplier<?> auth) {
        String name = namespace.startsWith("/") ? namespace : "/" + namespace;
        return sockets.computeIfAbsent(name, made -> new MemorySocket(this, made, auth));
    }

    /** The connection for a socket that wants to connect, a new one if need be. A loop. */
    synchronized MemoryConnection acquire(MemorySocket socket) {
        active.add(socket);
        MemoryConnection known = connection;
        if (known != null) {
            return known;
        }
        MemoryConnection opened = new MemoryConnection(this);
        connection = opened;
        opened.open();
        return opened;
    }

    /** A socket has left a connection; after the last one it is closed. */
    void release(MemorySocket socket, MemoryConnection from) {
        synchronized (this) {
            if (connection != from) {
                return;
            }
            active.remove(socket);
            if (!active.isEmpty()) {
                return;
            }
            connection = null;
        }
        from.closeByClient(DisconnectReason.FORCED_CLOSE);
    }

    /** A connection has ended. */
    synchronized void lost(MemoryConnection lost) {
        if (connection == lost) {
            connection = null;
            active.clear();
        }
    }

    /** The connection that is open now, if any. */
    synchronized @Nullable MemoryConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        MemoryConnection open = connection();
        if (open != null) {
            open.closeByClient(DisconnectReason.FORCED_CLOSE);
        }
    }
}
