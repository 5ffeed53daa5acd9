package io.ringcast.transport.jetty;

import io.ringcast.engineio.WebSocketHandler;
import io.ringcast.loop.AnyThread;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Jetty;
import org.eclipse.jetty.util.compression.CompressionPool;
import org.eclipse.jetty.util.compression.DeflaterPool;
import org.eclipse.jetty.util.compression.InflaterPool;
import org.eclipse.jetty.websocket.api.ExtensionConfig;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/** WebSockets of Jetty's: each a {@link JettyWebSocket}. The only classes that know its API. */
@AnyThread
final class JettyWebSockets implements WebSocketEngine {
    private static final String NEEDED =
            "org.eclipse.jetty.websocket.server.ServerWebSocketContainer";

    /**
     * Clients may keep their context: where they keep none, Jetty 12.1.14 forgets its own at a ping
     * in the middle of a message.
     */
    private static final String DEFLATE = DeflateOffer.SHORT_ANSWER;

    private final JettyTransportOptions options;
    private final InFlight inFlight;

    /*
     * Not the server's own container, nor a part of any: when a server stops, such a part closes its
     * WebSockets at once, in front of the last words of their sessions. So it sits in a context of
     * which no server knows. Guarded by this.
     */
    private @Nullable ServerWebSocketContainer container;
    private @Nullable Server servedBy;

    JettyWebSockets(JettyTransportOptions options, InFlight inFlight) {
        this.options = options;
        this.inFlight = inFlight;
    }

    /**
     * Checks that the dependency is there.
     *
     * @throws IllegalStateException if not
     */
    static void require() {
        try {
            Class.forName(NEEDED, false, JettyWebSockets.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException(
                    "webSockets(JETTY) needs a dependency:"
                            + " org.eclipse.jetty.websocket:jetty-websocket-jetty-server:"
                            + Jetty.VERSION
                            + " (on a module path also --add-modules"
                            + " org.eclipse.jetty.websocket.server)",
                    e);
        }
    }

    @Override
    public void upgrade(
            Request request, Response response, Callback written, WebSocketHandler handler) {
        try {
            boolean answered =
                    container(request.getConnectionMetaData().getConnector().getServer())
                            .upgrade(
                                    (asked, answer, failed) -> accept(request, answer, handler),
                                    new PlainUri(request),
                                    response,
                                    written);
            if (!answered) {
                response.setStatus(400);
                response.write(true, null, written);
            }
        } catch (RuntimeException e) {
            written.failed(e);
        }
    }

    private synchronized ServerWebSocketContainer container(Server server) {
        if (container == null || server != servedBy) {
            servedBy = server;
            start(InflaterPool.ensurePool(server));
            start(DeflaterPool.ensurePool(server));
            container = ServerWebSocketContainer.ensure(server, new ContextHandler());
        }
        return container;
    }

    /** Jetty starts such pools with their server, which runs already. */
    private static void start(CompressionPool<?> pool) {
        try {
            pool.start();
        } catch (Exception e) {
            throw new IllegalStateException("a pool of Jetty's does not start", e);
        }
    }

    private Object accept(Request request, ServerUpgradeResponse answer, WebSocketHandler handler) {
        HttpFields headers = request.getHeaders();
        String protocol = WebSocketUpgrade.protocol(headers);
        if (protocol != null) {
            answer.setAcceptedSubProtocol(protocol);
        }
        boolean deflates =
                options.perMessageDeflate() > 0
                        && DeflateOffer.takesShortAnswer(
                                headers.getValuesList(HttpHeader.SEC_WEBSOCKET_EXTENSIONS));
        answer.setExtensions(deflates ? List.of(ExtensionConfig.parse(DEFLATE)) : List.of());
        FrameLimits limits =
                new FrameLimits(
                        options.maxHttpBufferSize(), deflates ? options.perMessageDeflate() : 0);
        EndPoint endPoint = request.getTunnelSupport().getEndPoint();
        return new JettyWebSocket(endPoint, handler, limits, inFlight).endpoint();
    }

    /**
     * Jetty wants a java.net.URI of each request, which many a query is not. Nobody looks at it.
     */
    private final class PlainUri extends Request.Wrapper {
        PlainUri(Request request) {
            super(request);
        }

        @Override
        public HttpURI getHttpURI() {
            return HttpURI.build(super.getHttpURI()).path(options.path()).param(null).query(null);
        }
    }
}
