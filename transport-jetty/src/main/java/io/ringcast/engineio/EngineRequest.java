package io.ringcast.engineio;

import io.ringcast.transport.HandshakeRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client as its HTTP server sees it. Valid while the exchange goes on; what has to
 * outlive it is taken as a {@link #snapshot}.
 *
 * <p>Threads: any, one at a time.
 */
public interface EngineRequest {

    /**
     * The request's method.
     *
     * @return for example {@code GET}, in upper case
     */
    String method();

    /**
     * The request's target, path and query, as it was sent.
     *
     * @return for example {@code /socket.io/?EIO=4&transport=polling}
     */
    String url();

    /**
     * A parameter of the query, decoded. Of a name that comes more than once the last value counts.
     *
     * @param name the name
     * @return the value, maybe empty; null if the name does not occur
     */
    @Nullable String query(String name);

    /**
     * The first value of a header.
     *
     * @param name the name, in any case
     * @return the value, or null if there is no such header
     */
    @Nullable String header(String name);

    /**
     * All values of a header.
     *
     * @param name the name, in any case
     * @return the values in the order of the request; empty if there is no such header
     */
    List<String> headers(String name);

    /**
     * The peer's address.
     *
     * @return its text, or null where there is none
     */
    @Nullable String remoteAddress();

    /**
     * Says whether the connection is encrypted.
     *
     * @return true for TLS
     */
    boolean isSecure();

    /**
     * A copy that keeps nothing of the HTTP server alive. Taken once for each session.
     *
     * @return the copy
     */
    HandshakeRequest snapshot();
}
