package io.ringcast.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches text eight bytes at a time. */
final class Words {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Words() {}

    /**
     * The next byte that is not plain inside a JSON string: a quote, a backslash, a control
     * character; or {@code to}.
     */
    static int plainEnd(byte[] text, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            long special = specials((long) LONGS.get(text, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < to && isPlain(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(byte b) {
        return (b >= ' ' || b < 0) && b != '"' && b != '\\';
    }

    // The highest bit of each byte that is special: of those below 0x80, which borrow from their
    // highest bit. A borrow goes on into bytes above a special one only, so the lowest is right.
    private static long specials(long word) {
        long quote = (word ^ (ONES * '"')) - ONES;
        long backslash = (word ^ (ONES * '\\')) - ONES;
        long control = word - ONES * ' ';
        return (quote | backslash | control) & ~word & HIGHS;
    }

    /** Whether an ASCII character is among the bytes. */
    static boolean contains(byte[] text, char ascii) {
        int at = 0;
        for (; at <= text.length - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONGS.get(text, at) ^ (ONES * ascii);
            if (((word - ONES) & ~word & HIGHS) != 0) {
                return true;
            }
        }
        for (; at < text.length; at++) {
            if (text[at] == ascii) {
                return true;
            }
        }
        return false;
    }
}
