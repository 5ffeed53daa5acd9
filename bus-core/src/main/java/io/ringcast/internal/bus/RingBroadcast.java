package io.ringcast.internal.bus;

import io.ringcast.adapter.Broadcast;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Packet;
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
    private boolean inUse;
    private boolean direct;

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
    }

    void collect(BroadcastAcks acks) {
        this.acks = acks;
    }

    void end() {
        inUse = false;
        body = null;
        packet = null;
        acks = null;
    }

    /** Whether listeners of this process run in place for all recipients, or later for all. */
    boolean isDirect() {
        return direct;
    }

    @Override
    public String event() {
        return event;
    }

    @Override
    public @Nullable Object body() {
        return body;
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
