package io.ringcast.bench.jcstress;

import io.ringcast.engineio.HttpExchange;
import io.ringcast.engineio.HttpResponse;
import io.ringcast.transport.HandshakeRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A GET without a network. */
final class Exchange implements HttpExchange, HandshakeRequest {
    static final CompletionStage<String> ID = CompletableFuture.completedFuture("session");

    private final String transport;
    private final @Nullable String sid;
    private volatile String answer = "";

    Exchange(String transport, @Nullable String sid) {
        this.transport = transport;
        this.sid = sid;
    }

    /** Status and body of all answers: there should be one. */
    String answer() {
        return answer;
    }

    @Override
    public void respond(HttpResponse response) {
        StringBuilder text = new StringBuilder(answer).append(response.status());
        text.append(response.body().isEmpty() ? "" : " ");
        for (ByteBuffer part : response.body()) {
            text.append(StandardCharsets.UTF_8.decode(part.duplicate()));
        }
        answer = text.toString();
        response.memory().release();
    }

    @Override
    public @Nullable String query(String name) {
        return switch (name) {
            case "EIO" -> "4";
            case "transport" -> transport;
            case "sid" -> sid;
            default -> null;
        };
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String url() {
        return "/";
    }

    @Override
    public @Nullable String header(String name) {
        return null;
    }

    @Override
    public List<String> headers(String name) {
        return List.of();
    }

    @Override
    public Map<String, String> query() {
        return Map.of();
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public @Nullable String address() {
        return null;
    }

    @Override
    public @Nullable String remoteAddress() {
        return null;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return List.of();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return null;
    }

    @Override
    public void setAttribute(String name, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instant issued() {
        return Instant.EPOCH;
    }

    @Override
    public HandshakeRequest snapshot() {
        return this;
    }

    @Override
    public long contentLength() {
        return 0;
    }

    @Override
    public void readBody(BodyReceiver receiver) {
        receiver.onEnd();
    }

    @Override
    public void abort() {
        answer = "aborted";
    }

    @Override
    public void onAbort(Runnable action) {}
}
