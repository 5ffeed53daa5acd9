package io.ringcast.internal.bus;

import io.ringcast.loop.AnyThread;
import io.ringcast.loop.EventLoop;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.ConnectionHandler;
import io.ringcast.transport.Counter;
import io.ringcast.transport.HandshakeRequest;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundLimits;
import io.ringcast.transport.Peer;
import io.ringcast.transport.TransportContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The bus, as its transports see it; those with a door of their own each have one. */
@AnyThread
final class RingTransportContext implements TransportContext {
    private final BusCore core;
    private final @Nullable Object door;
    // Set once by whoever closes the bus, read by accepting threads.
    private final AtomicBoolean closing;

    RingTransportContext(BusCore core, @Nullable Object door, AtomicBoolean closing) {
        this.core = core;
        this.door = door;
        this.closing = closing;
    }

    @Override
    public ConnectionHandler accept(Connection connection, HandshakeRequest request) {
        return admit(new RingClient(core, connection, request, false, door));
    }

    @Override
    public Peer.Handler acceptInProcess(Connection connection, HandshakeRequest request) {
        return admit(new RingClient(core, connection, request, true, door));
    }

    private RingClient admit(RingClient client) {
        core.count(Counter.CONNECTIONS_OPENED);
        core.clients().add(client);
        client.startConnectTimer();
        if (closing.get()) {
            core.mainLoop()
                    .perform(
                            () ->
                                    client.connection()
                                            .close(CloseReason.SERVER_SHUTTING_DOWN, true));
        }
        client.enterMain();
        return client;
    }

    @Override
    public MemoryBudget memory() {
        return core.memory;
    }

    @Override
    public Parser parser() {
        return core.options.parser();
    }

    @Override
    public PayloadMapper mapper() {
        return core.options.mapper();
    }

    @Override
    public EventLoop loop() {
        return core.mainLoop();
    }

    @Override
    public EventLoop loop(String namespace) {
        return core.loopOf(NamespaceRegistry.normalise(namespace));
    }

    @Override
    public OutboundLimits outboundLimits() {
        return core.options.outboundLimits();
    }

    @Override
    public Duration pingInterval() {
        return core.options.pingInterval();
    }

    @Override
    public Duration pingTimeout() {
        return core.options.pingTimeout();
    }

    @Override
    public void count(Counter counter, long times) {
        core.counters.add(counter, times);
    }

    @Override
    public void report(String context, @Nullable Throwable failure) {
        Throwable thrown = failure != null ? failure : new IllegalStateException(context);
        core.failed(context, null, null, null, thrown);
    }

    @Override
    public void fatal(Throwable failure) {
        core.fatal(failure);
    }
}
