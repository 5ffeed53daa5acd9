package io.ringcast.internal.bus;

import io.ringcast.adapter.Broadcast;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.OutboundPacket;
import org.jspecify.annotations.Nullable;

/** A broadcast under way. The namespace keeps one for reuse; a nested one is made anew. */
@LoopConfined
final class RingBroadcast implements Broadcast {
    private final RingNamespace namespace;
    private String event = "";
    private @Nullable Object body;
    private @Nullable OutboundPacket packet;
    private boolean isVolatile;
    private boolean compress = true;
    private @Nullable BroadcastAcks acks;
    private @Nullable String offset;
    private long sequence;
    private boolean inUse;
    private boolean direct;
    private boolean forReceivers;

    RingBroadcast(RingNamespace namespace) {
        this.namespace = namespace;
    }

    boolean isInUse() {
        return inUse;
    }

    void begin(
            String event,
            @Nullable Object body,
            @Nullable OutboundPacket packet,
            boolean isVolatile,
            boolean compress) {
        this.inUse = true;
        this.event = event;
        this.body = body;
        this.packet = packet;
        this.isVolatile = isVolatile;
        this.compress = compress;
        this.direct = namespace.loop().canCallBack();
        this.forReceivers = direct && !isVolatile && !(body instanceof Payload);
    }

    void collect(BroadcastAcks acks) {
        this.acks = acks;
        this.forReceivers = false;
    }

    /** Recovery is on: clients will say this offset when they have received the event. */
    void becomes(OutboundPacket stamped, String offset, long sequence) {
        this.packet = stamped;
        this.offset = offset;
        this.sequence = sequence;
        this.forReceivers = false;
    }

    void end() {
        inUse = false;
        offset = null;
        sequence = 0;
        body = null;
        packet = null;
        acks = null;
    }

    /** Whether listeners of this process run in place for all recipients, or later for all. */
    boolean isDirect() {
        return direct;
    }

    @Override
    public long epoch() {
        return forReceivers ? namespace.loop().epoch() : NO_EPOCH;
    }

    /** What clients note when they have received the event; null where recovery is off. */
    @Nullable String offset() {
        return offset;
    }

    /** The number of the event among those kept; zero if it is not kept. */
    long sequence() {
        return sequence;
    }

    @Override
    public String event() {
        return event;
    }

    @Override
    public @Nullable Object body() {
        return body;
    }

    /** The event as a packet that may never have to be encoded. */
    OutboundPacket lazyPacket() {
        OutboundPacket made = packet;
        return made != null ? made : namespace.lazyPacket(event, Body.payload(body), isVolatile);
    }

    @Override
    public OutboundPacket packet() {
        OutboundPacket made = packet;
        if (made == null) {
            made = namespace.packet(event, Body.payload(body), ackId(), isVolatile, compress);
            packet = made;
        }
        return made;
    }

    @Override
    public boolean isVolatile() {
        return isVolatile;
    }

    @Override
    public long ackId() {
        return acks == null ? Packet.NO_ACK : acks.ackId();
    }

    @Override
    public @Nullable BroadcastAcks collector() {
        return acks;
    }
}
