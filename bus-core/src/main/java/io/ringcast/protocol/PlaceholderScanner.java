package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Finds the places of attachments in the text of one binary packet: {@code
 * {"_placeholder":true,"num":0}}, in either order of keys. Everything that says it is a placeholder
 * and is none of a due attachment is refused, so that no listener meets it.
 */
final class PlaceholderScanner {
    private static final byte[] OPEN = ascii("{");
    private static final byte[] MARKER = ascii("\"_placeholder\"");
    private static final byte[] NUMBER = ascii("\"num\"");
    private static final byte[] COLON = ascii(":");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] CLOSE = ascii("}");
    private static final String KEY = "_placeholder";
    private static final int MAX_DIGITS = 9;

    private final Attachments attachments;
    private int[] marks = new int[Attachments.MARK];
    private int used;
    private int objects;
    private byte[] text = {};
    private int at;
    private int end;
    private int number;

    /**
     * A scanner for one packet.
     *
     * @param attachments how many attachments it has
     */
    PlaceholderScanner(int attachments) {
        this.attachments = new Attachments(attachments);
    }

    private static byte[] ascii(String token) {
        return token.getBytes(US_ASCII);
    }

    /** Another argument begins. */
    void nextArgument() {
        objects = 0;
    }

    /** What has been found. Nothing may be scanned any more. */
    Attachments attachments() {
        attachments.mark(marks, used / Attachments.MARK);
        return attachments;
    }

    /**
     * Looks at an object.
     *
     * @return the index after it if it is a placeholder; {@code from} if it is not
     */
    int pass(byte[] text, int from, int to) {
        this.text = text;
        this.end = to;
        boolean found = isMarkerFirst(from) || isNumberFirst(from);
        if (found) {
            if (number >= attachments.count()) {
                throw illegal();
            }
            mark(from);
        }
        objects++;
        return found ? at : from;
    }

    private boolean isMarkerFirst(int from) {
        at = from;
        return token(OPEN) && marker() && token(COMMA) && number() && token(CLOSE);
    }

    private boolean isNumberFirst(int from) {
        at = from;
        return token(OPEN) && number() && token(COMMA) && marker() && token(CLOSE);
    }

    private boolean marker() {
        return token(MARKER) && token(COLON) && token(TRUE);
    }

    private boolean number() {
        if (!token(NUMBER) || !token(COLON)) {
            return false;
        }
        space();
        int from = at;
        number = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9' && at - from < MAX_DIGITS) {
            number = number * 10 + (text[at++] - '0');
        }
        return at > from && (text[from] != '0' || at == from + 1);
    }

    private boolean token(byte[] token) {
        space();
        if (end - at < token.length
                || !Arrays.equals(text, at, at + token.length, token, 0, token.length)) {
            return false;
        }
        at += token.length;
        return true;
    }

    private void space() {
        while (at < end && JsonScanner.isSpace(text[at])) {
            at++;
        }
    }

    private void mark(int from) {
        if (used == marks.length) {
            marks = Arrays.copyOf(marks, used * 2);
        }
        marks[used++] = from;
        marks[used++] = at;
        marks[used++] = objects;
        marks[used++] = number;
    }

    /** Refuses the key of a placeholder with the value true, in an object that is not one. */
    void refuseMarker(byte[] text, int from, int to) {
        int index = from;
        for (int i = 0; i < KEY.length(); i++) {
            boolean escaped = index < to && text[index] == '\\';
            int length = escaped ? 6 : 1;
            if (index + length > to || character(text, index, escaped) != KEY.charAt(i)) {
                return;
            }
            index += length;
        }
        if (index == to) {
            throw illegal();
        }
    }

    // No letter of the key has another escape than this.
    private static int character(byte[] text, int index, boolean escaped) {
        if (!escaped) {
            return text[index];
        }
        return text[index + 1] == 'u'
                ? Integer.parseInt(new String(text, index + 2, 4, US_ASCII), 16)
                : -1;
    }

    private static ProtocolException illegal() {
        return new ProtocolException("Illegal attachments");
    }
}
