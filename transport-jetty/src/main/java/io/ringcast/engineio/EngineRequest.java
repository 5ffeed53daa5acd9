package io.ringcast.engineio;

import io.ringcast.transport.HandshakeRequest;
import java.security.cert.X509Certificate;
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
     * The client's address: the peer's, or what proxies say that are trusted.
     *
     * @return its text, or null where there is none
     */
    @Nullable String remoteAddress();

    /**
     * Says whether the client's connection is encrypted.
     *
     * @return true for TLS, here or at a proxy that is trusted
     */
    boolean isSecure();

    /**
     * The certificates that the client has shown (mTLS).
     *
     * @return the client's own first, then those that vouch for it; empty without any
     */
    default List<X509Certificate> peerCertificates() {
        return List.of();
    }

    /**
     * What somebody has noted about this request: a handler in front, a filter, {@link
     * AllowRequest}.
     *
     * @param name the note's name
     * @return what was noted, or null
     */
    @Nullable Object attribute(String name);

    /**
     * Notes something about this request: who its client is, for instance. If the request opens a
     * session, its handshake has the note among its {@link HandshakeRequest#attributes}.
     *
     * @param name the note's name
     * @param value the note, kept as long as the session
     */
    void setAttribute(String name, Object value);

    /**
     * A copy that keeps nothing of the HTTP server alive. Taken once for each session.
     *
     * @return the copy
     */
    HandshakeRequest snapshot();
}
