package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.transport.HandshakeRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request without a server. Its answer is kept, and a second one fails the test. */
class FakeExchange implements HttpExchange {
    private final String method;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private byte[] body;
    private long contentLength = -1;
    private BodyReceiver receiver;
    private boolean wanted = true;
    private Runnable onAbort;
    private boolean clientGone;
    private HttpResponse response;
    private byte[] responseBody;
    private boolean aborted;
    private boolean stalled;

    FakeExchange(String method, String query) {
        this.method = method;
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                this.query.put(name, equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
    }

    FakeExchange header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    /** A body that arrives at once, with its length announced. */
    FakeExchange body(byte[] bytes) {
        body = bytes;
        contentLength = bytes.length;
        return this;
    }

    FakeExchange contentLength(long length) {
        contentLength = length;
        return this;
    }

    // ---- the client's side

    /** Sends a piece of the body. */
    void chunk(byte[] bytes) {
        if (wanted) {
            wanted = receiver.onData(ByteBuffer.wrap(bytes));
        }
    }

    void endBody() {
        if (wanted) {
            wanted = false;
            receiver.onEnd();
        }
    }

    synchronized boolean isAnswered() {
        return response != null;
    }

    synchronized void awaitAnswer() throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (response == null && System.nanoTime() - deadline < 0) {
            wait(1_000);
        }
    }

    boolean isRead() {
        return receiver != null;
    }

    boolean stoppedReading() {
        return !wanted;
    }

    synchronized boolean isAborted() {
        return aborted;
    }

    synchronized int status() {
        if (response == null) {
            throw new AssertionError("not answered");
        }
        return response.status();
    }

    synchronized String text() {
        if (response == null) {
            throw new AssertionError("not answered");
        }
        return new String(responseBody, UTF_8);
    }

    synchronized byte[] body() {
        return responseBody;
    }

    synchronized HttpResponse response() {
        return response;
    }

    /** The answer will be written no further than what the network holds. */
    FakeExchange stall() {
        stalled = true;
        return this;
    }

    /** The write of the answer ends, one way or the other. */
    void endWrite() {
        stalled = false;
        response.memory().release();
    }

    /** The client goes away. */
    void disconnect() {
        Runnable action;
        synchronized (this) {
            clientGone = true;
            action = onAbort;
            onAbort = null;
        }
        if (action != null) {
            action.run();
        }
    }

    // ---- the server's side

    @Override
    public void respond(HttpResponse answer) {
        keep(answer);
        if (!stalled) {
            answer.memory().release();
        }
    }

    private synchronized void keep(HttpResponse answer) {
        if (response != null || aborted) {
            throw new AssertionError("answered twice");
        }
        response = answer;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer part : answer.body()) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            bytes.writeBytes(copy);
        }
        responseBody = bytes.toByteArray();
        if (!clientGone) {
            onAbort = null;
        }
        notifyAll();
    }

    @Override
    public void abort() {
        boolean isWriting;
        synchronized (this) {
            isWriting = stalled && response != null;
            if ((response != null && !isWriting) || aborted) {
                throw new AssertionError("answered twice");
            }
            aborted = true;
            notifyAll();
        }
        if (isWriting) {
            endWrite();
        }
    }

    @Override
    public void onAbort(Runnable action) {
        boolean now;
        synchronized (this) {
            now = clientGone;
            onAbort = now ? null : action;
        }
        if (now) {
            action.run();
        }
    }

    @Override
    public void readBody(BodyReceiver to) {
        receiver = to;
        if (body != null) {
            chunk(body);
            endBody();
        }
    }

    @Override
    public long contentLength() {
        return contentLength;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String url() {
        return "/engine.io/?" + query;
    }

    @Override
    public String query(String name) {
        return query.get(name);
    }

    @Override
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public List<String> headers(String name) {
        String value = header(name);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.7";
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public Object attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public HandshakeRequest snapshot() {
        return new Snapshot(url(), Map.copyOf(query), Map.of(), remoteAddress(), Instant.EPOCH);
    }

    private record Snapshot(
            String url,
            Map<String, String> query,
            Map<String, List<String>> headers,
            String address,
            Instant issued)
            implements HandshakeRequest {
        @Override
        public boolean isSecure() {
            return false;
        }
    }
}
