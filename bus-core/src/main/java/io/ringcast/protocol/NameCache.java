package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.loop.AnyThread;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of events and namespaces that keep arriving, found by their bytes, so that a name that
 * is known makes no new String (and brings the hash that its String has computed).
 */
@AnyThread
final class NameCache {
    /*
     * Owner: nobody. Entries are immutable and published by a plain write: a thread that misses
     * another's write makes the same entry again. A newcomer evicts who has its slot, so the cache
     * is bounded whatever peers send.
     */
    private static final int SLOTS = 1_024;
    private static final int MAX_LENGTH = 64;

    private final @Nullable Name[] names = new Name[SLOTS];

    @SuppressWarnings("ArrayRecordComponent") // its final fields are what makes the race benign
    private record Name(byte[] utf8, String text) {}

    /** The text between two places, which is valid UTF-8. */
    String get(byte[] text, int from, int to) {
        int length = to - from;
        if (length > MAX_LENGTH) {
            return new String(text, from, length, UTF_8);
        }
        int slot = slot(text, from, to);
        Name known = names[slot];
        return known != null && Arrays.equals(known.utf8, 0, known.utf8.length, text, from, to)
                ? known.text
                : add(slot, text, from, to);
    }

    private String add(int slot, byte[] text, int from, int to) {
        Name made =
                new Name(
                        Arrays.copyOfRange(text, from, to),
                        new String(text, from, to - from, UTF_8));
        names[slot] = made;
        return made.text;
    }

    private static int slot(byte[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1);
    }
}
