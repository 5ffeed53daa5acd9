package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Reads one message as values: maps, lists, strings, whole numbers, doubles, booleans, bytes, null.
 */
final class MsgpackReader {
    /*
     * What a message announces is compared with what is left of it before room is made: an element
     * takes at least one byte. So memory is proportional to the bytes that have arrived, though by a
     * large factor: an empty map is one byte of a message, and 56 of the heap. Hence heldBytes, which
     * looks through a message without making anything.
     */
    private static final int VALUE = 24;
    private static final int LIST = 40;
    private static final int MAP = 136;
    private static final int ENTRY = 48;

    private static final Object UNDEFINED = new Object();
    private static final byte UNDEFINED_BYTES_AND_OLD_DATES = 0;
    private static final byte TIMESTAMP = -1;

    /** As JavaScript writes dates. */
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final MessageUnpacker message;
    private final long length;

    private MsgpackReader(byte[] data) {
        this.message = MessagePack.newDefaultUnpacker(data);
        this.length = data.length;
    }

    static @Nullable Object read(byte[] data) {
        MsgpackReader reader = new MsgpackReader(data);
        try {
            Object value = reader.value(0);
            if (reader.left() != 0) {
                throw new ProtocolException("Something behind the packet");
            }
            return value;
        } catch (MessagePackException | IOException | DateTimeException | ArithmeticException e) {
            throw new ProtocolException("Invalid MessagePack");
        }
    }

    /** About what {@link #read} would make of a message, or of the part before it is broken. */
    static long heldBytes(byte[] data) {
        MsgpackReader reader = new MsgpackReader(data);
        long sum = data.length;
        try {
            for (long values = 1; values > 0; values--) {
                switch (reader.message.getNextFormat().getValueType()) {
                    case ARRAY -> {
                        int size = reader.checked(reader.message.unpackArrayHeader());
                        values += size;
                        sum += LIST + 4L * size;
                    }
                    case MAP -> {
                        int size = reader.message.unpackMapHeader();
                        values += reader.checked(size * 2L);
                        sum += MAP + (long) ENTRY * size;
                    }
                    default -> {
                        reader.message.skipValue();
                        sum += VALUE;
                    }
                }
            }
        } catch (ProtocolException | MessagePackException | IOException broken) {
            // Whoever reads it will say so.
        }
        return sum;
    }

    private long left() {
        return length - message.getTotalReadBytes();
    }

    private int checked(long announced) {
        if (announced > left()) {
            throw new ProtocolException("Length beyond the message");
        }
        return (int) announced;
    }

    private @Nullable Object value(int depth) throws IOException {
        if (depth > PayloadGenerator.MAX_DEPTH) {
            throw new ProtocolException("Nested too deep");
        }
        MessageFormat format = message.getNextFormat();
        return switch (format.getValueType()) {
            case NIL -> {
                message.unpackNil();
                yield null;
            }
            case BOOLEAN -> message.unpackBoolean();
            case INTEGER -> integer(format);
            case FLOAT -> message.unpackDouble();
            case STRING -> new String(bytes(message.unpackRawStringHeader()), UTF_8);
            case BINARY -> bytes(message.unpackBinaryHeader());
            case ARRAY -> list(depth);
            case MAP -> map(depth);
            case EXTENSION -> extension(format);
        };
    }

    private byte[] bytes(int announced) throws IOException {
        return message.readPayload(checked(announced));
    }

    private Object integer(MessageFormat format) throws IOException {
        if (format == MessageFormat.UINT64) {
            BigInteger big = message.unpackBigInteger();
            return big.bitLength() < Long.SIZE ? whole(big.longValue()) : big;
        }
        return whole(message.unpackLong());
    }

    /** As JSON's numbers are read. */
    private static Object whole(long value) {
        return (int) value == value ? (Object) (int) value : (Object) value;
    }

    private List<@Nullable Object> list(int depth) throws IOException {
        int size = checked(message.unpackArrayHeader());
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Object element = value(depth + 1);
            list.add(element == UNDEFINED ? null : element);
        }
        return list;
    }

    private Map<String, @Nullable Object> map(int depth) throws IOException {
        int size = message.unpackMapHeader();
        checked(size * 2L);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String key = key(value(depth + 1));
            Object value = value(depth + 1);
            if (value != UNDEFINED) {
                map.put(key, value);
            }
        }
        return map;
    }

    private static String key(@Nullable Object key) {
        if (key instanceof String || key instanceof Integer || key instanceof Long) {
            return key.toString();
        }
        throw new ProtocolException("A key that is no text");
    }

    private Object extension(MessageFormat format) throws IOException {
        ExtensionTypeHeader header = message.unpackExtensionTypeHeader();
        int size = checked(header.getLength());
        if (header.getType() == TIMESTAMP) {
            return ISO.format(message.unpackTimestamp(header));
        }
        if (header.getType() != UNDEFINED_BYTES_AND_OLD_DATES) {
            throw new ProtocolException("Unknown extension");
        }
        byte[] data = message.readPayload(size);
        return switch (format) {
            case FIXEXT1 -> UNDEFINED;
            case FIXEXT8 -> ISO.format(Instant.ofEpochMilli(new BigInteger(data).longValue()));
            default -> data; // an ArrayBuffer
        };
    }
}
