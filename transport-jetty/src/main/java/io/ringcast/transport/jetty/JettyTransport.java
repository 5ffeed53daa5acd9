package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Counter;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * A Jetty server of one's own that Socket.IO clients reach a bus through, by HTTP long-polling and
 * WebSocket.
 *
 * <pre>{@code
 * JettyTransport web = bus.attach(JettyTransport.builder().port(3000).build());
 * }</pre>
 *
 * <p>It listens from the moment it is attached to the moment its bus is closed, on all addresses of
 * the machine unless a host is set, as servers of Node and Jetty do. A request for another path
 * goes to the application's handlers, if there are any, and is answered with 404 otherwise. To use
 * a Jetty server that is there already, see {@link SocketIoHandler}.
 *
 * <p>Threads: any. Requests are read, taken apart and answered on Jetty's selector threads; nothing
 * in here blocks them but a bus whose ring is full, which is how a flood reaches back to its
 * senders.
 */
@AnyThread
public final class JettyTransport implements Transport {
    private final Builder settings;
    private final BusMount mount;
    private final Server server;
    private final LastingConnector connector;

    private JettyTransport(Builder settings) {
        this.settings = settings;
        this.mount = new BusMount(settings.options.build());
        LastingConnector.Threads threads = new LastingConnector.Threads(settings.maxThreads);
        threads.setName("ringcast-jetty");
        this.server = new Server(threads);
        this.connector = settings.connector(server);
    }

    /**
     * Starts with the defaults: port 3000, no TLS.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The port on which the server listens.
     *
     * @return the port; of a server that was asked for port 0 the one it has got, -1 before it
     *     listens and after it stopped
     */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * The Jetty server, for what has no option here. Change it only before it is attached.
     *
     * @return the server
     */
    public Server server() {
        return server;
    }

    @Override
    public void start(TransportContext context) {
        connector.onFatal(context::fatal);
        mount.attach(context, server.getThreadPool());
        mount.open();
        guard(context);
        server.addConnector(connector);
        server.setHandler(settings.handlers(mount));
        server.setDefaultHandler(new NotFound());
        try {
            server.start();
        } catch (Exception e) {
            close(Duration.ZERO);
            throw new IllegalStateException("can't listen on port " + settings.port, e);
        }
    }

    private void guard(TransportContext context) {
        Notices notices = new Notices();
        int asked = settings.maxConnections;
        int most = asked == 0 ? ConnectionLimit.byDefault() : asked;
        String tooMany = "Refused network connections beyond " + most + " (maxConnections)";
        connector.addBean(
                new ConnectionLimit(
                        most,
                        () -> {
                            context.count(Counter.NETWORK_CONNECTIONS_REFUSED, 1);
                            notices.warn("connections", tooMany);
                        }));
        HeadLimits.set(
                connector,
                settings.headTimeout,
                Runtime.getRuntime().maxMemory() / 128,
                () -> context.count(Counter.REQUEST_HEADS_REFUSED, 1));
    }

    /** Frees the port at once. Connections that are open can go on. */
    @Override
    public void stopAccepting() {
        connector.close();
        mount.stopAccepting();
    }

    @Override
    public void close(Duration drain) {
        connector.close();
        // Without a connection nobody can fetch what is left.
        mount.close(connector.getConnectedEndPoints().isEmpty() ? Duration.ZERO : drain);
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
        // Those of a selector that has ended.
        connector.getConnectedEndPoints().forEach(EndPoint::close);
    }

    /**
     * Collects settings of the server; {@link #build} checks them.
     *
     * <p>Threads: one.
     */
    public static final class Builder {
        private static final int DEFAULT_PORT = 3_000;
        private @Nullable String host;
        private int port = DEFAULT_PORT;
        private int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        private int maxThreads = 200;
        private int maxConnections;
        private int maxHeaderSize = 16 * 1_024;
        private Duration idleTimeout = Duration.ofSeconds(30);
        private Duration headTimeout = Duration.ofSeconds(30);
        private SslContextFactory.@Nullable Server tls;
        private @Nullable ConnectionFactories factories;
        private final List<Handler> beside = new ArrayList<>();
        private final JettyTransportOptions.Builder options = JettyTransportOptions.builder();

        private Builder() {}

        /**
         * Sets the address to listen on. Default: all addresses of the machine.
         *
         * @param address a name or an address; null for all
         * @return this
         */
        public Builder host(@Nullable String address) {
            host = address;
            return this;
        }

        /**
         * Sets the port to listen on. Default: 3000.
         *
         * @param value 0 for any that is free
         * @return this
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * Sets the path that is served. Default: {@code /socket.io}.
         *
         * @param path begins with a slash
         * @return this
         */
        public Builder path(String path) {
            options.path(path);
            return this;
        }

        /**
         * Sets which pages of other origins may use the server. Default: none.
         *
         * @param cors the permission
         * @return this
         */
        public Builder cors(Cors cors) {
            options.cors(cors);
            return this;
        }

        /**
         * Sets any of {@link JettyTransportOptions}.
         *
         * @param settings changes the options
         * @return this
         */
        public Builder options(Consumer<JettyTransportOptions.Builder> settings) {
            settings.accept(options);
            return this;
        }

        /**
         * Encrypts all connections. Default: no TLS.
         *
         * @param context the certificates and the rules
         * @return this
         */
        public Builder tls(SslContextFactory.Server context) {
            tls = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Sets the protocols of the connector, in place of HTTP/1.1 and {@link #tls}: HTTP/2 for
         * instance, or a proxy's protocol.
         *
         * @param protocols makes the connection factories
         * @return this
         */
        public Builder connectionFactories(ConnectionFactories protocols) {
            factories = Objects.requireNonNull(protocols, "protocols");
            return this;
        }

        /**
         * Adds a handler of the application for what is not for the bus, asked after those that
         * were added before. One that blocks has to say so to Jetty, as handlers do by default; all
         * requests then go through the thread pool, WebSocket messages still do not.
         *
         * @param handler the handler
         * @return this
         */
        public Builder handler(Handler handler) {
            beside.add(Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /**
         * Sets how many threads read and write. Default: half the processors.
         *
         * @param threads at least 1
         * @return this
         */
        public Builder selectors(int threads) {
            selectors = threads;
            return this;
        }

        /**
         * Sets how many threads the server may have in all. Default: 200, which only handlers of
         * the application that block would need.
         *
         * @param threads at least 8 more than the selectors
         * @return this
         */
        public Builder maxThreads(int threads) {
            maxThreads = threads;
            return this;
        }

        /**
         * Sets how many network connections there may be: Node's {@code server.maxConnections}. A
         * connection beyond that is closed as it arrives, counted as {@link
         * Counter#NETWORK_CONNECTIONS_REFUSED}, and warned of at most once a minute. Default: one
         * for each 32 KiB of the largest heap, which is what a hostile one can make Jetty hold; at
         * most 100,000, and at most 7/8 of the files that the process may open.
         *
         * <p>A WebSocket takes one, a client on polling up to three.
         *
         * @param connections at least 1; 0 for the default
         * @return this
         */
        public Builder maxConnections(int connections) {
            maxConnections = connections;
            return this;
        }

        /**
         * Sets how large the head of a request may be, its line and its headers: Node's option
         * {@code --max-http-header-size}. Cookies and tokens are in there. Larger ones are refused
         * with 431, or 414 if the address alone is too long. Default: 16 KiB, as Node's; a Jetty
         * server of one's own has 8 KiB unless {@code HttpConfiguration.setRequestHeaderSize} says
         * otherwise.
         *
         * @param bytes 1,024 to 1,048,576
         * @return this
         */
        public Builder maxHeaderSize(int bytes) {
            maxHeaderSize = bytes;
            return this;
        }

        /**
         * Sets how long a connection may be silent while it is no WebSocket and no poll waits on
         * it: between two requests, and in the middle of one. Default: 30 s. Behind a proxy that
         * keeps connections, it has to be longer than the proxy keeps them.
         *
         * @param timeout at least 1 ms
         * @return this
         */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        /**
         * Sets how long the head of a request may take from its first byte to its last, a TLS
         * handshake before it included: Node's {@code server.headersTimeout}. A connection that
         * takes longer is closed without an answer, at most a quarter of the time late, and counted
         * as {@link Counter#REQUEST_HEADS_REFUSED}, as are those beyond the other limits of {@link
         * HeadLimits}. Default: 30 s.
         *
         * @param timeout at least 1 ms
         * @return this
         */
        public Builder headTimeout(Duration timeout) {
            headTimeout = timeout;
            return this;
        }

        /**
         * Checks the settings.
         *
         * @return the transport, to be attached to a bus
         * @throws IllegalArgumentException if a value is out of its range, or if two contradict
         *     each other
         */
        public JettyTransport build() {
            check(port >= 0 && port <= 65_535, "port must be 0 to 65535", port);
            check(selectors >= 1, "selectors must be at least 1", selectors);
            check(maxThreads >= selectors + 8, "maxThreads must leave room", maxThreads);
            check(maxConnections >= 0, "maxConnections must not be negative", maxConnections);
            check(
                    maxHeaderSize >= 1_024 && maxHeaderSize <= 1_048_576,
                    "maxHeaderSize must be 1024 to 1048576 bytes",
                    maxHeaderSize);
            check(idleTimeout.toMillis() >= 1, "idleTimeout must be at least 1 ms", idleTimeout);
            check(headTimeout.toMillis() >= 1, "headTimeout must be at least 1 ms", headTimeout);
            check(
                    tls == null || factories == null,
                    "tls and connectionFactories exclude each other",
                    "both are set");
            return new JettyTransport(this);
        }

        private static void check(boolean holds, String rule, Object value) {
            if (!holds) {
                throw new IllegalArgumentException(rule + ": " + value);
            }
        }

        private LastingConnector connector(Server server) {
            HttpConfiguration http = new HttpConfiguration();
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(maxHeaderSize);
            LastingConnector made = new LastingConnector(server, 1, selectors, protocols(http));
            made.setHost(host);
            made.setPort(port);
            made.setIdleTimeout(idleTimeout.toMillis());
            // Connections come in storms: thousands at once when a server restarts.
            made.setAcceptQueueSize(1_024);
            return made;
        }

        private ConnectionFactory[] protocols(HttpConfiguration http) {
            if (factories != null) {
                return factories.make(http).toArray(ConnectionFactory[]::new);
            }
            HttpConnectionFactory plain = new HttpConnectionFactory(http);
            if (tls == null) {
                return new ConnectionFactory[] {plain};
            }
            http.addCustomizer(new SecureRequestCustomizer(false));
            return new ConnectionFactory[] {
                new SslConnectionFactory(tls, plain.getProtocol()), plain
            };
        }

        private Handler handlers(BusMount mount) {
            List<Handler> all = new ArrayList<>();
            all.add(new MountHandler(mount));
            all.addAll(beside);
            return new Handler.Sequence(false, all);
        }
    }

    /** Makes the protocols of a connector. */
    @FunctionalInterface
    public interface ConnectionFactories {

        /**
         * Makes them.
         *
         * @param http how HTTP is served here
         * @return the factories, the outermost first
         */
        List<ConnectionFactory> make(HttpConfiguration http);
    }
}
