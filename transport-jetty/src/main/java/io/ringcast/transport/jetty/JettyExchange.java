package io.ringcast.transport.jetty;

import io.ringcast.engineio.HttpResponse;
import io.ringcast.engineio.ResponseHeaders;
import io.ringcast.engineio.UpgradeExchange;
import io.ringcast.engineio.WebSocketHandler;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.HandshakeRequest;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/** One request of Jetty's, as the engine sees it. */
@AnyThread
final class JettyExchange implements UpgradeExchange {
    /*
     * Invariant: Jetty's callback is completed exactly once, by whoever moves the state out of
     * WAITING or completes the write of the answer, or else reads the rest of the body. "Gone" is
     * told at most once, and never after the answer has been written.
     */
    private enum State {
        /**
         * The engine has not answered; moved on by {@link #respond}, {@link #abort} or the peer.
         */
        WAITING,
        /** The answer is being written; moved on by the write's completion. */
        ANSWERING,
        /** There is nothing to answer any more; Jetty's callback is completed, or will be. */
        OVER
    }

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Mount mount;
    private @Nullable Map<String, String> parameters;
    private @Nullable ClientView client;

    // Guarded by this.
    private State state = State.WAITING;
    private boolean wasIdle;
    private boolean gone;
    private @Nullable Runnable whenGone;
    private @Nullable AbortWatch watch;
    // Written by the thread that reads the body; an idle time-out ends only that.
    private volatile boolean reading;
    // Written by the thread that begins to read the body, read by whoever has written the answer.
    private volatile @Nullable BodyReader reader;

    JettyExchange(Mount mount, Request request, Response response, Callback callback) {
        this.mount = mount;
        this.request = request;
        this.response = response;
        this.callback = callback;
        mount.inFlight().begin();
        request.addIdleTimeoutListener(timeout -> reading || isStalled());
        request.addFailureListener(this::gone);
    }

    /**
     * Asked at an idle time-out. A parked poll outlasts any of HTTP's (B20). The answer that ends
     * it may have begun at this very moment, so that one is given another period.
     */
    private synchronized boolean isStalled() {
        boolean isSecond = wasIdle;
        wasIdle = state != State.WAITING;
        return wasIdle && isSecond;
    }

    @Override
    public String method() {
        return WebSocketUpgrade.isExtendedConnect(request) ? "GET" : request.getMethod();
    }

    @Override
    public String url() {
        return request.getHttpURI().getPathQuery();
    }

    @Override
    public @Nullable String query(String name) {
        Map<String, String> known = parameters;
        if (known == null) {
            known = QueryString.parse(request.getHttpURI().getQuery());
            parameters = known;
        }
        return known.get(name);
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.getHeaders().getValuesList(name);
    }

    @Override
    public @Nullable String remoteAddress() {
        return client().address();
    }

    @Override
    public boolean isSecure() {
        return client().isSecure();
    }

    ClientView client() {
        ClientView known = client;
        if (known == null) {
            known = ClientView.of(request, mount.options().trustProxy());
            client = known;
        }
        return known;
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        EndPoint.SslSessionData tls = endPoint().getSslSessionData();
        X509Certificate[] chain = tls == null ? null : tls.peerCertificates();
        return chain == null ? List.of() : List.of(chain);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return request.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        request.setAttribute(name, Objects.requireNonNull(value, "value"));
    }

    @Override
    public HandshakeRequest snapshot() {
        return new RequestSnapshot(request, client(), peerCertificates());
    }

    @Override
    public long contentLength() {
        return request.getLength();
    }

    @Override
    public void readBody(BodyReceiver receiver) {
        reading = true;
        BodyReader made = new BodyReader(request, receiver, this::bodyEnded);
        reader = made;
        made.run();
    }

    private void bodyEnded(@Nullable Throwable failure) {
        reading = false;
        if (failure != null) {
            gone(failure);
        }
    }

    @Override
    public void respond(HttpResponse answer) {
        if (!begin()) {
            answer.memory().release();
            return;
        }
        try {
            write(answer);
        } catch (Throwable failure) {
            gone(failure);
            throw failure;
        }
    }

    private void write(HttpResponse answer) {
        HttpFields.Mutable headers = response.getHeaders();
        response.setStatus(answer.status());
        answer.headers().forEach(headers::add);
        List<ByteBuffer> body = mount.compression().encode(answer, request.getHeaders(), headers);
        if (answer.status() != 204 && answer.status() != 304) {
            headers.put(HttpHeader.CONTENT_LENGTH, BodyWriter.length(body));
        }
        Callback written = Callback.from(whenWritten(), answer.memory()::release);
        new BodyWriter(response, body, written).run();
    }

    static boolean isHttp1(Request request) {
        return request.getConnectionMetaData().getHttpVersion().getVersion()
                <= HttpVersion.HTTP_1_1.getVersion();
    }

    @Override
    public void accept(ResponseHeaders headers, WebSocketHandler handler) {
        if (!begin()) {
            return;
        }
        headers.forEach(response.getHeaders()::add);
        mount.webSockets().upgrade(request, response, whenWritten(), handler);
    }

    /** Takes the right to answer; false if the client has gone, or was answered. */
    private boolean begin() {
        AbortWatch stopped;
        synchronized (this) {
            if (state != State.WAITING) {
                return false;
            }
            state = State.ANSWERING;
            stopped = watch;
            watch = null;
        }
        if (stopped != null) {
            stopped.stop();
        }
        return true;
    }

    private Callback whenWritten() {
        return Callback.from(InvocationType.NON_BLOCKING, () -> over(null), this::gone);
    }

    private void over(@Nullable Throwable failure) {
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            state = State.OVER;
            whenGone = null;
        }
        mount.inFlight().end();
        if (failure == null && isBodyUnderWay()) {
            BodyRest.skip(request, callback, reader);
        } else if (failure == null) {
            callback.succeeded();
        } else {
            // Peers come and go: Jetty need not log that, nor answer what can't be answered.
            callback.failed(new EofException(failure));
        }
    }

    /**
     * Whether the client sends a body that nobody has read to its end. A stream of HTTP/2 ends
     * alone; who waits in vain for "100 Continue" sends none.
     */
    private boolean isBodyUnderWay() {
        BodyReader asked = reader;
        boolean isAwaited = asked != null || !request.getHeaders().contains(HttpHeader.EXPECT);
        boolean isComplete = asked != null && asked.isComplete();
        return mayHaveBody() && isHttp1(request) && isAwaited && !isComplete;
    }

    @Override
    public void abort() {
        if (begin()) {
            disconnect();
            over(new EofException("aborted"));
        } else if (isAnswering()) {
            disconnect(); // the write fails
        }
    }

    private synchronized boolean isAnswering() {
        return state == State.ANSWERING;
    }

    private void disconnect() {
        if (isHttp1(request)) {
            endPoint().close();
        }
    }

    @Override
    public void onAbort(Runnable action) {
        boolean now;
        synchronized (this) {
            now = gone;
            if (!gone && state != State.OVER) {
                whenGone = action;
            }
        }
        if (now) {
            action.run();
        }
    }

    private void gone(Throwable cause) {
        Runnable action;
        AbortWatch stopped;
        synchronized (this) {
            if (gone || state == State.OVER) {
                return;
            }
            gone = true;
            action = whenGone;
            stopped = watch;
            watch = null;
        }
        if (stopped != null) {
            stopped.stop();
        }
        disconnect();
        over(cause);
        if (action != null) {
            action.run();
        }
    }

    /** Watches for the client's end, if the request is still waiting for its answer. */
    void park() {
        EndPoint endPoint = endPoint();
        if (mayHaveBody()
                || request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1
                || !(endPoint instanceof AbstractEndPoint readable)) {
            return;
        }
        synchronized (this) {
            if (state == State.WAITING && watch == null) {
                watch = new AbortWatch(readable, Mount.bufferPool(request), this::gone);
                watch.start();
            }
        }
    }

    /** Bytes of a body are Jetty's to read. */
    private boolean mayHaveBody() {
        HttpFields headers = request.getHeaders();
        return headers.contains(HttpHeader.CONTENT_LENGTH)
                || headers.contains(HttpHeader.TRANSFER_ENCODING);
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
