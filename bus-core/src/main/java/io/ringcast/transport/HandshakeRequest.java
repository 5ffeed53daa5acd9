package io.ringcast.transport;

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
     * The peer's address.
     *
     * @return its text, or null where there is none
     */
    @Nullable String address();

    /**
     * Says whether the connection is encrypted.
     *
     * @return true for TLS, and for connections that never leave the process
     */
    boolean isSecure();

    /**
     * When the connection was opened.
     *
     * @return the time
     */
    Instant issued();
}
