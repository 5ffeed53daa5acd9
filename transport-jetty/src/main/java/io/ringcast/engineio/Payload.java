package io.ringcast.engineio;

import org.jspecify.annotations.Nullable;

/** The packets of one answer to a poll, charged until the answer has been written. */
final class Payload {
    private final EnginePacket[] packets;
    private final @Nullable Credit charged;

    /** Takes over a charge for these packets, if there is one. */
    Payload(EnginePacket[] packets, @Nullable Credit charged) {
        this.packets = packets;
        this.charged = charged;
    }

    /** Packets for which nobody is charged. */
    static Payload of(EnginePacket... packets) {
        return new Payload(packets, null);
    }

    EnginePacket[] packets() {
        return packets;
    }

    boolean isEmpty() {
        return packets.length == 0;
    }

    boolean isLast() {
        return packets[packets.length - 1] == EnginePacket.CLOSE;
    }

    long totalBytes() {
        long total = 0;
        for (EnginePacket packet : packets) {
            total += packet.totalBytes();
        }
        return total;
    }

    /** The answer has been written, or never will be. Called once. */
    void release() {
        if (charged != null) {
            for (EnginePacket packet : packets) {
                charged.release(packet);
            }
        }
    }
}
