package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.loop.AnyThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import tools.jackson.databind.util.TokenBuffer;

/** Writes packets as MessagePack. */
@AnyThread
final class MsgpackWriter {
    private static final byte[][] NO_ATTACHMENTS = {};

    private final PayloadMapper mapper;

    MsgpackWriter(PayloadMapper mapper) {
        this.mapper = mapper;
    }

    Encoded encode(Packet packet) {
        try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
            write(out, packet);
            byte[] message = out.toByteArray();
            byte[] frame = new byte[message.length + 1];
            frame[0] = '4';
            System.arraycopy(message, 0, frame, 1, message.length);
            return new Encoded(frame, 1, message.length, true, NO_ATTACHMENTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing but memory is written to
        }
    }

    private void write(MessagePacker out, Packet packet) throws IOException {
        if (packet instanceof Packet.Event event) {
            header(out, PacketHeader.EVENT, event.namespace(), event.ackId(), true);
            out.packArrayHeader(1 + event.arguments().size());
            text(out, event.event());
            arguments(out, event.arguments());
        } else if (packet instanceof Packet.Ack ack) {
            header(out, PacketHeader.ACK, ack.namespace(), ack.ackId(), true);
            out.packArrayHeader(ack.arguments().size());
            arguments(out, ack.arguments());
        } else if (packet instanceof Packet.Connect connect) {
            boolean told = connect.payload().size() > 0;
            header(out, PacketHeader.CONNECT, connect.namespace(), Packet.NO_ACK, told);
            arguments(out, connect.payload());
        } else if (packet instanceof Packet.ConnectError error) {
            header(out, PacketHeader.CONNECT_ERROR, error.namespace(), Packet.NO_ACK, true);
            error(out, error);
        } else if (packet instanceof Packet.Refusal refusal) {
            header(out, PacketHeader.CONNECT_ERROR, refusal.namespace(), Packet.NO_ACK, true);
            value(out, refusal.value());
        } else {
            header(out, PacketHeader.DISCONNECT, packet.namespace(), Packet.NO_ACK, false);
        }
    }

    /** The fields of the packet's map; the value of {@code data} is last and follows. */
    private static void header(
            MessagePacker out, int type, String namespace, long ackId, boolean hasData)
            throws IOException {
        boolean hasId = ackId != Packet.NO_ACK;
        out.packMapHeader(2 + (hasId ? 1 : 0) + (hasData ? 1 : 0));
        if (hasId) {
            out.packString("id").packLong(ackId);
        }
        out.packString("type").packInt(type);
        out.packString("nsp");
        text(out, namespace);
        if (hasData) {
            out.packString("data");
        }
    }

    private void arguments(MessagePacker out, Payload arguments) throws IOException {
        for (int i = 0; i < arguments.size(); i++) {
            value(out, arguments.get(i));
        }
    }

    private void error(MessagePacker out, Packet.ConnectError error) throws IOException {
        out.packMapHeader(error.data() == null ? 1 : 2);
        out.packString("message");
        text(out, error.message());
        if (error.data() != null) {
            out.packString("data");
            value(out, error.data());
        }
    }

    private void value(MessagePacker out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.packNil();
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            tree(out, value);
        } else if (mapper.isPlain() && isScalar(value)) {
            tree(out, value);
        } else {
            tree(out, plain(value));
        }
    }

    private static boolean isScalar(Object value) {
        return value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean;
    }

    /** A value as maps, lists and scalars, as its serializers would have it in JSON. */
    private @Nullable Object plain(Object value) {
        try (TokenBuffer buffer = TokenBuffer.forGeneration()) {
            PayloadGenerator.into(buffer, mapper).value(value);
            return mapper.natural().read(buffer.asParser());
        }
    }

    private static void tree(MessagePacker out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.packNil();
        } else if (value instanceof String text) {
            text(out, text);
        } else if (value instanceof Boolean bool) {
            out.packBoolean(bool);
        } else if (value instanceof Number number) {
            number(out, number);
        } else if (value instanceof byte[] bytes) {
            out.packBinaryHeader(bytes.length).writePayload(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            tree(out, Binary.bytes(buffer));
        } else if (value instanceof List<?> list) {
            out.packArrayHeader(list.size());
            for (Object element : list) {
                tree(out, element);
            }
        } else {
            map(out, (Map<?, ?>) value);
        }
    }

    private static void map(MessagePacker out, Map<?, ?> map) throws IOException {
        out.packMapHeader(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text(out, String.valueOf(entry.getKey()));
            tree(out, entry.getValue());
        }
    }

    private static void number(MessagePacker out, Number number) throws IOException {
        if (isWhole(number)) {
            out.packLong(number.longValue());
        } else if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
            out.packLong(big.longValue());
        } else {
            decimal(out, number.doubleValue());
        }
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte;
    }

    private static void decimal(MessagePacker out, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.packDouble(value);
        } else {
            out.packNil();
        }
    }

    /** Not {@code packString}: half a character has to have a form too. */
    private static void text(MessagePacker out, String text) throws IOException {
        byte[] utf8 = text.getBytes(UTF_8);
        out.packRawStringHeader(utf8.length).writePayload(utf8);
    }
}
