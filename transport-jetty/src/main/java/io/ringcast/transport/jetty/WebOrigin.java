package io.ringcast.transport.jetty;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page comes from, as browsers and the shells of apps say it in {@code Origin}.
 *
 * @param scheme in lower case
 * @param host as in {@link Authority}; empty for {@code file://} and the like
 * @param port 0 if it is the scheme's own, or if the scheme has none
 */
record WebOrigin(String scheme, String host, int port) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,31}");

    /** Reads one; null if it is none, {@code null} for instance. */
    static @Nullable WebOrigin parse(String text) {
        int end = text.indexOf("://");
        if (end < 0 || !SCHEME.matcher(text.substring(0, end)).matches()) {
            return null;
        }
        String scheme = text.substring(0, end).toLowerCase(Locale.ROOT);
        String rest = text.substring(end + 3);
        if (rest.isEmpty()) {
            return defaultPort(scheme) == 0 ? new WebOrigin(scheme, "", 0) : null;
        }
        Authority authority = Authority.parse(rest);
        return authority == null ? null : of(scheme, authority);
    }

    private static WebOrigin of(String scheme, Authority authority) {
        int port = authority.port() == defaultPort(scheme) ? 0 : authority.port();
        return new WebOrigin(scheme, authority.host(), port);
    }

    /** The port of a scheme's URLs that name none; 0 if there is no such port. */
    static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> 0;
        };
    }

    /** Whether a server can be of this origin. */
    boolean isWeb() {
        return defaultPort(scheme) != 0;
    }

    int effectivePort() {
        return port == 0 ? defaultPort(scheme) : port;
    }

    /** As browsers write it. What was read is short, and safe to log. */
    @Override
    public String toString() {
        return scheme + "://" + host + (port == 0 ? "" : ":" + port);
    }
}
