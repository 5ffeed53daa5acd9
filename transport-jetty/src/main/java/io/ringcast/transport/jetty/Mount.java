package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ringcast.engineio.ConnectionError;
import io.ringcast.engineio.EngineError;
import io.ringcast.engineio.EngineObserver;
import io.ringcast.engineio.EngineServer;
import io.ringcast.engineio.HttpResponse;
import io.ringcast.engineio.ResponseHeaders;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.InboundBatch;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An engine at a path of a Jetty server: sorts the requests, and leaves other paths alone (A27).
 */
@AnyThread
final class Mount {
    private static final System.Logger LOG = System.getLogger("io.ringcast.transport.jetty");

    private final JettyTransportOptions options;
    private final String below;
    private final Compression compression;
    private final List<HostPattern> hosts;
    private final Notices notices = new Notices();
    private final InFlight inFlight = new InFlight();
    private final WebSocketEngine webSockets;
    // Written by whoever starts and stops the server or the bus; read by every request.
    private volatile @Nullable EngineServer engine;
    // Both written before the engine, which is volatile.
    private EngineObserver observer = EngineObserver.NONE;
    private @Nullable ClientBundle client;

    Mount(JettyTransportOptions options) {
        this.options = options;
        this.below = options.path() + "/";
        this.compression = new Compression(options.httpCompression());
        this.hosts = options.allowedHosts().stream().map(HostPattern::of).toList();
        this.webSockets =
                options.webSockets() == WebSockets.JETTY
                        ? new JettyWebSockets(options, inFlight)
                        : new RingcastWebSockets(options, inFlight);
        this.client = options.serveClient() ? new ClientBundle() : null;
    }

    JettyTransportOptions options() {
        return options;
    }

    InFlight inFlight() {
        return inFlight;
    }

    WebSocketEngine webSockets() {
        return webSockets;
    }

    Compression compression() {
        return compression;
    }

    /** Sets who is told what happens; returns who is to be told by the engine. */
    EngineObserver observer(EngineObserver told) {
        observer = new CountingObserver(told, notices, options.connectionErrors());
        return observer;
    }

    /** Sets the browser client to serve; null for none. */
    void client(@Nullable ClientBundle bundle) {
        client = bundle;
    }

    boolean isServing() {
        return engine != null;
    }

    /** Serves with an engine until {@link #end}. */
    void begin(EngineServer begun) {
        engine = begun;
    }

    void stopAccepting() {
        EngineServer running = engine;
        if (running != null) {
            running.stopAccepting();
        }
    }

    /** Closes all sessions; completed when they and their last words have left. */
    CompletionStage<Void> drain(Duration patience) {
        EngineServer running = engine;
        return running == null
                ? CompletableFuture.completedStage(null)
                : running.shutdown(patience).thenCompose(closed -> inFlight.whenIdle());
    }

    /** Ends all sessions that are left, and serves no more. */
    void end() {
        EngineServer running = engine;
        engine = null;
        if (running != null) {
            running.close();
        }
    }

    /** Takes a request if it is for this path. */
    boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(below) && !path.equals(options.path())) {
            return false;
        }
        JettyExchange exchange = new JettyExchange(this, request, response, callback);
        try {
            InboundBatch.run(() -> sort(path, request, exchange));
        } catch (RuntimeException | Error e) {
            // Ours or a predicate of the application: the request ends whatever it is.
            exchange.abort();
            throw e;
        }
        return true;
    }

    private void sort(String path, Request request, JettyExchange exchange) {
        EngineServer running = engine;
        if (running == null) {
            refuse(exchange, 503, "SHUTTING_DOWN", "Service unavailable");
        } else if (!hosts.isEmpty() && !isForAllowedHost(exchange.client())) {
            notices.warn("host", Origins.hostAdvice(exchange.client()));
            refuse(exchange, 403, "HOST_NOT_ALLOWED", "Host not allowed");
        } else if (isForClient(path, request)) {
            serveClient(path.substring(below.length()), exchange);
        } else if (WebSocketUpgrade.isAskedFor(request)) {
            upgrade(running, request, exchange);
        } else {
            noticeForeignPage(exchange);
            running.handleRequest(exchange);
            exchange.park();
        }
    }

    private boolean isForAllowedHost(ClientView client) {
        Authority asked = client.authority();
        return asked != null && hosts.stream().anyMatch(host -> host.matches(asked.host()));
    }

    /** A browser gets its answer and hides it from the page, so nobody here would learn of it. */
    private void noticeForeignPage(JettyExchange exchange) {
        String origin = exchange.header("Origin");
        if (origin != null
                && exchange.query("sid") == null
                && !Origins.isKnown(origin, exchange.client(), options.cors())) {
            notices.warn("origin", Origins.advice(origin, exchange.client()));
        }
    }

    private boolean isForClient(String path, Request request) {
        return client != null
                && path.startsWith(below)
                && ClientBundle.isName(path.substring(below.length()))
                && (HttpMethod.GET.is(request.getMethod())
                        || HttpMethod.HEAD.is(request.getMethod()));
    }

    private void serveClient(String name, JettyExchange exchange) {
        if (client != null) {
            client.serve(name, exchange, headers(exchange));
        }
    }

    /** The headers of an answer that the engine does not give. */
    private ResponseHeaders headers(JettyExchange exchange) {
        ResponseHeaders headers = new ResponseHeaders();
        if (options.cors() != null) {
            options.cors().apply(exchange, headers);
        }
        return headers;
    }

    private void upgrade(EngineServer running, Request request, JettyExchange exchange) {
        String fault = WebSocketUpgrade.fault(request);
        if (fault != null) {
            refuse(exchange, 400, "TRANSPORT_HANDSHAKE_ERROR", fault);
        } else if (!Origins.mayOpenWebSocket(exchange, options)) {
            String origin = Objects.requireNonNull(exchange.header("Origin"));
            notices.warn("origin", Origins.advice(origin, exchange.client()));
            refuse(exchange, 403, "INVALID_ORIGIN", EngineError.FORBIDDEN.message());
        } else {
            running.handleUpgrade(exchange);
        }
    }

    /** Refuses before the engine sees the request; a WebSocket's client never sees the text. */
    private void refuse(JettyExchange exchange, int status, String context, String text) {
        EngineError error = status == 403 ? EngineError.FORBIDDEN : EngineError.BAD_REQUEST;
        observer.onConnectionError(new ConnectionError(exchange, error, text, context));
        LOG.log(Level.DEBUG, () -> "Request refused: " + status + ": " + text);
        ResponseHeaders headers = headers(exchange);
        headers.set("Content-Type", "text/html").set("Connection", "close");
        if (status == 400) {
            headers.set("Sec-WebSocket-Version", "13");
        }
        ByteBuffer body = ByteBuffer.wrap(text.getBytes(US_ASCII));
        exchange.respond(new HttpResponse(status, headers, List.of(body), false));
    }

    static ByteBufferPool bufferPool(Request request) {
        return request.getConnectionMetaData().getConnector().getByteBufferPool();
    }
}
