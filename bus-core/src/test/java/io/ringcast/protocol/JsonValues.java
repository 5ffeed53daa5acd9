package io.ringcast.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Arbitrary values as payloads have them, and a form of them that can be compared. */
final class JsonValues {
    private JsonValues() {}

    /** Any text: all of Unicode, control characters, halves of surrogate pairs. */
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(100),
                Arbitraries.strings().ascii().ofMaxLength(100),
                Arbitraries.strings().withChars('?', '"', '\\', '\u001e', '\ud83d', '\ude00', 'é'),
                Arbitraries.strings().withCharRange('\ud700', '\ue0ff').ofMaxLength(80));
    }

    static Arbitrary<Object> values() {
        return values(4);
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> leaves = leaves();
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Object> inner = Arbitraries.lazy(() -> values(depth - 1));
        return Arbitraries.oneOf(
                leaves,
                inner.list().ofMaxSize(3).map(list -> (Object) list),
                Arbitraries.maps(texts(), inner)
                        .ofMaxSize(3)
                        .map(map -> (Object) new LinkedHashMap<>(map)));
    }

    private static Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(
                texts().map(text -> (Object) text),
                Arbitraries.integers().map(i -> (Object) i),
                Arbitraries.longs().map(JsonValues::narrowed),
                Arbitraries.bigIntegers()
                        .map(i -> i.bitLength() < 64 ? narrowed(i.longValue()) : (Object) i),
                Arbitraries.doubles().map(d -> (Object) d),
                Arbitraries.of(true, false).map(b -> (Object) b),
                Arbitraries.just(null));
    }

    /** Values with bytes in some places, at most ten. */
    static Arbitrary<Object> withBytes(Arbitrary<Object> values) {
        Arbitrary<Object> bytes =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(b -> (Object) b);
        Arbitrary<Object> leaf = Arbitraries.oneOf(values, bytes);
        return Arbitraries.oneOf(
                leaf,
                bytes,
                leaf.list().ofMaxSize(4).map(list -> (Object) list),
                Arbitraries.maps(texts(), leaf)
                        .ofMaxSize(4)
                        .map(map -> (Object) new LinkedHashMap<>(map)));
    }

    /** As JSON is read: the smallest kind that holds it. */
    private static Object narrowed(long value) {
        return value == (int) value ? (Object) (int) value : (Object) value;
    }

    /** The same with bytes that are equal if they hold the same. */
    static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(v -> v == null ? Void.class : comparable(v)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((k, v) -> copy.put(k, v == null ? null : comparable(v)));
            return Collections.unmodifiableMap(copy);
        }
        return value instanceof BigInteger big && big.bitLength() < 64
                ? narrowed(big.longValue())
                : value;
    }
}
