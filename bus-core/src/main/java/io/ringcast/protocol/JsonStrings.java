package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/** JSON strings from and to Java's. */
final class JsonStrings {
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String MEANINGS = "\"\\/\b\f\n\r\t";
    private static final String HEX = "0123456789abcdef";
    private static final int SHORT = 64;
    private static final int LONGEST_CHAR = 6; // as an escape with its code

    private JsonStrings() {}

    /** What stands between the quotes of a string that a scanner has passed. */
    static String read(byte[] text, int from, int to) {
        String json = new String(text, from, to - from, UTF_8);
        int escape = json.indexOf('\\');
        return escape < 0 ? json : unescape(json, escape);
    }

    private static String unescape(String json, int first) {
        StringBuilder plain = new StringBuilder(json.length());
        int done = 0;
        for (int at = first; at >= 0; at = json.indexOf('\\', done)) {
            plain.append(json, done, at);
            char escape = json.charAt(at + 1);
            if (escape == 'u') {
                plain.append((char) Integer.parseInt(json, at + 2, at + 6, 16));
                done = at + 6;
            } else {
                plain.append(MEANINGS.charAt(ESCAPES.indexOf(escape)));
                done = at + 2;
            }
        }
        return plain.append(json, done, json.length()).toString();
    }

    /**
     * JSON with surrogates as themselves where they were written as escapes, halves of pairs too:
     * readers that refuse those look at escapes only.
     */
    static String withoutSurrogateEscapes(String json) {
        return json.contains("\\ud") || json.contains("\\uD") ? unescapeSurrogates(json) : json;
    }

    private static String unescapeSurrogates(String json) {
        StringBuilder text = new StringBuilder(json.length());
        int done = 0;
        for (int at = json.indexOf('\\'); at >= 0; ) {
            int after = at + 2; // an escaped backslash begins no other escape
            if (json.charAt(at + 1) == 'u') {
                after = at + 6;
                char meant = (char) Integer.parseInt(json, at + 2, after, 16);
                if (Character.isSurrogate(meant)) {
                    text.append(json, done, at).append(meant);
                    done = after;
                }
            }
            at = json.indexOf('\\', after);
        }
        return text.append(json, done, json.length()).toString();
    }

    /** Writes a string with its quotes, escaped as JavaScript's {@code JSON.stringify} does. */
    static void write(Output out, String text) {
        out.write('"');
        if (text.length() < SHORT) {
            chars(out, text);
        } else {
            runs(out, text);
        }
        out.write('"');
    }

    private static void runs(Output out, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        if (hasLoneSurrogate(text, utf8)) {
            chars(out, text);
            return;
        }
        for (int at = 0; ; ) {
            int end = Words.plainEnd(utf8, at, utf8.length);
            out.write(utf8, at, end - at);
            if (end == utf8.length) {
                return;
            }
            out.reserve(LONGEST_CHAR);
            escape(out, (char) utf8[end]);
            at = end + 1;
        }
    }

    // UTF-8 has no form for half a pair; Java writes a question mark.
    private static boolean hasLoneSurrogate(String text, byte[] utf8) {
        if (!Words.contains(utf8, '?')) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static boolean isPair(String text, int index) {
        return index + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }

    private static void chars(Output out, String text) {
        byte[] bytes = out.reserve((long) text.length() * LONGEST_CHAR);
        int at = out.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                bytes[at++] = (byte) c;
            } else {
                out.length(at);
                i += special(out, text, i);
                at = out.length();
            }
        }
        out.length(at);
    }

    /** Writes a character that is not itself, and says whether it was the first of a pair. */
    private static int special(Output out, String text, int index) {
        char c = text.charAt(index);
        if (c < 0x80) {
            escape(out, c);
        } else if (!Character.isSurrogate(c)) {
            utf8(out, c);
        } else if (isPair(text, index)) {
            utf8(out, text.codePointAt(index));
            return 1;
        } else {
            hex(out, c);
        }
        return 0;
    }

    private static void utf8(Output out, int c) {
        if (c < 0x800) {
            out.write(0xc0 | (c >> 6));
        } else if (c < 0x10000) {
            out.write(0xe0 | (c >> 12));
            out.write(0x80 | ((c >> 6) & 0x3f));
        } else {
            out.write(0xf0 | (c >> 18));
            out.write(0x80 | ((c >> 12) & 0x3f));
            out.write(0x80 | ((c >> 6) & 0x3f));
        }
        out.write(0x80 | (c & 0x3f));
    }

    private static void escape(Output out, char c) {
        int meaning = MEANINGS.indexOf(c);
        if (meaning < 0) {
            hex(out, c);
        } else {
            out.write('\\');
            out.write(ESCAPES.charAt(meaning));
        }
    }

    private static void hex(Output out, char c) {
        out.ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.write(HEX.charAt((c >> shift) & 0xf));
        }
    }
}
