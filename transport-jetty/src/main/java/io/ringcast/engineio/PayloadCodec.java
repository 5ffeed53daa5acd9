package io.ringcast.engineio;

import io.ringcast.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Packets as text: one, as in a WebSocket's text message, or many with a separator between them, as
 * in the bodies of polling.
 */
final class PayloadCodec {
    /** Stands between packets. JSON never holds it raw. */
    static final byte SEPARATOR = 0x1e;

    /** In front of a binary message, whose bytes follow in base64. */
    private static final byte BINARY = 'b';

    private static final byte[] BETWEEN = {SEPARATOR};
    private static final byte[] IN_BASE64 = {BINARY};

    private PayloadCodec() {}

    /** Takes decoded packets. The slices belong to the array that was decoded. */
    interface Sink {
        void onText(byte[] utf8, int offset, int length);

        void onBinary(byte[] data);

        void onControl(PacketType type, int length);

        /** Says whether the rest of a payload is still wanted. */
        boolean wantsMore();
    }

    /**
     * Decodes a payload, packet by packet: those before a wrong one have been taken by then.
     *
     * @throws ProtocolException if there are too many packets, or one is none
     */
    static void decode(byte[] body, int length, int maxPackets, Sink sink) {
        if (!Utf8.isValid(body, 0, length)) {
            throw new ProtocolException("payload is not UTF-8");
        }
        if (countPackets(body, length) > maxPackets) {
            throw new ProtocolException("too many packets in a payload");
        }
        int start = 0;
        for (int i = 0; i <= length && sink.wantsMore(); i++) {
            if (i == length || body[i] == SEPARATOR) {
                decodePacket(body, start, i - start, sink);
                start = i + 1;
            }
        }
    }

    private static int countPackets(byte[] body, int length) {
        int count = 1;
        for (int i = 0; i < length; i++) {
            if (body[i] == SEPARATOR) {
                count++;
            }
        }
        return count;
    }

    /**
     * Decodes one packet from valid UTF-8.
     *
     * @throws ProtocolException if it is none
     */
    static void decodePacket(byte[] data, int offset, int length, Sink sink) {
        if (length == 0) {
            throw new ProtocolException("empty packet");
        }
        byte first = data[offset];
        if (first == BINARY) {
            sink.onBinary(decodeBase64(data, offset + 1, length - 1));
            return;
        }
        PacketType type = PacketType.of(first);
        if (type == PacketType.MESSAGE) {
            sink.onText(data, offset + 1, length - 1);
        } else {
            sink.onControl(type, length);
        }
    }

    /**
     * Decodes base64 of either alphabet, in place, with or without padding, blanks in between: what
     * Node's {@code Buffer} takes, but for other characters, which it skips.
     */
    static byte[] decodeBase64(byte[] data, int offset, int lengthAsSent) {
        int length = withoutPadding(data, offset, plainBase64(data, offset, lengthAsSent));
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(data, offset, length));
            byte[] bytes = decoded.array();
            return bytes.length == decoded.remaining()
                    ? bytes
                    : Arrays.copyOf(bytes, decoded.remaining());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("invalid base64");
        }
    }

    /** Closes gaps: the Java client writes base64 in lines, as mail does. */
    private static int plainBase64(byte[] data, int offset, int length) {
        int kept = offset;
        for (int i = offset; i < offset + length; i++) {
            byte b = data[i];
            if (b != '\n' && b != '\r' && b != ' ' && b != '\t') {
                data[kept++] = b == '-' ? (byte) '+' : b == '_' ? (byte) '/' : b;
            }
        }
        return kept - offset;
    }

    private static int withoutPadding(byte[] data, int offset, int length) {
        int left = length;
        while (left > 0 && left > length - 2 && data[offset + left - 1] == '=') {
            left--;
        }
        if (left < length && left % 4 < 2) {
            throw new ProtocolException("invalid base64");
        }
        return left;
    }

    /** What a packet takes in a payload, attachments and the separators between them included. */
    static long encodedLength(EnginePacket packet) {
        long total = packet.frameCount() - 1L;
        for (int frame = 0; frame < packet.frameCount(); frame++) {
            total += encodedLength(packet, frame);
        }
        return total;
    }

    private static long encodedLength(EnginePacket packet, int frame) {
        int length = packet.length(frame);
        return packet.isBinary(frame) ? 1 + (length + 2L) / 3 * 4 : length;
    }

    /** What {@link #encode} makes of a packet that is not the packet's own bytes. */
    static long copiedLength(EnginePacket packet) {
        long total = 0;
        for (int frame = 0; frame < packet.frameCount(); frame++) {
            total += packet.isBinary(frame) ? encodedLength(packet, frame) : 0;
        }
        return total;
    }

    /** The parts of a body. Texts are not copied. */
    static List<ByteBuffer> encode(EnginePacket... packets) {
        List<ByteBuffer> parts = new ArrayList<>(2 * packets.length);
        for (EnginePacket packet : packets) {
            for (int frame = 0; frame < packet.frameCount(); frame++) {
                if (!parts.isEmpty()) {
                    parts.add(ByteBuffer.wrap(BETWEEN));
                }
                add(parts, packet, frame);
            }
        }
        return parts;
    }

    private static void add(List<ByteBuffer> parts, EnginePacket packet, int frame) {
        ByteBuffer bytes = slice(packet, frame);
        if (packet.isBinary(frame)) {
            parts.add(ByteBuffer.wrap(IN_BASE64));
            bytes = Base64.getEncoder().encode(bytes);
        }
        parts.add(bytes);
    }

    private static ByteBuffer slice(EnginePacket packet, int frame) {
        return ByteBuffer.wrap(packet.buffer(frame), packet.offset(frame), packet.length(frame));
    }
}
