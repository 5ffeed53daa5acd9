package io.ringcast.adapter;

import io.ringcast.protocol.Packet;
import io.ringcast.transport.OutboundPacket;

/** A broadcast of which only the recipients matter. */
final class TestBroadcast implements Broadcast {
    @Override
    public String event() {
        return "e";
    }

    @Override
    public Object body() {
        return null;
    }

    @Override
    public OutboundPacket packet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isVolatile() {
        return false;
    }

    @Override
    public long ackId() {
        return Packet.NO_ACK;
    }

    @Override
    public AckCollector collector() {
        return null;
    }
}
