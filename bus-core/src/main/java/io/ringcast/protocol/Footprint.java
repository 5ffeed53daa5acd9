package io.ringcast.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how much memory a value holds. */
final class Footprint {
    /*
     * Texts and bytes count as long as they are, and so does what collections of the JDK hold; other
     * objects are not looked into. A walk ends after so many values, for a value may hold itself.
     */
    private static final long OBJECT = 64;
    private static final int MOST_VALUES = 100_000;

    private int values;

    private Footprint() {}

    static long of(@Nullable Object value) {
        try {
            return new Footprint().add(value, 0);
        } catch (RuntimeException changedMeanwhile) {
            return OBJECT;
        }
    }

    private long add(@Nullable Object value, int depth) {
        if (value instanceof CharSequence text) {
            return OBJECT + text.length();
        } else if (value instanceof byte[] bytes) {
            return OBJECT + bytes.length;
        } else if (value instanceof ByteBuffer bytes) {
            return OBJECT + bytes.remaining();
        } else if (value instanceof ValuesPayload payload) {
            return OBJECT + all(Arrays.asList(payload.values()), depth);
        } else if (value instanceof JoinedPayload payload) {
            return OBJECT + all(Arrays.asList(payload.head(), payload.last()), depth);
        } else if (value instanceof Payload payload) {
            return payload.heldBytes();
        } else if (value instanceof Map<?, ?> map && isOfTheJdk(map)) {
            return OBJECT * (1L + map.size()) + all(map.keySet(), depth) + all(map.values(), depth);
        } else if (value instanceof Collection<?> collection && isOfTheJdk(collection)) {
            return OBJECT + all(collection, depth);
        }
        return OBJECT;
    }

    /** Those of others may run code when they are looked into: a lazy one asks its database. */
    private static boolean isOfTheJdk(Object collection) {
        return collection.getClass().getClassLoader() == null;
    }

    private long all(Collection<? extends @Nullable Object> collection, int depth) {
        long sum = 0;
        for (@Nullable Object value : collection) {
            if (depth == PayloadGenerator.MAX_DEPTH || ++values > MOST_VALUES) {
                break;
            }
            sum += add(value, depth + 1);
        }
        return sum;
    }
}
