package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the query of a request as Engine.IO's reference does (A2). */
final class QueryString {
    private QueryString() {}

    /**
     * Decodes a query: of a name that comes more than once the last value counts, a plus is a
     * space, a malformed escape stays as it is. Never throws.
     */
    static Map<String, String> parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        int from = 0;
        while (from <= query.length()) {
            int to = query.indexOf('&', from);
            int end = to < 0 ? query.length() : to;
            if (end > from) {
                String parameter = query.substring(from, end);
                // Looked for in here only: to look further would be quadratic.
                int equals = parameter.indexOf('=');
                boolean valued = equals >= 0;
                String name = decode(valued ? parameter.substring(0, equals) : parameter);
                parameters.put(name, valued ? decode(parameter.substring(equals + 1)) : "");
            }
            from = end + 1;
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decode(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : decodeSlowly(text);
    }

    private static String decodeSlowly(String text) {
        byte[] raw = text.getBytes(UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '+') {
                decoded.write(' ');
            } else if (raw[i] == '%' && i + 2 < raw.length && hex(raw, i + 1) >= 0) {
                decoded.write(hex(raw, i + 1));
                i += 2;
            } else {
                decoded.write(raw[i]);
            }
        }
        return decoded.toString(UTF_8);
    }

    private static int hex(byte[] raw, int at) {
        int high = Character.digit(raw[at], 16);
        int low = Character.digit(raw[at + 1], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
