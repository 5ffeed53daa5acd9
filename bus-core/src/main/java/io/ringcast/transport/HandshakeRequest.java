package io.ringcast.transport;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client arrived: a snapshot of the request that opened its connection. Implementations keep
 * no request object of a server alive, and compute what is seldom asked for on demand.
 *
 * <p>Threads: any.
 */
public interface HandshakeRequest {

    /**
     * The request's target, path and query.
     *
     * @return for example {@code /socket.io/?EIO=4&transport=polling}
     */
    String url();

    /**
     * The query's parameters; of a name that comes more than once, the last value.
     *
     * @return an unmodifiable map
     */
    Map<String, String> query();

    /**
     * The request's headers; names in lower case.
     *
     * @return an unmodifiable map
     */
    Map<String, List<String>> headers();

    /**
     * The client's address, or that of the last of its proxies: of those that a transport trusts,
     * what they say counts.
     *
     * @return its text, or null where there is none. An IPv4 address is four decimal numbers,
     *     whichever way it came ({@code 127.0.0.1}, where Node may say {@code ::ffff:127.0.0.1});
     *     an IPv6 address has the short form of RFC 5952, without brackets ({@code ::1})
     */
    @Nullable String address();

    /**
     * Says whether the connection is encrypted.
     *
     * @return true for TLS, here or at a proxy that is trusted, and for connections that never
     *     leave the process
     */
    boolean isSecure();

    /**
     * The certificates that the client has shown (mTLS), here and not to a proxy.
     *
     * @return the client's own first, then those that vouch for it; unmodifiable, empty without any
     */
    default List<X509Certificate> peerCertificates() {
        return List.of();
    }

    /**
     * What was noted about the request before the connection was opened, by a handler in front of
     * the transport or by the transport's filters: the principal that a token stood for, for
     * instance.
     *
     * @return the notes by name; unmodifiable, empty without any
     */
    default Map<String, Object> attributes() {
        return Map.of();
    }

    /**
     * When the connection was opened.
     *
     * @return the time
     */
    Instant issued();
}
