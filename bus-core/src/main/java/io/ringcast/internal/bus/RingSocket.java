package io.ringcast.internal.bus;

import io.ringcast.Ack;
import io.ringcast.AckCallback;
import io.ringcast.AckResultCallback;
import io.ringcast.AnyListener;
import io.ringcast.Arguments;
import io.ringcast.BroadcastOperator;
import io.ringcast.ClientLimits;
import io.ringcast.DisconnectReason;
import io.ringcast.EventListener;
import io.ringcast.Handshake;
import io.ringcast.Namespace;
import io.ringcast.Registration;
import io.ringcast.Socket;
import io.ringcast.SocketData;
import io.ringcast.SocketMiddleware;
import io.ringcast.SocketOperator;
import io.ringcast.adapter.Broadcast;
import io.ringcast.adapter.LocalSocket;
import io.ringcast.adapter.Membership;
import io.ringcast.adapter.SocketDetails;
import io.ringcast.internal.ack.AckTable;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.Listeners;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.RingLoop;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.Connection;
import io.ringcast.transport.Counter;
import io.ringcast.transport.HandshakeRequest;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.Peer;
import io.ringcast.transport.Receiver;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client in one namespace: the user's view of it, on top of its parts. */
@AnyThread
final class RingSocket implements Socket, LocalSocket, EventHost, RecoverySession.Holder {
    /*
     * Parts: SocketOutbound (what it sends), SocketInbound (what it receives), SocketLife (enters,
     * leaves), Listeners, AckTable, Membership. All of them belong to the namespace's loop; this
     * class only leads there.
     */
    private final RingNamespace namespace;
    private final RingClient client;
    private final RingHandshake handshake;
    // Settled on the loop before anybody else sees the socket; a recovered one has its old id.
    private String id;
    private final Listeners listeners;
    private final Membership membership;
    private final SocketOutbound outbound;
    private final SocketInbound inbound = new SocketInbound(this);
    private final SocketLife life;
    private @Nullable AckTable acks;
    // Loop only, as all parts are.
    private @Nullable Object pending;
    // Made by the first thread that asks, under the monitor; read by all.
    private volatile @Nullable SocketData data;
    private @Nullable SocketRecovery recovery;
    // Pays for what the client said at its CONNECT; guarded by the client's monitor.
    volatile MemoryBudget.@Nullable Account auth;
    // Pays for the socket itself, in the same way.
    MemoryBudget.@Nullable Account memory;

    RingSocket(
            RingNamespace namespace,
            RingClient client,
            HandshakeRequest request,
            Payload auth,
            Peer.@Nullable Client peer) {
        this.namespace = namespace;
        this.client = client;
        this.id = Ids.of(client.connection(), namespace.name());
        this.listeners = new Listeners(this, namespace.shared());
        ClientLimits limits = namespace.core.options.limits();
        this.membership =
                new Membership(
                        limits.roomsPerSocket(), limits.roomNameLength(), client.roomBytes());
        RecoveryClaim claim = namespace.recovery() == null ? null : RecoveryClaim.of(auth);
        Payload told = claim == null ? auth : RecoveryClaim.without(auth);
        this.handshake = new RingHandshake(request, told, namespace.mapper());
        this.outbound = new SocketOutbound(this, peer);
        this.life = new SocketLife(this, claim, peer);
    }

    // ---- what the parts need of each other

    BusCore core() {
        return namespace.core;
    }

    RingNamespace namespaceOfSocket() {
        return namespace;
    }

    RingClient client() {
        return client;
    }

    Connection connection() {
        return client.connection();
    }

    Listeners listeners() {
        return listeners;
    }

    SocketOutbound outbound() {
        return outbound;
    }

    SocketInbound inbound() {
        return inbound;
    }

    SocketLife life() {
        return life;
    }

    AckTable acks() {
        AckTable table = acks;
        if (table == null) {
            table = new AckTable(this);
            acks = table;
        }
        return table;
    }

    @Nullable SocketRecovery recovery() {
        return recovery;
    }

    /** Recovery is on: this socket begins a session, or goes on with one. */
    void recoverBy(SocketRecovery begun) {
        recovery = begun;
        KeptSocket resumed = begun.resumed();
        if (resumed != null) {
            id = resumed.sid();
            data = resumed.data();
        }
    }

    boolean isConnecting() {
        return life.state() == SocketState.CONNECTING;
    }

    boolean isGone() {
        return life.state() == SocketState.DISCONNECTED;
    }

    void callAnyOutgoing(String event, @Nullable Object body) {
        listeners.callAnyOutgoing(event, body);
    }

    OutboundPacket packet(Packet packet) {
        return new OutboundPacket(packet, core().options.parser(), false, true);
    }

    @Override
    public Loop loop() {
        return namespace.loop();
    }

    @Override
    public PayloadMapper mapper() {
        return namespace.mapper();
    }

    @Override
    public void failed(String where, @Nullable String event, Throwable failure) {
        core().failed(where, namespace.name(), id, event, failure);
    }

    @Override
    public void count(Counter counter) {
        core().count(counter);
    }

    @Override
    public void answer(long ackId, @Nullable Object body) {
        outbound.answer(ackId, body);
    }

    @Override
    public boolean isWritable() {
        return connection().isWritable();
    }

    @Override
    public @Nullable Object pending() {
        return pending;
    }

    @Override
    public void pending(@Nullable Object state) {
        pending = state;
    }

    // ---- LocalSocket: the adapter's view

    @Override
    public boolean isInProcess() {
        return client.isInProcess();
    }

    @Override
    public Membership membership() {
        return membership;
    }

    @Override
    public void send(Broadcast broadcast) {
        if (life.state() != SocketState.CONNECTED) {
            return;
        }
        if (broadcast.isVolatile() && !connection().isWritable()) {
            count(Counter.DROPPED_VOLATILE);
            return;
        }
        listeners.callAnyOutgoing(broadcast.event(), broadcast.body());
        if (broadcast.collector() instanceof BroadcastAcks expecting) {
            expecting.expect(this);
        }
        outbound.send(broadcast);
    }

    @Override
    public @Nullable Receiver receiver(String event) {
        return outbound.receiver(event);
    }

    @Override
    public SocketDetails details() {
        Set<String> rooms = namespace.adapter().roomsOf(this);
        return new SocketDetails(id, handshake, rooms, data().asMap(), this);
    }

    // ---- Socket

    @Override
    public String id() {
        return id;
    }

    @Override
    public Namespace namespace() {
        return namespace;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public boolean isConnected() {
        return life.state() == SocketState.CONNECTED;
    }

    @Override
    public boolean isRecovered() {
        SocketRecovery begun = recovery;
        return begun != null && begun.resumed() != null;
    }

    @Override
    public String transportName() {
        return connection().transportName();
    }

    @Override
    public SocketData data() {
        SocketData known = data;
        return known != null ? known : makeData();
    }

    private synchronized SocketData makeData() {
        SocketData known = data;
        if (known == null) {
            known = new RingSocketData();
            data = known;
        }
        return known;
    }

    @Override
    public Set<String> rooms() {
        if (loop().inLoop()) {
            return namespace.adapter().roomsOf(this);
        }
        if (RingLoop.isLoopThread()) {
            throw new IllegalStateException(
                    "a loop can't wait for another one: ask with fetchSockets() instead");
        }
        return Futures.ask(loop(), () -> namespace.adapter().roomsOf(this), Set.of());
    }

    @Override
    public CompletionStage<Void> join(String... rooms) {
        List<String> names = List.of(rooms);
        names.forEach(RoomNames::check);
        names.forEach(membership::checkName);
        return life.onLoop(() -> life.join(names));
    }

    @Override
    public CompletionStage<Void> leave(String room) {
        RoomNames.check(room);
        return life.onLoop(() -> namespace.adapter().leave(this, room));
    }

    @Override
    public void disconnect(boolean close) {
        loop().perform(() -> life.disconnect(close));
    }

    @Override
    public Socket use(SocketMiddleware middleware) {
        inbound.use(middleware);
        return this;
    }

    @Override
    public Registration onError(Consumer<Exception> listener) {
        return inbound.onError(listener);
    }

    @Override
    public Registration onDisconnecting(Consumer<DisconnectReason> listener) {
        return life.onDisconnecting(listener);
    }

    @Override
    public Registration onDisconnect(Consumer<DisconnectReason> listener) {
        return life.onDisconnect(listener);
    }

    // ---- broadcasting

    @Override
    public BroadcastOperator broadcast() {
        return RingBroadcastOperator.all(namespace.broadcasts()).except(id);
    }

    @Override
    public BroadcastOperator to(String... rooms) {
        return RingBroadcastOperator.all(namespace.broadcasts()).except(id).to(rooms);
    }

    @Override
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    @Override
    public BroadcastOperator except(String... rooms) {
        return RingBroadcastOperator.all(namespace.broadcasts()).except(id).except(rooms);
    }

    @Override
    public BroadcastOperator local() {
        return broadcast().local();
    }

    // ---- SocketOperator

    @Override
    public boolean emit(String event, @Nullable Object argument) {
        return outbound.emit(event, Body.of(argument), false, true, null);
    }

    @Override
    public boolean emit(String event, @Nullable Object... arguments) {
        return outbound.emit(event, Body.of(arguments), false, true, null);
    }

    @Override
    public boolean emit(String event, @Nullable Object argument, AckCallback callback) {
        return RingSocketOperator.plain(this).emit(event, argument, callback);
    }

    @Override
    public boolean emit(String event, @Nullable Object argument, AckResultCallback callback) {
        return RingSocketOperator.plain(this).emit(event, argument, callback);
    }

    @Override
    public CompletionStage<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        return RingSocketOperator.plain(this).emitWithAck(event, arguments);
    }

    @Override
    public SocketOperator timeout(Duration timeout) {
        return RingSocketOperator.plain(this).timeout(timeout);
    }

    @Override
    public SocketOperator asVolatile() {
        return RingSocketOperator.plain(this).asVolatile();
    }

    @Override
    public SocketOperator compress(boolean compress) {
        return RingSocketOperator.plain(this).compress(compress);
    }

    // ---- EventSource and CatchAll

    @Override
    public Registration on(String event, EventListener listener) {
        return listeners.on(event, listener, false);
    }

    @Override
    public <T> Registration on(
            String event, Type type, BiConsumer<? super T, ? super Ack> listener) {
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
    public Registration onAny(AnyListener listener) {
        return listeners.onAny(listener, false, false);
    }

    @Override
    public Registration prependAny(AnyListener listener) {
        return listeners.onAny(listener, false, true);
    }

    @Override
    public void offAny() {
        listeners.offAny(false);
    }

    @Override
    public Registration onAnyOutgoing(AnyListener listener) {
        return listeners.onAny(listener, true, false);
    }

    @Override
    public Registration prependAnyOutgoing(AnyListener listener) {
        return listeners.onAny(listener, true, true);
    }

    @Override
    public void offAnyOutgoing() {
        listeners.offAny(true);
    }

    @Override
    public String toString() {
        return "Socket[" + namespace.name() + "]";
    }
}
