package io.ringcast.internal.bus;

import io.ringcast.BusException;
import io.ringcast.DisconnectedException;
import io.ringcast.adapter.Broadcast;
import io.ringcast.internal.ack.AckTable;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.ReservedEvents;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.Peer;
import io.ringcast.transport.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one socket sends. */
@AnyThread
final class SocketOutbound implements LoopEvent.Target {
    /*
     * Two roads: to a client in this process values travel as they are; to one behind a network an
     * event is encoded in the emitting thread, so that what can't be sent fails there, and its
     * packet travels. Both cross to the loop as ring entries, and are in order there.
     * What is sent before the socket has been accepted is held back until CONNECT has been
     * answered: clients take no event before it. What is sent after its connection was lost is kept
     * while its client may come back; once it has, it is for the socket that it came back as.
     */
    private static final int EMIT = 0;
    private static final int WRITE = 1;
    private static final int DELIVER = 2;
    private static final int DELIVER_ACK = 3;
    private static final int ANSWER = 4;
    private static final int EMIT_VOLATILE = 5;
    private static final int HELD_LIMIT = 1_000;

    private final RingSocket socket;
    private final @Nullable Peer peer;
    private @Nullable List<Runnable> held;

    SocketOutbound(RingSocket socket, @Nullable Peer peer) {
        this.socket = socket;
        this.peer = peer;
    }

    // ---- any thread

    boolean emit(
            String event,
            @Nullable Object body,
            boolean isVolatile,
            boolean isCompressed,
            @Nullable Object request) {
        ReservedEvents.check(event);
        if (socket.isGone()) {
            RecoverySession.Holder holder = holder();
            if (holder instanceof RingSocket heir) {
                return heir.outbound().emit(event, body, isVolatile, isCompressed, request);
            }
            if (!isKept(holder, isVolatile, request)) {
                return drop(request);
            }
        }
        long id = request == null ? Packet.NO_ACK : socket.namespaceOfSocket().nextAckId();
        if (peer != null) {
            return emitValue(event, body, isVolatile, request, id);
        }
        OutboundPacket packet =
                socket.namespaceOfSocket()
                        .packet(event, Body.payload(body), id, isVolatile, isCompressed);
        if (loop().inLoop()) {
            write(packet, event, request, id);
            return true;
        }
        return publish(WRITE, event, packet, request, id, isVolatile);
    }

    private boolean emitValue(
            String event,
            @Nullable Object body,
            boolean isVolatile,
            @Nullable Object request,
            long id) {
        if (isVolatile && !socket.connection().isWritable()) {
            return dropVolatile(request);
        }
        if (loop().inLoop()) {
            emitInLoop(event, body, request, id, isVolatile);
            return true;
        }
        int operation = isVolatile ? EMIT_VOLATILE : EMIT;
        return publish(operation, event, body, request, id, isVolatile);
    }

    private boolean publish(
            int operation,
            String event,
            @Nullable Object body,
            @Nullable Object request,
            long id,
            boolean isVolatile) {
        boolean queued =
                isVolatile
                        ? loop().tryPublish(this, operation, event, body, request, id)
                        : loop().publish(this, operation, event, body, request, id);
        if (!queued && isVolatile) {
            socket.count(Counter.DROPPED_RING_FULL);
        }
        if (request != null) {
            loop().hurry();
        }
        return queued || drop(request);
    }

    /** Who has the session of a socket that has gone: the one that its client came back as, too. */
    private RecoverySession.@Nullable Holder holder() {
        SocketRecovery recovery = socket.recovery();
        return recovery == null ? null : recovery.holder();
    }

    /** Whether an event for a socket that has gone waits for its client to come back. */
    private boolean isKept(
            RecoverySession.@Nullable Holder holder, boolean isVolatile, @Nullable Object request) {
        SocketRecovery recovery = socket.recovery();
        return recovery != null
                && !isVolatile
                && request == null
                && holder instanceof KeptSocket left
                && recovery.isAwaited(left);
    }

    /** Whether an event for a client that comes back joins what it missed, in its place there. */
    private boolean isKeptOnTheWayIn(boolean isVolatile, @Nullable Object request) {
        SocketRecovery recovery = socket.recovery();
        boolean comesBack = recovery != null && recovery.resumed() != null;
        return comesBack && socket.isConnecting() && !isVolatile && request == null;
    }

    /** Sends an answer to an event of the client. */
    void answer(long id, @Nullable Object body) {
        if (socket.isGone()) {
            socket.count(Counter.DROPPED_DISCONNECTED);
        } else if (peer != null) {
            if (loop().inLoop()) {
                deliverAck(id, body);
            } else {
                loop().publish(this, ANSWER, null, body, null, id);
            }
        } else {
            OutboundPacket packet = socket.packet(new Packet.Ack(nsp(), id, Body.payload(body)));
            packet.encoded();
            loop().perform(() -> writeNow(packet));
        }
    }

    private boolean drop(@Nullable Object request) {
        socket.count(Counter.DROPPED_DISCONNECTED);
        end(request, new DisconnectedException());
        return false;
    }

    private boolean dropVolatile(@Nullable Object request) {
        socket.count(Counter.DROPPED_VOLATILE);
        end(request, new BusException("a volatile event was dropped: its connection was busy"));
        return false;
    }

    /** Nobody will answer. */
    private void end(@Nullable Object request, BusException failure) {
        if (request != null) {
            Runnable failing = () -> fail(request, failure);
            if (!loop().perform(failing)) {
                failing.run();
            }
        }
    }

    private void fail(Object request, BusException failure) {
        socket.namespaceOfSocket()
                .callBack(
                        "ack",
                        () ->
                                AckTable.deliver(
                                        socket, AckRequest.callback(request), null, failure));
    }

    private Loop loop() {
        return socket.loop();
    }

    private String nsp() {
        return socket.namespaceOfSocket().name();
    }

    // ---- the loop

    @Override
    public void run(LoopEvent entry) {
        try {
            runNow(entry);
        } catch (Throwable failure) {
            boolean isEmit = entry.operation <= WRITE || entry.operation == EMIT_VOLATILE;
            abandon(isEmit ? entry.third : null, entry.number, failure);
        }
    }

    /** An event could not be sent, and whoever emitted it is gone: what it asked for ends. */
    private void abandon(@Nullable Object request, long id, Throwable failure) {
        socket.failed("emit", null, failure);
        if (request != null) {
            socket.acks().forget(id);
            fail(request, new BusException(String.valueOf(failure.getMessage())));
        }
    }

    private void runNow(LoopEvent entry) {
        long id = entry.number;
        Object body = entry.second;
        switch (entry.operation) {
            case EMIT -> emitInLoop(event(entry), body, entry.third, id, false);
            case EMIT_VOLATILE -> emitInLoop(event(entry), body, entry.third, id, true);
            case WRITE -> write((OutboundPacket) notNull(body), event(entry), entry.third, id);
            case DELIVER -> handOver(event(entry), body, entry.third, id);
            case DELIVER_ACK -> peer().onAck(id, body);
            case ANSWER -> deliverAck(id, body);
            default -> throw new AssertionError("operation " + entry.operation);
        }
    }

    private static String event(LoopEvent entry) {
        return (String) notNull(entry.first);
    }

    private static Object notNull(@Nullable Object value) {
        return Objects.requireNonNull(value);
    }

    private Peer peer() {
        return Objects.requireNonNull(peer);
    }

    private void emitInLoop(
            String event,
            @Nullable Object body,
            @Nullable Object request,
            long id,
            boolean isVolatile) {
        if (socket.isGone()) {
            RecoverySession.Holder holder = holder();
            if (holder instanceof RingSocket heir) {
                heir.outbound().emitInLoop(event, body, request, id, isVolatile);
            } else if (isKept(holder, isVolatile, request)) {
                keep(event, body, isVolatile);
            } else {
                drop(request);
            }
            return;
        }
        if (isKeptOnTheWayIn(isVolatile, request)) {
            keep(event, body, isVolatile);
            return;
        }
        if (socket.isConnecting()) {
            hold(() -> emitInLoop(event, body, request, id, isVolatile), request, id);
            return;
        }
        socket.callAnyOutgoing(event, body);
        String offset = null;
        if (request != null) {
            await(request, id);
        } else {
            offset = keep(event, body, isVolatile);
        }
        deliver(event, body, id, offset, loop().canCallBack());
    }

    /** Where clients may come back, what this one may have to be sent again is kept. */
    private @Nullable String keep(String event, @Nullable Object body, boolean isVolatile) {
        SocketRecovery recovery = socket.recovery();
        if (recovery == null) {
            return null;
        }
        Payload arguments = Body.payload(body);
        RingNamespace namespace = socket.namespaceOfSocket();
        recovery.append(namespace.lazyPacket(event, arguments, isVolatile), socket);
        return recovery.lastOffset();
    }

    /** Sends what many receive. */
    void send(Broadcast broadcast) {
        RingBroadcast ring = broadcast instanceof RingBroadcast made ? made : null;
        SocketRecovery recovery = socket.recovery();
        if (recovery != null && ring != null) {
            recovery.sent(ring.sequence());
        }
        if (peer == null) {
            writeNow(broadcast.packet());
        } else {
            boolean direct = ring != null && ring.isDirect();
            String offset = ring == null ? null : ring.offset();
            deliver(broadcast.event(), broadcast.body(), broadcast.ackId(), offset, direct);
        }
    }

    /** What takes what many receive, if it is always the same. */
    @Nullable Receiver receiver(String event) {
        boolean isPlain =
                socket.isConnected()
                        && socket.recovery() == null
                        && socket.listeners().hasNoOutgoing();
        return peer != null && isPlain ? peer.receiver(event) : null;
    }

    /** Hands an event to the client's half, in place or behind what is under way. */
    private void deliver(
            String event, @Nullable Object body, long id, @Nullable String offset, boolean direct) {
        if (direct) {
            handOver(event, body, offset, id);
        } else {
            loop().publish(this, DELIVER, event, body, offset, id);
        }
    }

    private void handOver(String event, @Nullable Object body, @Nullable Object offset, long id) {
        if (offset instanceof String reached) {
            peer().onOffset(reached);
        }
        peer().onEvent(event, body, id);
    }

    private void deliverAck(long id, @Nullable Object body) {
        if (loop().canCallBack()) {
            peer().onAck(id, body);
        } else {
            loop().publish(this, DELIVER_ACK, null, body, null, id);
        }
    }

    private void write(OutboundPacket packet, String event, @Nullable Object request, long id) {
        if (socket.isGone()) {
            RecoverySession.Holder holder = holder();
            if (holder instanceof RingSocket heir) {
                heir.outbound().write(packet, event, request, id);
            } else if (isKept(holder, packet.isVolatile(), request)) {
                keep(packet);
            } else {
                drop(request);
            }
            return;
        }
        if (isKeptOnTheWayIn(packet.isVolatile(), request)) {
            keep(packet);
            return;
        }
        if (socket.isConnecting()) {
            hold(() -> write(packet, event, request, id), request, id);
            return;
        }
        if (packet.isVolatile() && !socket.connection().isWritable()) {
            dropVolatile(request);
            return;
        }
        socket.callAnyOutgoing(event, ((Packet.Event) packet.packet()).arguments());
        if (request != null) {
            await(request, id);
            writeNow(packet);
        } else {
            writeNow(keep(packet));
        }
    }

    /** Where clients may come back, what this one may have to be sent again is kept. */
    private OutboundPacket keep(OutboundPacket packet) {
        SocketRecovery recovery = socket.recovery();
        return recovery == null ? packet : recovery.append(packet, socket);
    }

    /** Sends again what a client missed while it was away. */
    void replay(KeptEvent kept) {
        if (peer == null) {
            writeNow(kept.stamped());
        } else {
            String name = kept.plain().event();
            Payload arguments = kept.plain().arguments();
            loop().publish(this, DELIVER, name, arguments, kept.offset(), Packet.NO_ACK);
        }
    }

    /** Queues a packet on the connection; it leaves at the end of the batch. */
    void writeNow(OutboundPacket packet) {
        socket.count(Counter.PACKETS_OUT);
        socket.connection().write(packet);
        loop().markDirty(socket.connection());
    }

    private void await(Object request, long id) {
        int limit = socket.core().options.limits().pendingAcksPerSocket();
        if (socket.acks().size() >= limit) {
            throw new IllegalStateException(
                    "more than "
                            + limit
                            + " answers pending from one socket: use timeout(...), or raise"
                            + " ClientLimits.pendingAcksPerSocket");
        }
        socket.acks().await(id, AckRequest.callback(request), AckRequest.timeout(request));
    }

    private void hold(Runnable send, @Nullable Object request, long id) {
        List<Runnable> list = held;
        if (list == null) {
            list = new ArrayList<>();
            held = list;
        }
        if (list.size() == HELD_LIMIT) {
            throw new IllegalStateException(
                    "more than " + HELD_LIMIT + " events emitted to a socket before it connected");
        }
        list.add(
                () -> {
                    try {
                        send.run();
                    } catch (Throwable failure) {
                        abandon(request, id, failure);
                    }
                });
    }

    /** The socket has been accepted, and the client has been told. */
    void release() {
        List<Runnable> list = held;
        held = null;
        if (list != null) {
            list.forEach(Runnable::run);
        }
    }

    /** The socket was refused. */
    void dropHeld() {
        List<Runnable> list = held;
        held = null;
        if (list != null) {
            list.forEach(Runnable::run);
        }
    }
}
