package io.ringcast.transport.jetty;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port as URLs have them.
 *
 * @param host in lower case; an IPv6 address in brackets and in its one form
 * @param port 0 if none is named
 */
record Authority(String host, int port) {
    // Letters, digits and what else browsers leave as it is: no user, no path, nothing to escape.
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[0-9A-Za-z._-]{1,253})(?::([0-9]{0,5}))?");

    /** Reads one; null if it is none. What it has read is short, and safe to log. */
    static @Nullable Authority parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String host = canonical(parts.group(1));
        String digits = parts.group(2);
        int port = digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
        return host == null || port > 65_535 ? null : new Authority(host, port);
    }

    private static @Nullable String canonical(String host) {
        if (host.charAt(0) != '[') {
            return host.toLowerCase(Locale.ROOT);
        }
        byte[] address = IpAddress.parse(host.substring(1, host.length() - 1));
        return address == null ? null : "[" + IpAddress.text(address) + "]";
    }

    @Override
    public String toString() {
        return port == 0 ? host : host + ":" + port;
    }
}
