package io.ringcast.transport.inmemory.internal;

import io.ringcast.DisconnectReason;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Encoded;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.ProtocolException;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.ConnectionHandler;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundLimits;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.Peer;
import io.ringcast.transport.TransportContext;
import io.ringcast.transport.inmemory.Fidelity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection that never leaves the process, as the bus sees it. */
@AnyThread
final class MemoryConnection implements Connection {
    /*
     * To the server: the lane, so that the handler is called once at a time, in order, its end
     * last. To the client: the outbox, drained by whoever flushes. In a test the wire lies between;
     * without one what is sent arrives in place, and values by reference need neither lane nor
     * outbox. Links are guarded by the monitor; nothing is called while it is held.
     */
    private final MemoryClient client;
    private final MemoryNetwork network;
    private final String id;
    private final @Nullable Wire wire;
    private final Lane upstream = new Lane();
    private final Outbox outbox;
    private final Parser.@Nullable Decoder decoder;
    private final Map<String, Link> links = new HashMap<>();
    private boolean ended;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    // Set by whoever closes first, read by the opening thread, which may be later.
    private volatile @Nullable CloseReason reason;
    // Set by the opening thread, read by loops.
    private volatile @Nullable ConnectionHandler handler;

    MemoryConnection(MemoryClient client) {
        this.client = client;
        this.network = client.network();
        TransportContext context = network.context();
        this.id = network.nextConnectionId();
        this.wire = client.faults() == null ? null : new Wire(this, client.faults(), context);
        this.outbox = new Outbox(context.outboundLimits());
        this.decoder = isCodec() ? context.parser().decoder() : null;
    }

    private boolean isCodec() {
        return network.fidelity() == Fidelity.CODEC;
    }

    /** Whether values go straight from one half to the other. */
    boolean isDirect() {
        return wire == null;
    }

    /** Makes the connection known to the bus. */
    void open() {
        TransportContext context = network.context();
        ClientSettings settings = client.settings();
        MemoryRequest request =
                new MemoryRequest(
                        settings.query(), settings.headers(), settings.address(), Instant.now());
        network.opened(this);
        handler =
                isCodec() ? context.accept(this, request) : context.acceptInProcess(this, request);
        if (wire != null) {
            wire.start();
        }
        CloseReason early = reason;
        if (early != null) {
            tellServer(early);
        }
    }

    // ---- links

    /** Has a socket enter its namespace over this connection. */
    void enter(MemorySocket socket, Link link, Payload auth) {
        boolean isOpen;
        synchronized (this) {
            isOpen = !ended;
            if (isOpen) {
                links.put(socket.namespace(), link);
            }
        }
        if (isOpen) {
            link.connect(auth);
        } else {
            link.connectionClosed(DisconnectReason.TRANSPORT_CLOSE);
        }
    }

    /** A way for a socket into its namespace; it is told when the connection ends. */
    Link link(MemorySocket socket) {
        ConnectionHandler known = Objects.requireNonNull(handler);
        return known instanceof Peer.Handler peer && !isCodec()
                ? new ReferenceLink(socket, this, peer)
                : new CodecLink(socket, this);
    }

    /** A link is in use no more. */
    synchronized void forget(MemorySocket socket, Link link) {
        links.remove(socket.namespace(), link);
    }

    // ---- to the server

    /** Has something reach the server, in order. */
    void up(Runnable arrival) {
        if (wire == null) {
            arrival.run();
        } else {
            wire.toServer(arrival);
        }
    }

    /** Sends a packet in its wire form. */
    void send(OutboundPacket packet) {
        Encoded encoded = packet.encoded();
        up(() -> upstream.add(() -> handOver(encoded)));
    }

    private void handOver(Encoded encoded) {
        ConnectionHandler known = Objects.requireNonNull(handler);
        if (encoded.binary()) {
            known.onBinary(firstOf(encoded));
        } else {
            known.onText(encoded.buffer(), encoded.offset(), encoded.length());
        }
        for (byte[] attachment : encoded.attachments()) {
            known.onBinary(attachment);
        }
    }

    private static byte[] firstOf(Encoded encoded) {
        byte[] copy = new byte[encoded.length()];
        System.arraycopy(encoded.buffer(), encoded.offset(), copy, 0, copy.length);
        return copy;
    }

    // ---- to the client

    /** Has something reach the client, in order, or meets the policy if too much waits already. */
    void down(Runnable arrival, boolean isDroppable) {
        if (wire == null) {
            arrival.run();
        } else if (!closing.get()) {
            queue(arrival, 0, isDroppable);
            flush();
        }
    }

    @Override
    public void write(OutboundPacket packet) {
        if (!closing.get()) {
            Encoded encoded = packet.encoded();
            boolean isDroppable = packet.packet() instanceof Packet.Event;
            queue(() -> arrive(encoded), encoded.totalBytes(), isDroppable);
        }
    }

    private void queue(Runnable arrival, long bytes, boolean isDroppable) {
        if (!outbox.offer(arrival, bytes)) {
            overflow(isDroppable);
        }
    }

    /** The client is too slow: a packet is dropped, or it is cut off. */
    void overflow(boolean isDroppable) {
        OutboundLimits limits = network.context().outboundLimits();
        if (isDroppable && limits.policy() == OutboundLimits.Policy.DROP) {
            network.count(Counter.DROPPED_OUTBOUND_FULL);
        } else if (!closing.get()) {
            network.count(Counter.SLOW_CONSUMERS_CLOSED);
            close(CloseReason.SLOW_CONSUMER, true);
        }
    }

    /** A heartbeat goes behind what is queued, but no limit holds it back. */
    void ping(Runnable arrival) {
        outbox.add(arrival, 0);
        flush();
    }

    void flush() {
        outbox.drain(this::isReading, this::carry);
    }

    private boolean isReading() {
        return wire == null || !wire.isStalled();
    }

    private void carry(Runnable arrival) {
        if (wire == null) {
            arrival.run();
        } else {
            wire.toClient(arrival);
        }
    }

    private void arrive(Encoded encoded) {
        try {
            Packet packet = decode(Objects.requireNonNull(decoder), encoded);
            if (packet != null && linkOf(packet.namespace()) instanceof CodecLink link) {
                link.receive(packet);
            }
        } catch (ProtocolException broken) {
            closeByClient(DisconnectReason.PARSE_ERROR);
        }
    }

    private static @Nullable Packet decode(Parser.Decoder decoder, Encoded encoded) {
        Packet packet =
                encoded.binary()
                        ? decoder.binary(firstOf(encoded))
                        : decoder.text(encoded.buffer(), encoded.offset(), encoded.length());
        for (byte[] attachment : encoded.attachments()) {
            packet = decoder.binary(attachment);
        }
        return packet;
    }

    private synchronized @Nullable Link linkOf(String namespace) {
        return links.get(namespace);
    }

    /** The client reads again. */
    void resume() {
        if (wire != null) {
            wire.resume();
        }
        flush();
    }

    // ---- Connection

    @Override
    public String id() {
        return id;
    }

    @Override
    public String transportName() {
        return "memory";
    }

    @Override
    public boolean isWritable() {
        ExecutorLoop listeners = client.listenerLoop();
        return isReading() && outbox.isEmpty() && (listeners == null || listeners.backlog() == 0);
    }

    @Override
    public Flusher flusher() {
        return network.flusher();
    }

    // ---- the end

    /** The server closes; its client learns of it behind what is on the way. */
    @Override
    public void close(CloseReason why, boolean discard) {
        if (begin(why)) {
            if (discard) {
                outbox.clear();
            }
            tellServer(why);
            outbox.add(() -> tellClient(clientsReason(why)), 0);
            flush();
        }
    }

    /** The client closes; the server learns of it behind what is on the way. */
    void closeByClient(DisconnectReason own) {
        if (begin(CloseReason.TRANSPORT_CLOSE)) {
            outbox.clear();
            tellClient(own);
            up(() -> tellServer(CloseReason.TRANSPORT_CLOSE));
        }
    }

    /** The network fails: nothing that is on the way arrives. */
    void cut(CloseReason why) {
        if (begin(why)) {
            outbox.clear();
            if (wire != null) {
                wire.drop();
            }
            tellServer(why);
            tellClient(clientsReason(why));
        }
    }

    private boolean begin(CloseReason why) {
        if (!closing.compareAndSet(false, true)) {
            return false;
        }
        reason = why;
        if (wire != null) {
            wire.stopHeart();
        }
        return true;
    }

    private void tellServer(CloseReason why) {
        ConnectionHandler known = handler;
        if (known != null && told.compareAndSet(false, true)) {
            network.closed(this);
            upstream.add(() -> known.onClose(why, ""));
        }
    }

    private void tellClient(DisconnectReason why) {
        List<Link> left;
        synchronized (this) {
            ended = true;
            left = List.copyOf(links.values());
            links.clear();
        }
        client.lost(this);
        for (Link link : left) {
            link.connectionClosed(why);
        }
    }

    /** A server's reasons are its own business: its client sees the connection go away. */
    private static DisconnectReason clientsReason(CloseReason reason) {
        return switch (reason) {
            case TRANSPORT_ERROR -> DisconnectReason.TRANSPORT_ERROR;
            case PING_TIMEOUT -> DisconnectReason.PING_TIMEOUT;
            default -> DisconnectReason.TRANSPORT_CLOSE;
        };
    }
}
