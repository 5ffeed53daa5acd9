package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ringcast.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Packets of revision 3. A payload of text has each packet's length in front of it, counted in
 * UTF-16: {@code 3:4hi}. If there is a binary packet, all of them go in binary form: 0 for text or
 * 1 for bytes, the length in bytes as decimal digits (0 to 9, not their characters), 255, the
 * packet.
 */
final class LengthCodec {
    private static final byte BINARY = 'b';
    private static final byte TEXT_FOLLOWS = 0;
    private static final byte BYTES_FOLLOW = 1;
    private static final byte END_OF_LENGTH = (byte) 255;
    private static final byte MESSAGE_TYPE = 4;

    /** More than any length within an array has. */
    private static final int MAX_DIGITS = 10;

    private static final int MAX_HEADER = MAX_DIGITS + 2;

    private LengthCodec() {}

    // ---- reading

    /** Decodes {@code <length>:<packet>...}. */
    static void decodeText(byte[] body, int length, int most, PayloadCodec.Sink sink) {
        if (length == 0) {
            throw new ProtocolException("empty payload");
        }
        if (!Utf8.isValid(body, 0, length)) {
            throw new ProtocolException("payload is not UTF-8");
        }
        Cursor cursor = new Cursor(body, length, most);
        while (cursor.hasMore() && sink.wantsMore()) {
            long units = cursor.number('0', (byte) ':');
            int start = cursor.at;
            cursor.skipUnits(units);
            if (cursor.at > start) { // an empty payload is written as "0:"
                decodePacket(body, start, cursor.at - start, sink);
            }
        }
    }

    /** Decodes the binary form. */
    static void decodeBinary(byte[] body, int length, int most, PayloadCodec.Sink sink) {
        if (length == 0) {
            throw new ProtocolException("empty payload");
        }
        Cursor cursor = new Cursor(body, length, most);
        while (cursor.hasMore() && sink.wantsMore()) {
            byte kind = body[cursor.at++];
            long bytes = cursor.number(0, END_OF_LENGTH);
            int start = cursor.at;
            cursor.skipBytes(bytes);
            if (kind == BYTES_FOLLOW) {
                decodeMessage(body, start, (int) bytes, sink);
            } else if (kind == TEXT_FOLLOWS && Utf8.isValid(body, start, (int) bytes)) {
                decodePacket(body, start, (int) bytes, sink);
            } else {
                throw new ProtocolException("neither text nor bytes");
            }
        }
    }

    /** Decodes one packet from valid UTF-8. */
    static void decodePacket(byte[] data, int offset, int length, PayloadCodec.Sink sink) {
        if (length == 0 || data[offset] != BINARY) {
            PayloadCodec.decodePacket(data, offset, length, sink);
        } else if (length == 1 || data[offset + 1] != PacketType.MESSAGE.digit()) {
            throw new ProtocolException("only messages are binary");
        } else {
            sink.onBinary(PayloadCodec.decodeBase64(data, offset + 2, length - 2));
        }
    }

    /** Decodes one packet of bytes. */
    static void decodeMessage(byte[] data, int offset, int length, PayloadCodec.Sink sink) {
        if (length == 0 || data[offset] != MESSAGE_TYPE) {
            throw new ProtocolException("only messages are binary");
        }
        sink.onBinary(Arrays.copyOfRange(data, offset + 1, offset + length));
    }

    /** A place in a payload. Each byte is passed once. */
    private static final class Cursor {
        private final byte[] body;
        private final int end;
        private int packetsLeft;
        private int at;

        Cursor(byte[] body, int end, int packetsLeft) {
            this.body = body;
            this.end = end;
            this.packetsLeft = packetsLeft;
        }

        boolean hasMore() {
            return at < end;
        }

        /** Reads the length of the next packet. */
        long number(int zero, byte terminator) {
            if (--packetsLeft < 0) {
                throw new ProtocolException("too many packets in a payload");
            }
            long value = 0;
            int digits = 0;
            while (at < end && body[at] != terminator) {
                int digit = body[at++] - zero;
                if (digit < 0 || digit > 9 || ++digits > MAX_DIGITS) {
                    throw new ProtocolException("illegal length");
                }
                value = value * 10 + digit;
            }
            if (at == end || digits == 0) {
                throw new ProtocolException("illegal length");
            }
            at++;
            return value;
        }

        void skipBytes(long count) {
            if (count > end - at) {
                throw new ProtocolException("length beyond the payload");
            }
            at += (int) count;
        }

        void skipUnits(long count) {
            long left = count;
            while (left > 0 && at < end) {
                int lead = body[at] & 0xff;
                at += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
                left -= lead < 0xf0 ? 1 : 2;
            }
            if (left != 0) {
                throw new ProtocolException("length beyond the payload, or within a character");
            }
        }
    }

    // ---- writing

    static boolean hasBinary(EnginePacket... packets) {
        for (EnginePacket packet : packets) {
            for (int frame = 0; frame < packet.frameCount(); frame++) {
                if (packet.isBinary(frame)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a packet takes in a payload at most. */
    static long mostLength(EnginePacket packet) {
        return packet.totalBytes() + (long) MAX_HEADER * packet.frameCount();
    }

    /** The parts of a body. No packet is copied. */
    static List<ByteBuffer> encode(EnginePacket... packets) {
        boolean binary = hasBinary(packets);
        List<ByteBuffer> parts = new ArrayList<>(2 * packets.length);
        for (EnginePacket packet : packets) {
            for (int frame = 0; frame < packet.frameCount(); frame++) {
                byte[] text = packet.buffer(frame);
                parts.add(ByteBuffer.wrap(header(packet, frame, binary)));
                parts.add(ByteBuffer.wrap(text, packet.offset(frame), packet.length(frame)));
            }
        }
        return parts;
    }

    private static byte[] header(EnginePacket packet, int frame, boolean binary) {
        if (!binary) {
            return (units(packet, frame) + ":").getBytes(US_ASCII);
        }
        byte[] digits = Integer.toString(packet.length(frame)).getBytes(US_ASCII);
        byte[] header = new byte[digits.length + 2];
        header[0] = packet.isBinary(frame) ? BYTES_FOLLOW : TEXT_FOLLOWS;
        for (int i = 0; i < digits.length; i++) {
            header[i + 1] = (byte) (digits[i] - '0');
        }
        header[header.length - 1] = END_OF_LENGTH;
        return header;
    }

    /** A frame's length in UTF-16. */
    private static int units(EnginePacket packet, int frame) {
        byte[] text = packet.buffer(frame);
        int end = packet.offset(frame) + packet.length(frame);
        int units = 0;
        for (int i = packet.offset(frame); i < end; i++) {
            int b = text[i] & 0xff;
            // Each character has one lead byte; what takes four bytes takes two units.
            units += (b & 0xc0) == 0x80 ? 0 : b < 0xf0 ? 1 : 2;
        }
        return units;
    }

    /** A message of bytes, with its type. */
    static byte[] typed(byte[] data, int from, int length) {
        byte[] frame = new byte[length + 1];
        frame[0] = MESSAGE_TYPE;
        System.arraycopy(data, from, frame, 1, length);
        return frame;
    }

    /** A message of bytes as text. */
    static byte[] base64(byte[] data, int from, int length) {
        byte[] coded = Base64.getEncoder().encode(Arrays.copyOfRange(data, from, from + length));
        byte[] frame = new byte[coded.length + 2];
        frame[0] = BINARY;
        frame[1] = PacketType.MESSAGE.digit();
        System.arraycopy(coded, 0, frame, 2, coded.length);
        return frame;
    }
}
