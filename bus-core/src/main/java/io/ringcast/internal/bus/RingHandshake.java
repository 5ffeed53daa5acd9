package io.ringcast.internal.bus;

import io.ringcast.Handshake;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.HandshakeRequest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection's request together with what its client told one namespace. */
record RingHandshake(HandshakeRequest request, Payload auth, PayloadMapper mapper)
        implements Handshake {

    @Override
    public <T> @Nullable T auth(Class<T> type) {
        return auth.size() == 0 ? null : auth.get(0, mapper.type(type));
    }

    @Override
    public String url() {
        return request.url();
    }

    @Override
    public Map<String, String> query() {
        return request.query();
    }

    @Override
    public Map<String, List<String>> headers() {
        return request.headers();
    }

    @Override
    public @Nullable String address() {
        return request.address();
    }

    @Override
    public boolean isSecure() {
        return request.isSecure();
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return request.peerCertificates();
    }

    @Override
    public Map<String, Object> attributes() {
        return request.attributes();
    }

    @Override
    public Instant issued() {
        return request.issued();
    }
}
