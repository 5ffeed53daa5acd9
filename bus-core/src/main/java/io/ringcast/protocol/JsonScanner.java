package io.ringcast.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks over JSON in UTF-8 text and refuses what is none. Makes no values. */
final class JsonScanner {
    /*
     * Owner: a decoder, one thread at a time.
     * Invariant: from <= at <= end; all bytes before at have been seen once and found valid.
     * Cost: linear, no recursion; one bit per open array or object.
     */

    private static final byte[] NOTHING = {};

    private final int maxDepth;
    private byte[] text = NOTHING;
    private int at;
    private int end;
    private long[] objects = new long[1];
    private @Nullable PlaceholderScanner placeholders;

    JsonScanner(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** Starts over in another text. */
    void begin(byte[] text, int from, int to, @Nullable PlaceholderScanner placeholders) {
        this.text = text;
        this.at = from;
        this.end = to;
        this.placeholders = placeholders;
    }

    /** Lets go of the text. */
    void done() {
        text = NOTHING;
        at = 0;
        end = 0;
        placeholders = null;
    }

    /** The index of the next byte. */
    int at() {
        return at;
    }

    /** The next byte, or 0 at the end. */
    byte peek() {
        return at < end ? text[at] : 0;
    }

    /** Passes the next byte if it is the one given. */
    boolean take(char c) {
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Passes the next byte, which must be the one given. */
    void expect(char c) {
        if (!take(c)) {
            throw invalid();
        }
    }

    /** Passes white space. */
    void space() {
        while (at < end && isSpace(text[at])) {
            at++;
        }
    }

    /** Passes white space, after which nothing may follow. */
    void expectEnd() {
        space();
        if (at != end) {
            throw invalid();
        }
    }

    /**
     * Passes one value, in front of which no white space may be.
     *
     * @param outer how many arrays and objects are open around it
     */
    void value(int outer) {
        int depth = outer;
        do {
            int opened = start(depth);
            depth = opened > depth ? opened : continueAfterValue(depth, outer);
        } while (depth > outer);
    }

    /** Passes a value, or opens an array or object and stops in front of its first value. */
    private int start(int depth) {
        switch (peek()) {
            case '{' -> {
                return object(depth + 1);
            }
            case '[' -> {
                return array(depth + 1);
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
        return depth;
    }

    /** Closes what ends here, and stops in front of the next value if there is one. */
    private int continueAfterValue(int depth, int outer) {
        int open = depth;
        while (open > outer) {
            space();
            boolean isObject = isObject(open);
            if (take(',')) {
                space();
                if (isObject) {
                    key();
                }
                return open;
            }
            expect(isObject ? '}' : ']');
            open--;
        }
        return open;
    }

    private int array(int depth) {
        enter(depth, false);
        at++;
        space();
        return take(']') ? depth - 1 : depth;
    }

    private int object(int depth) {
        enter(depth, true);
        if (placeholders != null) {
            int after = placeholders.pass(text, at, end);
            if (after != at) {
                at = after;
                return depth - 1;
            }
        }
        at++;
        space();
        if (take('}')) {
            return depth - 1;
        }
        key();
        return depth;
    }

    private void key() {
        int from = at + 1;
        string();
        int to = at - 1;
        space();
        expect(':');
        space();
        if (placeholders != null && peek() == 't') {
            placeholders.refuseMarker(text, from, to);
        }
    }

    private void enter(int depth, boolean isObject) {
        if (depth > maxDepth) {
            throw new ProtocolException("Nested more than " + maxDepth + " deep");
        }
        int word = depth >>> 6;
        if (word >= objects.length) {
            objects = Arrays.copyOf(objects, word + 1);
        }
        long bit = 1L << depth;
        objects[word] = isObject ? objects[word] | bit : objects[word] & ~bit;
    }

    private boolean isObject(int depth) {
        return (objects[depth >>> 6] & (1L << depth)) != 0;
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    /**
     * Passes a string.
     *
     * @return whether its bytes are its characters, no escapes
     */
    boolean string() {
        expect('"');
        boolean plain = true;
        for (; ; ) {
            at = Words.plainEnd(text, at, end);
            if (take('"')) {
                return plain;
            }
            plain = false;
            escape(); // refuses control characters and the end of the text
        }
    }

    private void escape() {
        expect('\\');
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++) {
                    if (Character.digit(peek(), 16) < 0) {
                        throw invalid();
                    }
                    at++;
                }
            }
            default -> throw invalid();
        }
    }

    /** Passes a number. */
    void number() {
        take('-');
        if (!take('0')) {
            digits();
        }
        if (take('.')) {
            digits();
        }
        if (take('e') || take('E')) {
            if (!take('-')) {
                take('+');
            }
            digits();
        }
    }

    private void digits() {
        int from = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw invalid();
        }
    }

    private static ProtocolException invalid() {
        return new ProtocolException("Invalid payload");
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
