package io.ringcast.engineio;

import io.ringcast.transport.HandshakeRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange whose answer, whichever it is, carries the headers that filters have added. */
class FilteredExchange implements HttpExchange {
    private final HttpExchange inner;
    private final ResponseHeaders added = new ResponseHeaders();

    FilteredExchange(HttpExchange inner) {
        this.inner = inner;
    }

    ResponseHeaders added() {
        return added;
    }

    @Override
    public void respond(HttpResponse response) {
        response.headers().addMissing(added);
        inner.respond(response);
    }

    @Override
    public String method() {
        return inner.method();
    }

    @Override
    public String url() {
        return inner.url();
    }

    @Override
    public @Nullable String query(String name) {
        return inner.query(name);
    }

    @Override
    public @Nullable String header(String name) {
        return inner.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return inner.headers(name);
    }

    @Override
    public @Nullable String remoteAddress() {
        return inner.remoteAddress();
    }

    @Override
    public boolean isSecure() {
        return inner.isSecure();
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return inner.peerCertificates();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return inner.attribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        inner.setAttribute(name, value);
    }

    @Override
    public HandshakeRequest snapshot() {
        return inner.snapshot();
    }

    @Override
    public long contentLength() {
        return inner.contentLength();
    }

    @Override
    public void readBody(BodyReceiver receiver) {
        inner.readBody(receiver);
    }

    @Override
    public void abort() {
        inner.abort();
    }

    @Override
    public void onAbort(Runnable action) {
        inner.onAbort(action);
    }

    /** The same for an upgrade. */
    static final class Upgrade extends FilteredExchange implements UpgradeExchange {
        private final UpgradeExchange inner;

        Upgrade(UpgradeExchange inner) {
            super(inner);
            this.inner = inner;
        }

        @Override
        public void accept(ResponseHeaders headers, WebSocketHandler handler) {
            headers.addMissing(added());
            inner.accept(headers, handler);
        }
    }
}
