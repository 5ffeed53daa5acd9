package io.ringcast.transport.jetty;

import io.ringcast.engineio.ConnectionError;
import io.ringcast.engineio.EngineHandler;
import io.ringcast.engineio.EngineObserver;
import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.EngineSession;
import io.ringcast.transport.CloseReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An application's own Jetty server with bare Engine.IO that sends back what it gets. */
final class EchoFixture implements AutoCloseable, EngineObserver {
    static final String PATH = "/engine.io/?EIO=4";
    static final String POLL = PATH + "&transport=polling";
    static final String WEBSOCKET = PATH + "&transport=websocket";
    private static final Pattern SID = Pattern.compile("\"sid\":\"([A-Za-z0-9_-]{20})\"");

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final EngineIoHandler handler;
    private final BlockingQueue<EngineSession> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    EchoFixture(UnaryOperator<JettyTransportOptions.Builder> options, Handler... besides)
            throws Exception {
        this(options, List.of(), besides);
    }

    private EchoFixture(
            UnaryOperator<JettyTransportOptions.Builder> options,
            List<ConnectionFactory> protocols,
            Handler... besides)
            throws Exception {
        JettyTransportOptions.Builder settings = JettyTransportOptions.builder();
        handler =
                new EngineIoHandler(
                        options.apply(settings.path("/engine.io")).build(), this::echo, this);
        connector.setHost("127.0.0.1");
        protocols.forEach(connector::addConnectionFactory);
        server.addConnector(connector);
        Handler[] all = Arrays.copyOf(besides, besides.length + 1);
        all[besides.length] = handler;
        server.setHandler(new Handler.Sequence(all));
        server.start();
    }

    static EchoFixture start(WebSockets engine) throws Exception {
        return new EchoFixture(options -> options.webSockets(engine));
    }

    /** A server that speaks HTTP/2 too, without TLS. */
    static EchoFixture startHttp2(WebSockets engine) throws Exception {
        ConnectionFactory http2 = new HTTP2CServerConnectionFactory(new HttpConfiguration());
        return new EchoFixture(options -> options.webSockets(engine), List.of(http2));
    }

    static EchoFixture start() throws Exception {
        return new EchoFixture(options -> options);
    }

    static EchoFixture start(UnaryOperator<JettyTransportOptions.Builder> options)
            throws Exception {
        return new EchoFixture(options);
    }

    private EngineHandler echo(EngineSession session) {
        opened.add(session);
        return new Echo(session);
    }

    int port() {
        return connector.getLocalPort();
    }

    Server server() {
        return server;
    }

    EngineIoHandler handler() {
        return handler;
    }

    ServerConnector connector() {
        return connector;
    }

    RawClient client() throws IOException {
        return new RawClient(port());
    }

    RawWebSocket webSocket() throws IOException {
        return RawWebSocket.open(port(), WEBSOCKET);
    }

    /** Opens a session by polling and returns the target of its requests. */
    String handshake(RawClient client) throws IOException {
        return POLL + "&sid=" + sid(client.get(POLL).body());
    }

    static String sid(String open) {
        Matcher matcher = SID.matcher(open);
        if (!matcher.find()) {
            throw new AssertionError("no session id in " + open);
        }
        return matcher.group(1);
    }

    EngineSession session() throws InterruptedException {
        return next(opened, "no session opened");
    }

    /** How the next session ended, reason and detail. */
    String end() throws InterruptedException {
        return next(closed, "no session ended");
    }

    String refusal() throws InterruptedException {
        return next(refused, "no request was refused");
    }

    boolean hasEnded() {
        return !closed.isEmpty();
    }

    private static <T> T next(BlockingQueue<T> queue, String otherwise)
            throws InterruptedException {
        T next = queue.poll(RawClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError(otherwise);
        }
        return next;
    }

    @Override
    public void onConnectionError(ConnectionError error) {
        refused.add(error.error().code() + " " + error.context());
    }

    @Override
    public void onFailure(String context, Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void close() throws Exception {
        server.stop();
        if (!failures.isEmpty()) {
            throw new AssertionError("a failure in the engine", failures.peek());
        }
    }

    /** Sends back what comes. */
    private final class Echo implements EngineHandler {
        private final EngineSession session;

        Echo(EngineSession session) {
            this.session = session;
        }

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            session.send(EnginePacket.text(utf8, offset, length), EngineSession.Delivery.NORMAL);
            session.flush();
        }

        @Override
        public void onBinary(byte[] data) {
            session.sendBytes(data);
            session.flush();
        }

        @Override
        public void onClose(CloseReason reason, String detail) {
            closed.add(detail.isEmpty() ? reason.text() : reason.text() + ": " + detail);
        }
    }
}
