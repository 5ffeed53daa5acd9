package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineHandler;
import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.EngineSession;
import io.ringcast.engineio.EngineSession.Delivery;
import io.ringcast.engineio.EngineSession.SendResult;
import io.ringcast.engineio.EngineTransport;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.ConnectionHandler;
import io.ringcast.transport.Counter;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.TransportContext;
import java.lang.System.Logger.Level;

/** An Engine.IO session as the bus sees it, and the bus as the session sees it. */
@AnyThread
final class EngineConnection implements Connection, EngineHandler {
    private static final System.Logger LOG = System.getLogger("io.ringcast.transport.jetty");

    private final EngineSession session;
    private final TransportContext context;
    private final Flusher flusher;
    private final ConnectionHandler handler;
    // CONNECT has been answered, and no packet came since. Loops race for this hint: whoever misses
    // it sends two messages in one segment.
    private boolean welcomed;

    EngineConnection(EngineSession session, TransportContext context, Flusher flusher) {
        this.session = session;
        this.context = context;
        this.flusher = flusher;
        // The last thing that happens here: the bus may write and close at once.
        this.handler = context.accept(this, session.handshake());
    }

    @Override
    public int protocol() {
        return session.protocol();
    }

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public String transportName() {
        return session.transport().wireName();
    }

    @Override
    public void write(OutboundPacket packet) {
        if (welcomed) {
            leaveWelcomeAlone(packet);
        }
        EnginePacket shared = packet.form(EnginePacket.class, EngineConnection::wireForm);
        SendResult result = session.send(shared, delivery(packet));
        if (result != SendResult.QUEUED) {
            count(result);
        } else if (packet.packet() instanceof Packet.Connect) {
            welcomed = true;
        }
    }

    /**
     * The answer to CONNECT goes ahead of the first event: there are clients that begin to listen
     * when it has arrived, and lose an event that comes in the same piece. Over polling that would
     * cost a request, and nobody needs it: an answer is taken apart as a whole.
     */
    private void leaveWelcomeAlone(OutboundPacket next) {
        welcomed = false;
        if (next.packet() instanceof Packet.Event
                && session.transport() == EngineTransport.WEBSOCKET) {
            session.flush();
        }
    }

    private static EnginePacket wireForm(OutboundPacket packet) {
        return EnginePacket.message(packet.encoded(), packet.isCompressible());
    }

    private static Delivery delivery(OutboundPacket packet) {
        if (packet.isVolatile()) {
            return Delivery.VOLATILE;
        }
        return packet.packet() instanceof Packet.Event ? Delivery.NORMAL : Delivery.ESSENTIAL;
    }

    private void count(SendResult result) {
        switch (result) {
            case DROPPED_VOLATILE -> context.count(Counter.DROPPED_VOLATILE, 1);
            case DROPPED_FULL -> context.count(Counter.DROPPED_OUTBOUND_FULL, 1);
            case CLOSED_FULL -> {
                // The end that follows is counted.
            }
            case CLOSED -> context.count(Counter.DROPPED_DISCONNECTED, 1);
            case QUEUED -> {}
        }
    }

    @Override
    public boolean isWritable() {
        return session.isWritable();
    }

    @Override
    public Flusher flusher() {
        return flusher;
    }

    @Override
    public MemoryBudget inboundBudget() {
        return session.inboundBudget();
    }

    @Override
    public void closeOverBudget() {
        session.endOverBudget();
    }

    void flush() {
        session.flush();
    }

    @Override
    public void close(CloseReason reason, boolean discard) {
        session.close(reason, discard);
    }

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        handler.onText(utf8, offset, length);
    }

    @Override
    public void onBinary(byte[] data) {
        handler.onBinary(data);
    }

    @Override
    public void onClose(CloseReason reason, String detail) {
        switch (reason) {
            case PARSE_ERROR -> context.count(Counter.PROTOCOL_ERRORS, 1);
            case TRANSPORT_ERROR -> context.count(Counter.TRANSPORT_ERRORS, 1);
            case SLOW_CONSUMER -> context.count(Counter.SLOW_CONSUMERS_CLOSED, 1);
            default -> {}
        }
        // Details are words of ours, never the peer's.
        LOG.log(Level.DEBUG, () -> "Session ended: " + reason.text() + ": " + detail);
        handler.onClose(reason, detail);
    }
}
