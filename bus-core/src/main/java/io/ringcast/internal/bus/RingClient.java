package io.ringcast.internal.bus;

import io.ringcast.ClientLimits;
import io.ringcast.DisconnectReason;
import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.ProtocolException;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.Counter;
import io.ringcast.transport.HandshakeRequest;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.MemoryBudget.Account;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.Peer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection, carrying a client's sockets in all namespaces: Socket.IO's {@code Client}. */
@AnyThread
final class RingClient implements Peer.Handler {
    /*
     * The transport calls in order, one call at a time, on its threads; what it brings goes to the
     * loop of the namespace it is for.
     */
    // Rooms that even a client gets which comes when others have spent what rooms may take.
    private static final long OWN_ROOM_BYTES = 4_096;
    // A socket with a handful of listeners. The number of connections bounds the first ones.
    private static final long SOCKET_BYTES = 2_048;
    // A namespace may be there for one socket alone, and its name in several places.
    private static final int SHORT_NAME = 64;
    private static final long NAME_BYTES = 4;

    private final BusCore core;
    private final Connection connection;
    private final HandshakeRequest request;
    private final boolean inProcess;
    private final boolean ofRevision3;
    private final @Nullable Object door;
    private final Intake intake;
    private final MemoryBudget roomBytes;
    // The transport's thread only; null where there is no limit. Sockets share it: whoever enters
    // again, or many namespaces, may not send more for that.
    private final @Nullable EventRate rate;
    private final ClientSockets sockets;
    private final ConnectTimer connectTimer = new ConnectTimer();

    RingClient(
            BusCore core,
            Connection connection,
            HandshakeRequest request,
            boolean inProcess,
            @Nullable Object door) {
        this.door = door;
        this.core = core;
        this.connection = connection;
        this.request = request;
        this.inProcess = inProcess;
        this.ofRevision3 = connection.protocol() == 3;
        this.sockets = new ClientSockets(limits());
        this.intake = new Intake(this, core, connection.inboundBudget());
        this.roomBytes = core.roomBytes.part(limits().roomBytesPerConnection(), OWN_ROOM_BYTES);
        int limit = limits().eventsPerSecond();
        this.rate = limit == 0 ? null : new EventRate(limit, core.mainLoop().nanoTime());
    }

    Connection connection() {
        return connection;
    }

    /** What the rooms of all its sockets take. */
    MemoryBudget roomBytes() {
        return roomBytes;
    }

    @Nullable Object door() {
        return door;
    }

    boolean isClosed() {
        return sockets.isClosed();
    }

    boolean isInProcess() {
        return inProcess;
    }

    /** Whether the client is one of Socket.IO 2. */
    boolean isOfRevision3() {
        return ofRevision3;
    }

    /** Clients of Socket.IO 2 are in the main namespace without having asked. */
    void enterMain() {
        if (ofRevision3) {
            enter(new Wish("/", Payload.of(), null, null));
        }
    }

    /** A connection that enters no namespace in time is closed. */
    void startConnectTimer() {
        connectTimer.start(core.mainLoop(), core.options.connectTimeout(), connection);
    }

    /** A socket has been accepted: the connection may stay. */
    void entered() {
        connectTimer.stop();
    }

    // ---- the transport's thread

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        intake.text(utf8, offset, length);
    }

    @Override
    public void onBinary(byte[] data) {
        intake.binary(data);
    }

    /**
     * Leads a packet to its loop.
     *
     * @param paid pays for the packet, and is released as soon as nobody holds that any more
     */
    void route(Packet packet, @Nullable Account paid) {
        if (packet instanceof Packet.Connect connect) {
            enter(connect, paid);
            return;
        }
        RingSocket socket = sockets.find(packet.namespace());
        if (socket != null && packet instanceof Packet.Event event) {
            socket.inbound().receive(event.event(), event.arguments(), event.ackId(), paid);
        } else if (socket != null && packet instanceof Packet.Ack ack) {
            socket.inbound().receiveAck(ack.arguments(), ack.ackId(), paid);
        } else {
            release(paid);
            if (socket == null) {
                violation("a packet for a namespace that was not entered");
            } else if (packet instanceof Packet.Disconnect) {
                sockets.remove(socket);
                socket.inbound().receiveLeave();
            } else {
                violation("CONNECT_ERROR from a client");
            }
        }
    }

    /** Counts an event or a CONNECT; true if it is one too many. */
    boolean isTooFast() {
        EventRate known = rate;
        return known != null && !known.admits(core.mainLoop().nanoTime());
    }

    private static void release(@Nullable Account paid) {
        if (paid != null) {
            paid.release();
        }
    }

    /** The client was refused memory for what it sends. */
    void overBudget() {
        connection.closeOverBudget();
    }

    private void enter(Packet.Connect connect, @Nullable Account paid) {
        Wish wish = new Wish(connect.namespace(), connect.payload(), null, paid);
        if (ofRevision3) {
            NamespaceQuery asked = NamespaceQuery.parse(connect.namespace());
            wish = new Wish(asked.path(), asked.auth(), null, paid);
        }
        if (isTooFast()) {
            core.count(Counter.DROPPED_OVER_RATE);
            core.tooFast(EventRate.exceeded(limits()));
            refuse(wish, EventRate.exceeded(limits()));
        } else {
            enter(wish);
        }
    }

    @Override
    public void connect(String namespace, Payload auth, Peer.Client client) {
        enter(new Wish(namespace, auth, client, null));
    }

    private void enter(Wish wish) {
        if (isClosed()) {
            release(wish.paid());
            return;
        }
        if (!inProcess && !core.entryRule().mayEnter(door, wish.name())) {
            refuse(wish, Refusals.INVALID_NAMESPACE);
            return;
        }
        if (!inProcess && wish.auth().heldBytes() > limits().authBytes()) {
            refuse(wish, "auth of more than " + limits().authBytes() + " bytes");
            return;
        }
        String refusal = sockets.reserve(wish);
        if (refusal == null) {
            find(wish);
        } else {
            refuse(wish, refusal);
        }
    }

    private void find(Wish wish) {
        try {
            RingNamespace namespace = core.registry().now(wish.name());
            if (namespace != null) {
                enter(namespace, wish);
            } else {
                core.mainLoop().perform(() -> resolve(wish));
            }
        } catch (Throwable failure) {
            cannotEnter(wish, failure);
        }
    }

    /** What the application brings to a new namespace, its adapter say, threw. */
    private void cannotEnter(Wish wish, Throwable failure) {
        sockets.forget(wish);
        core.failed("connect", wish.name(), null, null, failure);
        refuse(wish, "internal error");
    }

    private ClientLimits limits() {
        return core.options.limits();
    }

    private void resolve(Wish wish) {
        try {
            core.registry()
                    .resolve(
                            wish.name(),
                            wish.auth(),
                            (found, failure) -> found(wish, found, failure));
        } catch (Throwable failure) {
            cannotEnter(wish, failure);
        }
    }

    private void found(Wish wish, @Nullable RingNamespace namespace, @Nullable Throwable failure) {
        if (namespace == null) {
            sockets.forget(wish);
            refuse(wish, Refusals.message(failure));
            return;
        }
        try {
            enter(namespace, wish);
        } catch (Throwable thrown) {
            cannotEnter(wish, thrown);
        }
    }

    private void enter(RingNamespace namespace, Wish wish) {
        if (!core.registry().enter(namespace)) {
            core.mainLoop().perform(() -> resolve(wish));
            return;
        }
        Account memory = core.socketBytes.account();
        boolean isAdded = false;
        boolean isHeld = inProcess || memory.hold(cost(wish));
        try {
            isAdded = isHeld && add(namespace, wish, memory);
        } finally {
            if (!isAdded) {
                memory.release();
                namespace.leftUnentered();
                core.registry().cleanUp(namespace);
                release(wish.paid());
            }
        }
        if (!isHeld) {
            sockets.forget(wish);
            refuse(wish, "no memory for another socket");
        }
    }

    private long cost(Wish wish) {
        long first = sockets.each().length == 0 ? 0 : SOCKET_BYTES;
        return first + NAME_BYTES * Math.max(0, wish.name().length() - SHORT_NAME);
    }

    private boolean add(RingNamespace namespace, Wish wish, Account memory) {
        RingSocket socket = new RingSocket(namespace, this, request, wish.auth(), wish.peer());
        socket.auth = wish.paid();
        socket.memory = memory;
        boolean isAdded = sockets.add(socket, wish);
        if (isAdded) {
            namespace.whenOpen(socket.life()::start);
        }
        return isAdded;
    }

    private void refuse(Wish wish, String message) {
        core.count(Counter.CONNECTS_REFUSED, "CONNECT refused");
        release(wish.paid());
        Peer.Client peer = wish.peer();
        String name = wish.name();
        Loop loop = core.mainLoop();
        loop.perform(
                () -> {
                    if (peer != null) {
                        peer.onConnectError(message, null);
                    } else {
                        write(loop, refusal(name, message, null));
                    }
                });
    }

    /** How this client is told that it may not enter. */
    Packet refusal(String name, String message, @Nullable Object data) {
        return ofRevision3
                ? new Packet.Refusal(name, data == null ? message : data)
                : new Packet.ConnectError(name, message, data);
    }

    /** Writes a packet that belongs to no socket. The loop given. */
    void write(Loop loop, Packet packet) {
        write(loop, new OutboundPacket(packet, core.options.parser(), false, true));
    }

    void write(Loop loop, OutboundPacket packet) {
        connection.write(packet);
        loop.markDirty(connection);
    }

    /** The peer broke the protocol: the connection is closed, and sockets hear of it. */
    void violation(String rule) {
        core.protocolError(rule);
        ProtocolException failure = new ProtocolException(rule);
        for (RingSocket socket : sockets.each()) {
            socket.loop().perform(() -> socket.inbound().error(failure));
        }
        connection.close(CloseReason.FORCED_CLOSE, false);
    }

    @Override
    public void onClose(CloseReason reason, String detail) {
        entered();
        intake.drop();
        RingSocket[] open = sockets.close();
        DisconnectReason why = Refusals.reason(reason);
        for (RingSocket socket : open) {
            socket.life().close(why);
        }
        core.count(Counter.CONNECTIONS_CLOSED);
        core.clients().remove(this);
    }

    // ---- loops

    /** Every namespace hears {@code DISCONNECT}, then the connection closes. */
    void disconnectAll() {
        RingSocket[] open = sockets.each();
        AtomicInteger left = new AtomicInteger(open.length);
        if (open.length == 0) {
            connection.close(CloseReason.FORCED_CLOSE, false);
        }
        for (RingSocket socket : open) {
            socket.loop()
                    .perform(
                            () -> {
                                socket.life().disconnectFromNamespace();
                                if (left.decrementAndGet() == 0) {
                                    connection.close(CloseReason.FORCED_CLOSE, false);
                                }
                            });
        }
    }

    /** The bus closes: sockets hear why, then what is queued leaves and the connection closes. */
    void shutDown() {
        for (RingSocket socket : sockets.each()) {
            socket.life().close(DisconnectReason.SERVER_SHUTTING_DOWN);
        }
        Runnable close = () -> connection.close(CloseReason.SERVER_SHUTTING_DOWN, false);
        if (!core.mainLoop().perform(close)) {
            close.run();
        }
    }

    /** A socket has ended. Refused ones and those whose client left are forgotten at once. */
    void left(RingSocket socket) {
        if (!inProcess) {
            sockets.giveBackUnlessListed(socket);
        } else if (!isClosed()) {
            sockets.remove(socket);
        }
    }
}
