package io.ringcast.transport.inmemory.internal;

import io.ringcast.DisconnectReason;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadException;
import io.ringcast.transport.OutboundPacket;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The client's half of a namespace connection over which packets travel in their wire form. */
@AnyThread
final class CodecLink implements Link, LoopEvent.Target {
    private static final int EVENT = 0;
    private static final int ACK = 1;

    private final MemorySocket socket;
    private final MemoryConnection connection;

    CodecLink(MemorySocket socket, MemoryConnection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    @Override
    public MemoryConnection connection() {
        return connection;
    }

    @Override
    public void connect(Payload auth) {
        OutboundPacket packet = packet(new Packet.Connect(socket.namespace(), auth));
        try {
            packet.encoded();
        } catch (PayloadException failure) {
            socket.life().refused(this, String.valueOf(failure.getMessage()), null);
            return;
        }
        connection.send(packet);
    }

    @Override
    public void event(String event, @Nullable Object form, long ackId) {
        connection.send((OutboundPacket) Objects.requireNonNull(form));
    }

    @Override
    public void answer(long ackId, @Nullable Object form) {
        connection.send((OutboundPacket) Objects.requireNonNull(form));
    }

    @Override
    public void leave() {
        connection.send(packet(new Packet.Disconnect(socket.namespace())));
    }

    private OutboundPacket packet(Packet packet) {
        Parser parser = socket.network().context().parser();
        return new OutboundPacket(packet, parser, false, true);
    }

    @Override
    public void connectionClosed(DisconnectReason reason) {
        socket.life().closed(this, reason);
    }

    /** A packet has arrived, on any loop. */
    void receive(Packet packet) {
        if (packet instanceof Packet.Event event) {
            socket.loop()
                    .publish(this, EVENT, event.event(), event.arguments(), null, event.ackId());
        } else if (packet instanceof Packet.Ack ack) {
            socket.loop().publish(this, ACK, null, ack.arguments(), null, ack.ackId());
        } else if (packet instanceof Packet.Connect connect) {
            accepted(connect.payload());
        } else if (packet instanceof Packet.ConnectError error) {
            socket.life().refused(this, error.message(), error.data());
        } else {
            socket.life().dismissed(this);
        }
    }

    private void accepted(Payload reply) {
        Map<?, ?> told = reply.get(0) instanceof Map<?, ?> map ? map : Map.of();
        String pid = told.get("pid") instanceof String text ? text : null;
        socket.life().accepted(this, String.valueOf(told.get("sid")), pid);
    }

    @Override
    public void run(LoopEvent entry) {
        if (entry.operation == EVENT) {
            String event = (String) Objects.requireNonNull(entry.first);
            Payload arguments = (Payload) Objects.requireNonNull(entry.second);
            socket.life().arrived(this, event, arguments, entry.number, offset(entry, arguments));
        } else if (socket.life().isCurrent(this)) {
            socket.outbound().answered(entry.number, entry.second);
        }
    }

    /**
     * Where recovery is on, the last argument of an event that asks for no answer is its offset.
     */
    private static @Nullable String offset(LoopEvent entry, Payload arguments) {
        if (entry.number != Packet.NO_ACK) {
            return null;
        }
        int last = arguments.size() - 1;
        return last >= 0 && arguments.get(last) instanceof String text ? text : null;
    }
}
