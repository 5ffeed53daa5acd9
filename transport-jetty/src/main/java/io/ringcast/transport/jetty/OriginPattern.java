package io.ringcast.transport.jetty;

import org.jspecify.annotations.Nullable;

/**
 * Origins that are allowed by name: one of them, those of all hosts below a domain, or those of all
 * ports of a host. Names are compared part by part, so what looks like an allowed name but is
 * another does not match.
 *
 * @param scheme in lower case
 * @param host the host; null for {@code null}, the origin of pages that have none, and for schemes
 *     without hosts
 * @param port as in {@link WebOrigin}; -1 for any
 */
record OriginPattern(String scheme, @Nullable HostPattern host, int port) {
    private static final String OPAQUE = "null";
    private static final OriginPattern NONE = new OriginPattern(OPAQUE, null, 0);
    private static final String ANY_PORT = ":*";

    /**
     * Reads one of an application's.
     *
     * @throws IllegalArgumentException if it is none, with what to write
     */
    static OriginPattern parse(String text) {
        if (text.equals(OPAQUE)) {
            return NONE;
        }
        boolean isAnyPort = text.endsWith(ANY_PORT);
        String name = isAnyPort ? text.substring(0, text.length() - ANY_PORT.length()) : text;
        WebOrigin origin = WebOrigin.parse(name.replace("://*.", "://"));
        if (origin == null
                || (isAnyPort && origin.port() != 0)
                || (origin.isWeb() && origin.host().startsWith("."))) {
            throw new IllegalArgumentException("not an origin: \"" + text + "\": " + hint(text));
        }
        HostPattern host =
                origin.host().isEmpty()
                        ? null
                        : new HostPattern(origin.host(), name.contains("://*."));
        return new OriginPattern(origin.scheme(), host, isAnyPort ? -1 : origin.port());
    }

    private static String hint(String text) {
        int scheme = text.indexOf("://");
        if (text.equals("*")) {
            return "write Cors.allowAny() for every page of the web";
        }
        if (scheme < 0) {
            boolean isName = !text.isBlank() && Authority.parse(text) != null;
            return "write it with its scheme, "
                    + (isName ? "https://" + text : "https://example.org");
        }
        int path = text.indexOf('/', scheme + 3);
        if (path >= 0 && WebOrigin.parse(text.substring(0, path)) != null) {
            return "write it without a path, " + text.substring(0, path);
        }
        if (text.chars().anyMatch(c -> c > 0x7e)) {
            return "write the host as browsers send it, https://xn--mnchen-3ya.example for"
                    + " instance";
        }
        return "write https://example.org, https://*.example.org for all hosts below it,"
                + " http://localhost:* for all ports, or use a Pattern";
    }

    /** Says whether an origin is meant. */
    boolean matches(String origin) {
        if (origin.equals(OPAQUE)) {
            return equals(NONE);
        }
        WebOrigin page = WebOrigin.parse(origin);
        return page != null && !equals(NONE) && matches(page);
    }

    private boolean matches(WebOrigin page) {
        boolean isHost = host == null ? page.host().isEmpty() : host.matches(page.host());
        return isHost && scheme.equals(page.scheme()) && (port < 0 || port == page.port());
    }
}
