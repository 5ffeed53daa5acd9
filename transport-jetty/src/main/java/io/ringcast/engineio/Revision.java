package io.ringcast.engineio;

import io.ringcast.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;

/** What a client speaks: how its packets are written, and who of the two sides pings. */
enum Revision {
    /** Engine.IO 4. */
    FOUR,
    /** Engine.IO 3, the language of Socket.IO 2. */
    THREE,
    /** Engine.IO 3 with a client that takes no bytes: it said {@code b64}. */
    THREE_AS_TEXT;

    static final String BINARY_CONTENT = "application/octet-stream";
    private static final String TEXT_CONTENT = "text/plain; charset=UTF-8";

    /** What a request says. Whatever is not 4 is 3. */
    static Revision of(EngineRequest request) {
        if ("4".equals(request.query("EIO"))) {
            return FOUR;
        }
        String base64 = request.query("b64");
        return base64 == null || base64.isEmpty() ? THREE : THREE_AS_TEXT;
    }

    int protocol() {
        return this == FOUR ? 4 : 3;
    }

    /** The client's part in the heartbeat. */
    PacketType answer() {
        return this == FOUR ? PacketType.PONG : PacketType.PING;
    }

    /** A packet as it goes to such a client. */
    EnginePacket form(EnginePacket packet) {
        return switch (this) {
            case FOUR -> packet;
            case THREE -> packet.typed();
            case THREE_AS_TEXT -> packet.inBase64();
        };
    }

    /** About what a packet takes in a payload. */
    long encodedLength(EnginePacket packet) {
        return this == FOUR ? PayloadCodec.encodedLength(packet) : LengthCodec.mostLength(packet);
    }

    /** How much of a payload is not the packets' own bytes. */
    long copiedLength(EnginePacket... packets) {
        long total = 0;
        if (this == FOUR) {
            for (EnginePacket packet : packets) {
                total += PayloadCodec.copiedLength(packet);
            }
        }
        return total;
    }

    List<ByteBuffer> encode(EnginePacket... packets) {
        return this == FOUR ? PayloadCodec.encode(packets) : LengthCodec.encode(packets);
    }

    String contentType(EnginePacket... packets) {
        return this != FOUR && LengthCodec.hasBinary(packets) ? BINARY_CONTENT : TEXT_CONTENT;
    }

    /**
     * Decodes a payload, packet by packet: those before a wrong one have been taken by then.
     *
     * @throws ProtocolException if there are too many packets, or one is none
     */
    void decode(byte[] body, int length, boolean binary, int most, PayloadCodec.Sink sink) {
        if (this == FOUR) {
            PayloadCodec.decode(body, length, most, sink);
        } else if (binary) {
            LengthCodec.decodeBinary(body, length, most, sink);
        } else {
            LengthCodec.decodeText(body, length, most, sink);
        }
    }

    /** Decodes a WebSocket's text message, which is valid UTF-8. */
    void decodeText(byte[] data, int offset, int length, PayloadCodec.Sink sink) {
        if (this == FOUR) {
            PayloadCodec.decodePacket(data, offset, length, sink);
        } else {
            LengthCodec.decodePacket(data, offset, length, sink);
        }
    }

    /** Decodes a WebSocket's binary message. */
    void decodeBinary(byte[] data, PayloadCodec.Sink sink) {
        if (this == FOUR) {
            sink.onBinary(data);
        } else {
            LengthCodec.decodeMessage(data, 0, data.length, sink);
        }
    }
}
