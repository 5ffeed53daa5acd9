package io.ringcast.transport.inmemory.internal;

import io.ringcast.BusClosedException;
import io.ringcast.BusException;
import io.ringcast.DisconnectedException;
import io.ringcast.internal.ack.AckReceiver;
import io.ringcast.internal.ack.AckTable;
import io.ringcast.internal.bus.AckRequest;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.ReservedEvents;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.inmemory.Fidelity;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a client's socket sends, and the answers that it waits for. */
@AnyThread
final class MemoryOutbound implements LoopEvent.Target {
    /*
     * The form of what is sent is its body where values travel by reference, and a packet, encoded
     * in the emitting thread, where their wire form does.
     */
    private static final int EMIT = 0;
    private static final int EMIT_VOLATILE = 1;
    private static final int ANSWER = 2;

    private final MemorySocket socket;
    private final EventHost host;
    private final boolean isCodec;
    private final AckTable acks;
    private final SendBuffer buffer;
    // Any thread takes the next one.
    private final AtomicLong nextAckId = new AtomicLong();

    MemoryOutbound(MemorySocket socket) {
        this.socket = socket;
        this.isCodec = socket.network().fidelity() == Fidelity.CODEC;
        this.host = new MemoryInbound.Host(socket, socket.loop());
        this.acks = new AckTable(host);
        this.buffer = new SendBuffer(host, socket.client().settings().sendBufferSize());
    }

    // ---- any thread

    boolean emit(
            String event,
            @Nullable Object body,
            boolean isVolatile,
            boolean isCompressed,
            @Nullable Object request) {
        ReservedEvents.check(event);
        long id = request == null ? Packet.NO_ACK : nextAckId.getAndIncrement();
        Object form = isCodec ? packet(event, body, id, isVolatile, isCompressed) : body;
        if (isVolatile) {
            return emitVolatile(event, form, request, id);
        }
        if (loop().publish(this, EMIT, event, form, request, id)) {
            if (request != null) {
                loop().hurry();
            }
            return true;
        }
        socket.network().count(Counter.DROPPED_DISCONNECTED);
        fail(request, new BusClosedException());
        return false;
    }

    /** Encodes an event: what can't be sent fails here, in the caller's thread. */
    private OutboundPacket packet(
            String event,
            @Nullable Object body,
            long id,
            boolean isVolatile,
            boolean isCompressed) {
        Packet.Event made = new Packet.Event(socket.namespace(), event, Body.payload(body), id);
        OutboundPacket packet = new OutboundPacket(made, parser(), isVolatile, isCompressed);
        packet.encoded();
        return packet;
    }

    private Parser parser() {
        return socket.network().context().parser();
    }

    private boolean emitVolatile(
            String event, @Nullable Object form, @Nullable Object request, long id) {
        if (!socket.isConnected()) {
            dropVolatile(request);
            return false;
        }
        boolean queued = loop().tryPublish(this, EMIT_VOLATILE, event, form, request, id);
        if (!queued) {
            socket.network().count(Counter.DROPPED_RING_FULL);
            fail(request, new DisconnectedException());
        }
        return queued;
    }

    /** Sends an answer to an event of the server. */
    void answer(long id, @Nullable Object body) {
        Object form = body;
        if (isCodec) {
            Packet.Ack made = new Packet.Ack(socket.namespace(), id, Body.payload(body));
            OutboundPacket packet = new OutboundPacket(made, parser(), false, true);
            packet.encoded();
            form = packet;
        }
        if (!loop().publish(this, ANSWER, null, form, null, id)) {
            socket.network().count(Counter.DROPPED_DISCONNECTED);
        }
    }

    private void dropVolatile(@Nullable Object request) {
        socket.network().count(Counter.DROPPED_VOLATILE);
        fail(request, new DisconnectedException());
    }

    private void fail(@Nullable Object request, BusException failure) {
        if (request != null) {
            Object callback = AckRequest.callback(request);
            Runnable tell = () -> AckTable.deliver(host, callback, null, failure);
            if (!loop().perform(() -> socket.inbound().callBackForAck(tell))) {
                socket.inbound().callBackForAck(tell);
            }
        }
    }

    private Loop loop() {
        return socket.loop();
    }

    // ---- the loop

    @Override
    public void run(LoopEvent entry) {
        try {
            runNow(entry);
        } catch (Throwable failure) {
            abandon(entry.operation == ANSWER ? null : entry.third, entry.number, failure);
        }
    }

    /** An event could not be sent, and whoever emitted it is gone: what it asked for ends. */
    private void abandon(@Nullable Object request, long id, Throwable failure) {
        socket.inbound().failed("emit", null, failure);
        if (request != null) {
            acks.forget(id);
            fail(request, new BusException(String.valueOf(failure.getMessage())));
        }
    }

    private void runNow(LoopEvent entry) {
        long id = entry.number;
        switch (entry.operation) {
            case EMIT -> emitNow(event(entry), entry.second, entry.third, id);
            case EMIT_VOLATILE -> emitNowOrNever(event(entry), entry.second, entry.third, id);
            case ANSWER -> answerNow(id, entry.second);
            default -> throw new AssertionError("operation " + entry.operation);
        }
    }

    private static String event(LoopEvent entry) {
        return (String) Objects.requireNonNull(entry.first);
    }

    private void emitNow(String event, @Nullable Object form, @Nullable Object request, long id) {
        if (socket.isConnected()) {
            if (request != null) {
                acks.await(id, callback(request), AckRequest.timeout(request));
            }
            send(event, form, id);
        } else {
            keep(event, form, request, id);
        }
    }

    private void emitNowOrNever(
            String event, @Nullable Object form, @Nullable Object request, long id) {
        if (socket.isConnected()) {
            emitNow(event, form, request, id);
        } else {
            dropVolatile(request);
        }
    }

    private void send(String event, @Nullable Object form, long id) {
        Object body =
                form instanceof OutboundPacket packet
                        ? ((Packet.Event) packet.packet()).arguments()
                        : form;
        socket.inbound().outgoing(event, body);
        Link link = socket.life().link();
        if (link != null) {
            link.event(event, form, id);
        }
    }

    /** Keeps an event for the time when the socket is connected; its time-out runs already. */
    private void keep(String event, @Nullable Object form, @Nullable Object request, long id) {
        if (buffer.isFull()) {
            socket.network().count(Counter.DROPPED_OUTBOUND_FULL);
            fail(request, new BusException("the send buffer is full"));
            return;
        }
        Object callback = request == null ? null : callback(request);
        SendBuffer.Held held = buffer.add(event, form, id, callback);
        if (request != null) {
            acks.await(id, held, AckRequest.timeout(request));
        }
    }

    /** The socket is connected: what was kept leaves, in order. */
    void flush() {
        SendBuffer.Held held;
        while (socket.isConnected() && (held = buffer.poll()) != null) {
            send(held.event, held.form, held.id);
        }
    }

    private void answerNow(long id, @Nullable Object form) {
        Link link = socket.life().link();
        if (link != null && socket.isConnected()) {
            link.answer(id, form);
        } else {
            socket.network().count(Counter.DROPPED_DISCONNECTED);
        }
    }

    /** An answer has come. */
    void answered(long id, @Nullable Object body) {
        if (!acks.answer(id, body)) {
            socket.network().count(Counter.UNKNOWN_ACKS);
        }
    }

    /** The socket has disconnected: nobody will answer. */
    void failAcks() {
        acks.failAll();
    }

    /** A callback as the ack table takes it: on an executor if listeners run there. */
    private Object callback(Object request) {
        Object callback = AckRequest.callback(request);
        ExecutorLoop executor = socket.client().listenerLoop();
        return executor == null ? callback : new Elsewhere(callback);
    }

    private final class Elsewhere implements AckReceiver {
        private final Object callback;

        Elsewhere(Object callback) {
            this.callback = callback;
        }

        @Override
        public void onAnswer(@Nullable Object body) {
            socket.inbound().callBackForAck(() -> AckTable.deliver(host, callback, body, null));
        }

        @Override
        public void onFailure(BusException failure) {
            socket.inbound().callBackForAck(() -> AckTable.deliver(host, callback, null, failure));
        }
    }
}
