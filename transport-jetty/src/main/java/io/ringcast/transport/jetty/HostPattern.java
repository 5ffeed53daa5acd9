package io.ringcast.transport.jetty;

import org.jspecify.annotations.Nullable;

/**
 * A host, or all hosts below a domain.
 *
 * @param host as in {@link Authority}
 * @param isDomain whether the hosts below it are meant, and not the host itself
 */
record HostPattern(String host, boolean isDomain) {

    /** Reads {@code example.com} or {@code *.example.com}; null if it is neither. */
    static @Nullable HostPattern parse(String text) {
        boolean isDomain = text.startsWith("*.");
        Authority read = Authority.parse(isDomain ? text.substring(2) : text);
        return read == null || read.port() != 0 || text.endsWith(":")
                ? null
                : new HostPattern(read.host(), isDomain);
    }

    /** Reads one of the option {@code allowedHosts}. */
    static HostPattern of(String text) {
        HostPattern read = parse(text);
        if (read == null) {
            throw new IllegalArgumentException(
                    "allowedHosts takes hosts without scheme and port, chat.example.com or"
                            + " *.example.com: "
                            + text);
        }
        return read;
    }

    /** Whether a host, which has been read by {@link Authority}, is meant. */
    boolean matches(String other) {
        if (!isDomain) {
            return other.equals(host);
        }
        int below = other.length() - host.length() - 1;
        return below > 0 && other.endsWith(host) && other.charAt(below) == '.';
    }
}
