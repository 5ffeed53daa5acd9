package io.ringcast.internal.bus;

import io.ringcast.ClientLimits;
import io.ringcast.DisconnectReason;
import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.EventLoop;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.ProtocolException;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.Counter;
import io.ringcast.transport.HandshakeRequest;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.Peer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection, carrying a client's sockets in all namespaces: Socket.IO's {@code Client}. */
@AnyThread
final class RingClient implements Peer.Handler {
    /*
     * The transport calls in order, one call at a time, on its threads; what it brings goes to the
     * loop of the namespace it is for. The set of sockets is the only state that several threads
     * share: replaced under the monitor, read without it.
     * A socket that the server disconnected stays in the set until its namespace is entered again:
     * what its client sent meanwhile is no violation.
     */
    private static final RingSocket[] NONE = {};

    private final BusCore core;
    private final Connection connection;
    private final HandshakeRequest request;
    private final boolean inProcess;
    private final boolean ofRevision3;
    private final @Nullable Object door;
    private final Set<String> resolving = new HashSet<>(2);
    // Written under the monitor, read by the transport's thread and by loops.
    private volatile RingSocket[] sockets = NONE;
    private volatile boolean closed;
    // Written by the accepting thread and by the first socket's loop.
    private volatile EventLoop.@Nullable Timer connectTimer;
    private Parser.@Nullable Decoder decoder;
    // Made for the first packet with attachments; the transport's thread only.
    private @Nullable AttachmentWatch attachments;

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
    }

    Connection connection() {
        return connection;
    }

    @Nullable Object door() {
        return door;
    }

    boolean isClosed() {
        return closed;
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
            enter("/", Payload.of(), null);
        }
    }

    /** A connection that enters no namespace in time is closed. */
    void startConnectTimer() {
        connectTimer =
                core.mainLoop()
                        .schedule(
                                core.options.connectTimeout(),
                                () -> connection.close(CloseReason.FORCED_CLOSE, false));
    }

    /** A socket has been accepted: the connection may stay. */
    void entered() {
        EventLoop.Timer timer = connectTimer;
        if (timer != null) {
            connectTimer = null;
            timer.cancel();
        }
    }

    // ---- the transport's thread

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        decode(() -> decoder().text(utf8, offset, length));
    }

    @Override
    public void onBinary(byte[] data) {
        decode(() -> decoder().binary(data));
    }

    private interface Step {
        @Nullable Packet decode();
    }

    private void decode(Step step) {
        if (closed) {
            return;
        }
        try {
            Packet packet = step.decode();
            if (packet == null) {
                attachments().incomplete();
            } else {
                complete();
                core.count(Counter.PACKETS_IN);
                route(packet);
            }
        } catch (ProtocolException broken) {
            violation(String.valueOf(broken.getMessage()));
        }
    }

    private AttachmentWatch attachments() {
        AttachmentWatch known = attachments;
        if (known == null) {
            known = new AttachmentWatch(this, core.mainLoop(), limits().attachmentTimeout());
            attachments = known;
        }
        return known;
    }

    private void complete() {
        AttachmentWatch known = attachments;
        if (known != null) {
            known.complete();
        }
    }

    private Parser.Decoder decoder() {
        Parser.Decoder known = decoder;
        if (known == null) {
            known = core.options.parser().decoder();
            decoder = known;
        }
        return known;
    }

    private void route(Packet packet) {
        if (packet instanceof Packet.Connect connect) {
            enter(connect);
            return;
        }
        RingSocket socket = find(packet.namespace());
        if (socket == null) {
            violation("a packet for a namespace that was not entered");
        } else if (packet instanceof Packet.Event event) {
            socket.inbound().receive(event.event(), event.arguments(), event.ackId());
        } else if (packet instanceof Packet.Ack ack) {
            socket.inbound().receiveAck(ack.arguments(), ack.ackId());
        } else if (packet instanceof Packet.Disconnect) {
            remove(socket);
            socket.inbound().receiveLeave();
        } else {
            violation("CONNECT_ERROR from a client");
        }
    }

    private void enter(Packet.Connect connect) {
        if (ofRevision3) {
            NamespaceQuery asked = NamespaceQuery.parse(connect.namespace());
            enter(asked.path(), asked.auth(), null);
        } else {
            enter(connect.namespace(), connect.payload(), null);
        }
    }

    @Override
    public void connect(String namespace, Payload auth, Peer.Client client) {
        enter(namespace, auth, client);
    }

    private void enter(String name, Payload auth, Peer.@Nullable Client peer) {
        if (closed) {
            return;
        }
        if (!inProcess && !core.entryRule().mayEnter(door, name)) {
            refuse(name, Refusals.INVALID_NAMESPACE, peer);
            return;
        }
        switch (reserve(name)) {
            case TWICE -> violation("CONNECT for a namespace that is entered already");
            case TOO_MANY -> refuse(name, tooMany(limits().namespacesPerConnection(), ""), peer);
            case TOO_MANY_AT_ONCE ->
                    refuse(
                            name,
                            tooMany(limits().pendingConnectsPerConnection(), " at once"),
                            peer);
            case FREE -> {
                RingNamespace namespace = core.registry().now(name);
                if (namespace != null) {
                    enter(namespace, auth, peer);
                } else {
                    core.mainLoop().perform(() -> resolve(name, auth, peer));
                }
            }
        }
    }

    private static String tooMany(int limit, String how) {
        return "more than " + limit + " namespaces" + how + " on one connection";
    }

    private ClientLimits limits() {
        return core.options.limits();
    }

    private enum Reservation {
        FREE,
        TWICE,
        TOO_MANY,
        TOO_MANY_AT_ONCE
    }

    private synchronized Reservation reserve(String name) {
        RingSocket known = find(name);
        if (resolving.contains(name) || (known != null && !known.isGone())) {
            return Reservation.TWICE;
        }
        if (known != null) {
            remove(known);
        }
        int limit = limits().namespacesPerConnection();
        if (sockets.length + resolving.size() >= limit) {
            forgetGone();
        }
        if (sockets.length + resolving.size() >= limit) {
            return Reservation.TOO_MANY;
        }
        if (connecting() >= limits().pendingConnectsPerConnection()) {
            return Reservation.TOO_MANY_AT_ONCE;
        }
        resolving.add(name);
        return Reservation.FREE;
    }

    private int connecting() {
        int count = resolving.size();
        for (RingSocket socket : sockets) {
            if (socket.isConnecting()) {
                count++;
            }
        }
        return count;
    }

    private void resolve(String name, Payload auth, Peer.@Nullable Client peer) {
        var unused =
                core.registry()
                        .resolve(name, auth)
                        .whenComplete(
                                (namespace, failure) -> {
                                    if (namespace != null && namespace.isPresent()) {
                                        enter(namespace.get(), auth, peer);
                                    } else {
                                        release(name);
                                        refuse(name, Refusals.message(failure), peer);
                                    }
                                });
    }

    private void enter(RingNamespace namespace, Payload auth, Peer.@Nullable Client peer) {
        if (!core.registry().enter(namespace)) {
            core.mainLoop().perform(() -> resolve(namespace.name(), auth, peer));
            return;
        }
        RingSocket socket = new RingSocket(namespace, this, request, auth, peer);
        if (add(socket)) {
            socket.life().start();
        } else {
            namespace.left(socket, false);
            core.registry().cleanUp(namespace);
        }
    }

    private void refuse(String name, String message, Peer.@Nullable Client peer) {
        core.count(Counter.CONNECTS_REFUSED, "CONNECT refused");
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
        for (RingSocket socket : sockets) {
            socket.loop().perform(() -> socket.inbound().error(failure));
        }
        connection.close(CloseReason.FORCED_CLOSE, false);
    }

    @Override
    public void onClose(CloseReason reason, String detail) {
        entered();
        RingSocket[] open = closeAll();
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
        RingSocket[] open = sockets;
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
        for (RingSocket socket : sockets) {
            socket.life().close(DisconnectReason.SERVER_SHUTTING_DOWN);
        }
        core.mainLoop().perform(() -> connection.close(CloseReason.SERVER_SHUTTING_DOWN, false));
    }

    /** A socket has ended. Refused ones and those whose client left are forgotten at once. */
    void left(RingSocket socket) {
        if (closed) {
            return;
        }
        if (isInProcess()) {
            remove(socket);
        }
    }

    // ---- the set of sockets

    private @Nullable RingSocket find(String namespace) {
        for (RingSocket socket : sockets) {
            if (socket.namespaceOfSocket().name().equals(namespace)) {
                return socket;
            }
        }
        return null;
    }

    private synchronized void release(String name) {
        resolving.remove(name);
    }

    private synchronized boolean add(RingSocket socket) {
        resolving.remove(socket.namespaceOfSocket().name());
        if (closed) {
            return false;
        }
        List<RingSocket> list = new ArrayList<>(List.of(sockets));
        list.add(socket);
        sockets = list.toArray(NONE);
        return true;
    }

    private synchronized void remove(RingSocket socket) {
        List<RingSocket> list = new ArrayList<>(List.of(sockets));
        list.remove(socket);
        sockets = list.toArray(NONE);
    }

    private synchronized void forgetGone() {
        List<RingSocket> list = new ArrayList<>(List.of(sockets));
        list.removeIf(RingSocket::isGone);
        sockets = list.toArray(NONE);
    }

    private synchronized RingSocket[] closeAll() {
        closed = true;
        return sockets;
    }
}
