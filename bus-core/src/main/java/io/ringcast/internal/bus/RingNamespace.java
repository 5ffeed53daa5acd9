package io.ringcast.internal.bus;

import io.ringcast.Arguments;
import io.ringcast.BroadcastAckCallback;
import io.ringcast.BroadcastOperator;
import io.ringcast.BroadcastResponses;
import io.ringcast.EventListener;
import io.ringcast.Middleware;
import io.ringcast.Namespace;
import io.ringcast.Recovery;
import io.ringcast.Registration;
import io.ringcast.RemoteSocket;
import io.ringcast.Socket;
import io.ringcast.adapter.Adapter;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.Listeners;
import io.ringcast.internal.dispatch.RingArguments;
import io.ringcast.internal.dispatch.SharedListeners;
import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundPacket;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One namespace, on one loop. */
@AnyThread
class RingNamespace implements Namespace, EventHost {
    /*
     * Rooms, broadcasts and listeners belong to the loop. What other threads read or add to is
     * concurrent and cold: middleware, connection listeners, the look-up of sockets by id.
     */
    final BusCore core;
    private final String name;
    private final Loop loop;
    private final Adapter adapter;
    private final @Nullable RecoveryLog recovery;
    private final Listeners listeners = new Listeners(this);
    private final SharedListeners shared = new SharedListeners();
    private final BroadcastOperator all;
    private final BroadcastTarget target;
    final List<Middleware> middleware = new CopyOnWriteArrayList<>();
    final List<Consumer<? super Socket>> connectionListeners = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, RingSocket> sockets = new ConcurrentHashMap<>();
    // Sockets that take part, connecting ones and those that may come back included; written on
    // the loop, read by clean-up.
    private final AtomicInteger present = new AtomicInteger();
    // Sockets behind a network, those that may come back included; written on the loop, read by
    // emitters: must the event be encoded?
    private final AtomicInteger networkSockets = new AtomicInteger();
    private final AtomicLong nextAckId = new AtomicLong();
    // Set by the registry before anybody else sees the namespace.
    private volatile @Nullable RingParentNamespace parent;
    // Completed by the thread that made the namespace, once listeners have been told of it.
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    RingNamespace(BusCore core, String name) {
        this(core, name, null);
    }

    /** A namespace whose broadcasts go elsewhere: to its children. */
    RingNamespace(BusCore core, String name, @Nullable BroadcastTarget elsewhere) {
        this.core = core;
        this.name = name;
        this.loop = core.loopOf(name);
        this.adapter = core.options.adapter().create(new NamespaceAdapterContext(this));
        Recovery settings = core.options.connectionStateRecovery();
        RecoveryBudget budget = core.recovery;
        this.recovery =
                settings == null || budget == null
                        ? null
                        : new RecoveryLog(this, settings, budget, core.options);
        this.target = elsewhere != null ? elsewhere : new NamespaceBroadcasts(this);
        this.all = RingBroadcastOperator.all(target);
    }

    // ---- what the parts of the bus need

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public PayloadMapper mapper() {
        return core.options.mapper();
    }

    @Override
    public void failed(String where, @Nullable String event, Throwable failure) {
        core.failed(where, name, null, event, failure);
    }

    @Override
    public void count(Counter counter) {
        core.count(counter);
    }

    @Override
    public void answer(long ackId, @Nullable Object body) {
        // Events between servers are answered through the adapter, not from here.
    }

    @Nullable RingParentNamespace parent() {
        return parent;
    }

    void adoptedBy(RingParentNamespace adopter) {
        parent = adopter;
    }

    /** What is kept for clients that come back; null where recovery is off. Loop only. */
    @Nullable RecoveryLog recovery() {
        return recovery;
    }

    @Override
    public SharedListeners shared() {
        return shared;
    }

    BroadcastTarget broadcasts() {
        return target;
    }

    long nextAckId() {
        return nextAckId.getAndIncrement();
    }

    boolean hasNetworkSockets() {
        return networkSockets.get() > 0;
    }

    /** Makes a packet, encoded at once: what can't be sent fails here, in the caller's thread. */
    OutboundPacket packet(
            String event, Payload arguments, long ackId, boolean isVolatile, boolean compress) {
        Packet.Event made = new Packet.Event(name, event, arguments, ackId);
        OutboundPacket packet =
                new OutboundPacket(made, core.options.parser(), isVolatile, compress);
        packet.encoded();
        core.count(Counter.PACKETS_ENCODED);
        return packet;
    }

    /** Makes a packet that may never have to be encoded: all its recipients may be at hand. */
    OutboundPacket lazyPacket(String event, Payload arguments, boolean isVolatile) {
        Packet.Event made = new Packet.Event(name, event, arguments, Packet.NO_ACK);
        return new OutboundPacket(made, core.options.parser(), isVolatile, true);
    }

    /** Runs a user's callback on the loop and reports what it throws. */
    void callBack(String where, Runnable callback) {
        if (loop.inLoop()) {
            loop.enter();
            guard(where, callback);
            loop.leave();
        } else {
            guard(where, callback); // of a loop that has stopped
        }
    }

    private void guard(String where, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            failed(where, null, failure);
        }
    }

    /** Those who listen for new namespaces have been told of this one. */
    void open() {
        opened.complete(null);
    }

    /** Runs a step when the namespace is open: now, or on the thread that opens it. */
    void whenOpen(Runnable step) {
        if (opened.isDone()) {
            step.run();
        } else {
            var unused = opened.thenRun(step);
        }
    }

    void entering() {
        present.incrementAndGet();
    }

    void entered(RingSocket socket) {
        sockets.put(socket.id(), socket);
        if (!socket.isInProcess()) {
            networkSockets.incrementAndGet();
        }
    }

    void leftUnentered() {
        present.decrementAndGet();
    }

    void left(RingSocket socket, boolean hadEntered) {
        if (hadEntered) {
            sockets.remove(socket.id(), socket);
            if (!socket.isInProcess()) {
                networkSockets.decrementAndGet();
            }
        }
        absent();
    }

    private void absent() {
        RecoveryLog log = recovery;
        if (present.decrementAndGet() == 0 && log != null) {
            loop.perform(log::forgetUnlessAwaited);
        }
    }

    /** A client may come back: what is emitted meanwhile concerns it. */
    void awaits(KeptSocket left) {
        present.incrementAndGet();
        if (!left.isInProcess()) {
            networkSockets.incrementAndGet();
        }
    }

    /** A client has come back, or comes back no more. */
    void awaitsNoMore(KeptSocket left) {
        if (!left.isInProcess()) {
            networkSockets.decrementAndGet();
        }
        absent();
        core.registry().cleanUp(this);
    }

    boolean isDeserted() {
        return present.get() == 0;
    }

    List<RingSocket> connectedSockets() {
        return new ArrayList<>(sockets.values());
    }

    // ---- Namespace

    @Override
    public String name() {
        return name;
    }

    @Override
    public Namespace use(Middleware added) {
        middleware.add(Objects.requireNonNull(added, "middleware"));
        return this;
    }

    @Override
    public Registration onConnection(Consumer<? super Socket> listener) {
        connectionListeners.add(Objects.requireNonNull(listener, "listener"));
        return () -> connectionListeners.remove(listener);
    }

    @Override
    public Optional<Socket> socket(String id) {
        return Optional.ofNullable(sockets.get(id));
    }

    @Override
    public int socketsCount() {
        return sockets.size();
    }

    @Override
    public Adapter adapter() {
        return adapter;
    }

    // ---- other servers

    @Override
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        ServerSideEvents.check(event);
        Payload payload = Body.payload(Body.of(arguments));
        loop.perform(() -> adapter.serverSideEmit(event, payload));
    }

    @Override
    public CompletionStage<List<Arguments>> serverSideEmitWithAck(
            String event, @Nullable Object... arguments) {
        ServerSideEvents.check(event);
        Payload payload = Body.payload(Body.of(arguments));
        return Futures.onLoop(
                loop,
                () ->
                        adapter.serverSideEmitWithAck(event, payload)
                                .thenApply(
                                        answers ->
                                                answers.stream()
                                                        .<Arguments>map(
                                                                answer ->
                                                                        new RingArguments(
                                                                                answer, mapper()))
                                                        .toList()));
    }

    // ---- BroadcastOperator: everyone

    @Override
    public BroadcastOperator to(String... rooms) {
        return all.to(rooms);
    }

    @Override
    public BroadcastOperator in(String... rooms) {
        return all.in(rooms);
    }

    @Override
    public BroadcastOperator except(String... rooms) {
        return all.except(rooms);
    }

    @Override
    public BroadcastOperator asVolatile() {
        return all.asVolatile();
    }

    @Override
    public BroadcastOperator compress(boolean compress) {
        return all.compress(compress);
    }

    @Override
    public BroadcastOperator local() {
        return all.local();
    }

    @Override
    public BroadcastOperator timeout(Duration timeout) {
        return all.timeout(timeout);
    }

    @Override
    public boolean emit(String event, @Nullable Object argument) {
        return target.broadcast(BroadcastOptions.ALL, event, Body.of(argument));
    }

    @Override
    public boolean emit(String event, @Nullable Object... arguments) {
        return target.broadcast(BroadcastOptions.ALL, event, Body.of(arguments));
    }

    @Override
    public void emit(String event, @Nullable Object argument, BroadcastAckCallback callback) {
        all.emit(event, argument, callback);
    }

    @Override
    public CompletionStage<BroadcastResponses> emitWithAck(
            String event, @Nullable Object... arguments) {
        return all.emitWithAck(event, arguments);
    }

    @Override
    public CompletionStage<List<RemoteSocket>> fetchSockets() {
        return all.fetchSockets();
    }

    @Override
    public CompletionStage<Void> socketsJoin(String... rooms) {
        return all.socketsJoin(rooms);
    }

    @Override
    public CompletionStage<Void> socketsLeave(String... rooms) {
        return all.socketsLeave(rooms);
    }

    @Override
    public CompletionStage<Void> disconnectSockets(boolean close) {
        return all.disconnectSockets(close);
    }

    // ---- EventSource: events of other servers

    Listeners serverSideListeners() {
        return listeners;
    }

    @Override
    public Registration on(String event, EventListener listener) {
        return listeners.on(event, listener, false);
    }

    @Override
    public <T> Registration on(
            String event, Type type, BiConsumer<? super T, ? super io.ringcast.Ack> listener) {
        return listeners.on(event, type, listener);
    }

    @Override
    public <T> Registration on(String event, Type type, Consumer<? super T> listener) {
        return listeners.on(event, type, listener, false);
    }

    @Override
    public <T> Registration onRequest(String event, Type type, Function<? super T, ?> handler) {
        return listeners.onRequest(event, type, handler);
    }

    @Override
    public Registration once(String event, EventListener listener) {
        return listeners.on(event, listener, true);
    }

    @Override
    public <T> Registration once(String event, Class<T> type, Consumer<? super T> listener) {
        return listeners.on(event, (Type) type, listener, true);
    }

    @Override
    public void off(String event) {
        listeners.off(event);
    }

    @Override
    public void off() {
        listeners.off();
    }

    @Override
    public String toString() {
        return "Namespace[" + name + "]";
    }
}
