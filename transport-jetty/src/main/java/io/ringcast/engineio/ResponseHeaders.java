package io.ringcast.engineio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an answer, in the order in which they were added. Filters and header hooks may
 * change them before they are sent.
 *
 * <p>Threads: one at a time.
 */
public final class ResponseHeaders {
    // Names and values in turn: answers have few headers, and a map would cost more than a scan.
    private final List<String> pairs = new ArrayList<>(8);

    /** Makes an empty set. */
    public ResponseHeaders() {}

    /**
     * Gives a header one value, in place of all that it had.
     *
     * @param name the header's name; compared without regard to case
     * @param value the value
     * @return this
     * @throws IllegalArgumentException if name or value would break the answer's framing
     */
    public ResponseHeaders set(String name, String value) {
        checkName(name);
        checkValue(name, value);
        remove(name);
        pairs.add(name);
        pairs.add(value);
        return this;
    }

    /**
     * Adds a value to those that a header has.
     *
     * @param name the header's name
     * @param value the value
     * @return this
     * @throws IllegalArgumentException if name or value would break the answer's framing
     */
    public ResponseHeaders add(String name, String value) {
        checkName(name);
        checkValue(name, value);
        pairs.add(name);
        pairs.add(value);
        return this;
    }

    /**
     * Takes a header away.
     *
     * @param name the header's name
     * @return this
     */
    public ResponseHeaders remove(String name) {
        for (int i = pairs.size() - 2; i >= 0; i -= 2) {
            if (pairs.get(i).equalsIgnoreCase(name)) {
                pairs.subList(i, i + 2).clear();
            }
        }
        return this;
    }

    /**
     * The first value of a header.
     *
     * @param name the header's name
     * @return the value, or null
     */
    public @Nullable String get(String name) {
        int index = indexOf(name, pairs.size());
        return index < 0 ? null : pairs.get(index + 1);
    }

    private int indexOf(String name, int end) {
        for (int i = 0; i < end; i += 2) {
            if (pairs.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Adds what others wanted, unless it is set here; cookies are never in each other's way. */
    void addMissing(ResponseHeaders others) {
        int own = pairs.size();
        others.forEach(
                (name, value) -> {
                    if (name.equalsIgnoreCase("set-cookie") || indexOf(name, own) < 0) {
                        add(name, value);
                    }
                });
    }

    /**
     * Visits all headers in order.
     *
     * @param visitor takes a name and a value
     */
    public void forEach(BiConsumer<String, String> visitor) {
        for (int i = 0; i < pairs.size(); i += 2) {
            visitor.accept(pairs.get(i), pairs.get(i + 1));
        }
    }

    private static void checkName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(ResponseHeaders::isTokenCharacter)) {
            throw new IllegalArgumentException("not a header name: " + name);
        }
    }

    private static boolean isTokenCharacter(int c) {
        return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    private static void checkValue(String name, String value) {
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff))) {
            throw new IllegalArgumentException("illegal character in the value of header " + name);
        }
    }

    @Override
    public String toString() {
        return pairs.toString();
    }
}
