package io.ringcast.transport;

import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Encoded;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way out, shared by all its recipients: it is encoded once, whatever their number,
 * by whoever needs the wire form first.
 *
 * <p>Threads: any.
 */
@AnyThread
public final class OutboundPacket {
    private final Packet packet;
    private final Parser parser;
    private final boolean isVolatile;
    private final boolean compress;
    // Written once under the monitor by the first that encodes, read by every recipient's thread.
    private volatile @Nullable Encoded encoded;
    // A transport's own form of the packet (say, a WebSocket frame), written once in the same way.
    private volatile @Nullable Object form;

    /**
     * Wraps a packet.
     *
     * @param packet what to send
     * @param parser the parser of the bus
     * @param isVolatile whether it may be dropped when the connection is not writable
     * @param compress whether a transport that compresses may compress it
     */
    public OutboundPacket(Packet packet, Parser parser, boolean isVolatile, boolean compress) {
        this.packet = packet;
        this.parser = parser;
        this.isVolatile = isVolatile;
        this.compress = compress;
    }

    /**
     * The packet itself.
     *
     * @return the packet
     */
    public Packet packet() {
        return packet;
    }

    /**
     * Says whether the packet may be dropped when a connection is not writable at once.
     *
     * @return true if it is volatile
     */
    public boolean isVolatile() {
        return isVolatile;
    }

    /**
     * Says whether a transport that compresses may compress this packet.
     *
     * @return true by default
     */
    public boolean isCompressible() {
        return compress;
    }

    /**
     * The packet's wire form, encoded at the first call.
     *
     * @return the wire form
     * @throws io.ringcast.protocol.PayloadException if an argument can't be written
     */
    public Encoded encoded() {
        Encoded known = encoded;
        return known != null ? known : encodeSlowly();
    }

    private synchronized Encoded encodeSlowly() {
        Encoded known = encoded;
        if (known == null) {
            known = parser.encode(packet);
            encoded = known;
        }
        return known;
    }

    /**
     * A transport's own form of the packet, made once at the first call and shared as the wire form
     * is. One kind of transport per packet is remembered; another kind computes its own each time.
     *
     * @param type the form's class
     * @param make makes it
     * @param <T> the form's class
     * @return the form
     */
    public <T> T form(Class<T> type, Function<OutboundPacket, T> make) {
        Object known = form;
        return type.isInstance(known) ? type.cast(known) : formSlowly(type, make);
    }

    private synchronized <T> T formSlowly(Class<T> type, Function<OutboundPacket, T> make) {
        Object known = form;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        T made = make.apply(this);
        if (known == null) {
            form = made;
        }
        return made;
    }

    /**
     * Says whether somebody needed the wire form already.
     *
     * @return true if it is there
     */
    public boolean isEncoded() {
        return encoded != null;
    }

    /**
     * The same event with one more argument at its end. If this packet is encoded, so is the new
     * one, without encoding the other arguments again.
     *
     * @param argument the argument
     * @return a new packet
     */
    public OutboundPacket withArgument(String argument) {
        Packet.Event event = (Packet.Event) packet;
        Packet.Event longer =
                new Packet.Event(
                        event.namespace(),
                        event.event(),
                        event.arguments().with(argument),
                        event.ackId());
        OutboundPacket made = new OutboundPacket(longer, parser, isVolatile, compress);
        Encoded known = encoded;
        if (known != null) {
            made.encoded = parser.append(known, longer, argument);
        }
        return made;
    }
}
