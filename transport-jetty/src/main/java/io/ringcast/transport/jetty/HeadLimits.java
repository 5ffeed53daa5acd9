package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Limits to the heads of requests, their request lines and headers, that Jetty does not have: its
 * idle time-out begins anew with each byte, so a byte now and then keeps a connection for ever; and
 * eight kilobytes of tiny headers are a hundred in memory.
 *
 * <p>{@link JettyTransport} has them, {@link JettyTransport.Builder#headTimeout}. For a Jetty
 * server of one's own, beside a limit to the number of its connections:
 *
 * <pre>{@code
 * HeadLimits.set(connector, Duration.ofSeconds(30));
 * server.addBean(new NetworkConnectionLimit(10_000, server));
 * }</pre>
 *
 * <ul>
 *   <li>Time: from the first byte after the connection was opened or the last answer was given, a
 *       TLS handshake included. A connection that takes longer is closed without an answer, at most
 *       a quarter of the time late.
 *   <li>Memory: all heads that are not complete yet may be 1/128 of the largest heap together, the
 *       first two kilobytes of each not counted. Connections beyond that are closed.
 *   <li>Headers: 200. A request with more is refused with 431.
 * </ul>
 *
 * <p>What is closed is warned of at most once a minute. The first two limits watch HTTP/1.1 in the
 * clear and over TLS, and leave HTTP/2 and WebSockets alone.
 *
 * <p>Threads: any.
 */
@AnyThread
public final class HeadLimits {
    private static final int MOST_FIELDS = 200;

    private HeadLimits() {}

    /**
     * Limits the heads of requests on all connections of a connector.
     *
     * @param connector has its connection factories and does not run yet
     * @param timeout at least 1 ms
     */
    public static void set(ServerConnector connector, Duration timeout) {
        set(connector, timeout, Runtime.getRuntime().maxMemory() / 128, () -> {});
    }

    static void set(ServerConnector connector, Duration timeout, long bytes, Runnable counted) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout must be at least 1 ms: " + timeout);
        }
        Watch watch = new Watch(connector, timeout.toNanos(), bytes, counted);
        connector.addBean(watch);
        for (var factory : connector.getConnectionFactories()) {
            if (factory instanceof HttpConfiguration.ConnectionFactory http
                    && !http.getHttpConfiguration().getCustomizers().contains(watch)) {
                http.getHttpConfiguration().addCustomizer(watch);
            }
        }
    }

    /** Looks at all connections that wait for a request, again and again. */
    private static final class Watch extends AbstractLifeCycle
            implements Connection.Listener, HttpConfiguration.Customizer, Runnable {
        /** Short enough that no network fills a heap meanwhile. */
        private static final long LONGEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(250);

        /** What a head may have without being counted: TLS handshakes come in storms. */
        private static final long SMALL = 2_048;

        private final ServerConnector connector;
        private final long timeout;
        private final long most;
        private final Runnable counted;
        private final Notices notices = new Notices();
        private final Map<EndPoint, Progress> waiting = new ConcurrentHashMap<>();
        // Written by who starts the connector and by the scheduler's thread; read by who stops it.
        private volatile Scheduler.@Nullable Task next;
        // The scheduler's thread's.
        private long held;

        Watch(ServerConnector connector, long timeout, long most, Runnable counted) {
            this.connector = connector;
            this.timeout = timeout;
            this.most = most;
            this.counted = counted;
        }

        @Override
        protected void doStart() {
            schedule();
        }

        @Override
        protected void doStop() {
            Scheduler.Task task = next;
            if (task != null) {
                task.cancel();
            }
        }

        private void schedule() {
            long period = Math.min(LONGEST_PERIOD, timeout / 8);
            next = connector.getScheduler().schedule(this, period, TimeUnit.NANOSECONDS);
        }

        @Override
        public void onOpened(Connection connection) {
            if (mayBringHeads(connection)) {
                waiting.putIfAbsent(socket(connection), new Progress());
            }
        }

        private static boolean mayBringHeads(Connection connection) {
            return connection instanceof SslConnection
                    || connection instanceof NegotiatingServerConnection
                    || (connection instanceof ConnectionMetaData http
                            && http.getHttpVersion() == HttpVersion.HTTP_1_1);
        }

        /** Also when something else takes the connection over: a WebSocket, or HTTP/2. */
        @Override
        public void onClosed(Connection connection) {
            waiting.remove(socket(connection));
        }

        /** Below TLS. */
        private static EndPoint socket(Connection connection) {
            EndPoint endPoint = connection.getEndPoint();
            while (endPoint instanceof EndPoint.Wrapper wrapper) {
                endPoint = wrapper.unwrap();
            }
            return endPoint;
        }

        /** A head is complete. */
        @Override
        public Request customize(Request request, HttpFields.Mutable responseHeaders) {
            if (request.getHeaders().size() > MOST_FIELDS) {
                throw new HttpException.RuntimeException(
                        HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "Too many headers");
            }
            EndPoint socket = socket(request.getConnectionMetaData().getConnection());
            Progress progress = waiting.get(socket);
            if (progress != null) {
                progress.serving = true;
                Request.addCompletionListener(
                        request, failure -> progress.await(socket.getConnection().getBytesIn()));
            }
            return request;
        }

        @Override
        public void run() {
            try {
                held = 0;
                long now = System.nanoTime();
                waiting.forEach((socket, progress) -> look(socket, progress, now));
            } finally {
                if (isRunning()) {
                    schedule();
                }
            }
        }

        private void look(EndPoint socket, Progress progress, long now) {
            long size = progress.size(socket.getConnection().getBytesIn(), now);
            if (size == 0) {
                return;
            }
            long large = Math.max(0, size - SMALL);
            if (now - progress.begun > timeout) {
                String limit = Duration.ofNanos(timeout) + " (headTimeout)";
                close(socket, "time", "A request's head was not complete within " + limit);
            } else if (large > 0 && held + large > most) {
                String limit = most + " bytes (1/128 of the heap)";
                close(socket, "memory", "Incomplete heads of requests were more than " + limit);
            } else {
                held += large;
            }
        }

        private void close(EndPoint socket, String kind, String reason) {
            waiting.remove(socket);
            notices.warn(kind, reason + ": connection closed");
            counted.run();
            socket.close(new TimeoutException(reason));
        }
    }

    /** How far the next head of a connection has come. */
    private static final class Progress {
        // Written by the threads of requests, the number first; read by the watch.
        private long before;
        private volatile boolean serving;
        // The watch's: of which head it has seen a part first, and when.
        private long begunAt = -1;
        private long begun;

        /** An answer has ended when so many bytes had come. */
        void await(long bytes) {
            before = bytes;
            serving = false;
        }

        /** How many bytes of a head have come so far; 0 if there is none on its way. */
        long size(long bytes, long now) {
            if (serving || bytes == before) {
                begunAt = -1;
                return 0;
            }
            if (begunAt != before) {
                begunAt = before;
                begun = now;
            }
            return bytes - before;
        }
    }
}
