package io.ringcast.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The two forms that bytes have in Java, one as the other. */
final class Binary {
    private Binary() {}

    /** Bytes as {@code type} if that is a form of bytes; null if it is not, or nothing is. */
    static @Nullable Object rewrap(Object value, Class<?> type) {
        if (type == ByteBuffer.class && value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        return type == byte[].class && value instanceof ByteBuffer buffer ? bytes(buffer) : null;
    }

    /** What remains in a buffer: its own array where that is the same, otherwise a copy. */
    static byte[] bytes(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            int offset = buffer.arrayOffset() + buffer.position();
            return bytes(buffer.array(), offset, buffer.remaining());
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return copy;
    }

    /** Part of an array: the array itself where that is all of it. */
    static byte[] bytes(byte[] data, int offset, int length) {
        if (offset == 0 && length == data.length) {
            return data;
        }
        byte[] copy = new byte[length];
        System.arraycopy(data, offset, copy, 0, length);
        return copy;
    }
}
