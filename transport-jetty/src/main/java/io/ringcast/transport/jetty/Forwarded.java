package io.ringcast.transport.jetty;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy wrote about the one before it.
 *
 * @param node where the request came from: an address, perhaps with a port, or anything else
 * @param proto its scheme, if it was told
 * @param host what it was asked as, if that was told
 * @param port the port of that, if it was told by itself
 */
record Forwarded(
        String node, @Nullable String proto, @Nullable String host, @Nullable String port) {
    private static final Forwarded NOTHING = new Forwarded("", null, null, null);
    private static final Pattern WITH_PORT =
            Pattern.compile("([0-9.]+)(?::[0-9]{1,5})?|\\[([0-9A-Fa-f:.]+)](?::[0-9]{1,5})?");

    /**
     * Reads the header {@code Forwarded}. A fault anywhere voids it all: behind an open quote that
     * a client wrote nobody can tell what proxies have added.
     */
    static List<Forwarded> read(HttpFields headers) {
        List<Forwarded> way = new ArrayList<>();
        for (String line : headers.getValuesList("Forwarded")) {
            if (!read(new Line(line), way)) {
                return List.of();
            }
        }
        return way;
    }

    private static boolean read(Line line, List<Forwarded> way) {
        do {
            Forwarded element = NOTHING;
            boolean isEmpty = true;
            do {
                String name = line.token();
                if (name != null) {
                    String value = line.take('=') ? line.value() : null;
                    if (value == null) {
                        return false;
                    }
                    isEmpty = false;
                    element = element.with(name.toLowerCase(Locale.ROOT), value);
                }
            } while (line.take(';'));
            if (!isEmpty) {
                way.add(element);
            }
        } while (line.take(','));
        return line.isRead();
    }

    private Forwarded with(String name, String value) {
        return switch (name) {
            case "for" -> new Forwarded(value, proto, host, port);
            case "proto" -> new Forwarded(node, value, host, port);
            case "host" -> new Forwarded(node, proto, value, port);
            default -> new Forwarded(node, proto, host, port);
        };
    }

    /** The address of a node; null if it is hidden, or none. */
    static byte @Nullable [] address(String node) {
        Matcher parts = WITH_PORT.matcher(node);
        if (!parts.matches()) {
            return IpAddress.parse(node);
        }
        return IpAddress.parse(parts.group(1) == null ? parts.group(2) : parts.group(1));
    }

    /** A line of the header while it is read. */
    private static final class Line {
        private final String text;
        private int at;

        Line(String text) {
            this.text = text;
        }

        boolean isRead() {
            skipSpace();
            return at == text.length();
        }

        private void skipSpace() {
            while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        boolean take(char wanted) {
            skipSpace();
            boolean isThere = at < text.length() && text.charAt(at) == wanted;
            at += isThere ? 1 : 0;
            return isThere;
        }

        @Nullable String token() {
            skipSpace();
            int from = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return from == at ? null : text.substring(from, at);
        }

        private static boolean isTokenCharacter(char c) {
            return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
        }

        @Nullable String value() {
            return take('"') ? quoted() : token();
        }

        /** The rest of a quoted string; null if it has no end. */
        private @Nullable String quoted() {
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return value.toString();
                }
                if (c == '\\' && at < text.length()) {
                    c = text.charAt(at++);
                }
                value.append(c);
            }
            return null;
        }
    }
}
