package io.ringcast.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The most frequent JSON values, strings, short whole numbers and literals, read without a parser.
 * Asks for valid JSON: slices that a scanner has passed.
 */
final class PlainJson {
    /** The answer to everything that takes a parser. */
    static final Object OTHER = new Object();

    private static final int MAX_INT_DIGITS = 9;

    // What a string, a number or a literal may be converted to without a look at its text.
    private static final Set<Class<?>> TYPES =
            Set.of(
                    Object.class,
                    String.class,
                    CharSequence.class,
                    Boolean.class,
                    Number.class,
                    Byte.class,
                    Short.class,
                    Integer.class,
                    Long.class);

    private PlainJson() {}

    /** Whether a mapper reads and writes those values as JSON has them: no modules, no features. */
    static boolean isSpokenBy(JsonMapper mapper) {
        return mapper.registeredModules().isEmpty()
                && mapper.writeValueAsString(1).equals("1")
                && mapper.writeValueAsString(1L).equals("1")
                && mapper.writeValueAsString(true).equals("true")
                && mapper.writeValueAsString(" a/é ").equals("\" a/é \"")
                && Integer.valueOf(1).equals(mapper.readValue("1", Object.class))
                && " a ".equals(mapper.readValue("\" a \"", String.class));
    }

    static boolean isOf(Class<?> type) {
        return TYPES.contains(type);
    }

    static boolean isNull(byte[] text, int from, int to) {
        int at = skipSpace(text, from, to);
        return at < to && text[at] == 'n';
    }

    /** The value, null included, or {@link #OTHER}. */
    static @Nullable Object read(byte[] text, int from, int to) {
        int at = skipSpace(text, from, to);
        return switch (text[at]) {
            case '"' -> string(text, at + 1, to);
            case 't' -> true;
            case 'f' -> false;
            case 'n' -> null;
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> whole(text, at, to);
            default -> OTHER;
        };
    }

    private static int skipSpace(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] <= ' ' && text[at] >= 0) {
            at++;
        }
        return at;
    }

    private static String string(byte[] text, int from, int to) {
        int end = to - 1;
        while (text[end] != '"') {
            end--; // white space
        }
        return JsonStrings.read(text, from, end);
    }

    private static Object whole(byte[] text, int from, int to) {
        int value = 0;
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9' && at - from <= MAX_INT_DIGITS) {
            value = value * 10 + (text[at++] - '0');
        }
        boolean ended = at == to || text[at] == ' ';
        return ended && at - from <= MAX_INT_DIGITS ? (Object) value : OTHER;
    }
}
