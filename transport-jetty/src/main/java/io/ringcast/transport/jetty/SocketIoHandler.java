package io.ringcast.transport.jetty;

import io.ringcast.Bus;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * A bus at a path of a Jetty server that is there already.
 *
 * <pre>{@code
 * server.setHandler(new SocketIoHandler(bus));                                 // nothing else
 * server.setHandler(new Handler.Sequence(new SocketIoHandler(bus), others));   // beside others
 * }</pre>
 *
 * <p>Takes the requests for its path, {@code /socket.io} unless another is set, and leaves all
 * others to the handler it wraps, or to those beside it. It can sit in a {@code ContextHandler},
 * whose path then comes first.
 *
 * <p>The handler is attached to the bus when it is made. Clients are served while both the handler
 * is started and the bus is open; when the Jetty server stops first, its clients are disconnected
 * (with a closing handshake if the server has a stop time-out) and the bus goes on. A handler that
 * is started again serves again.
 *
 * <p>Threads: as other handlers. It never blocks, and says so to Jetty; a server whose other
 * handlers block uses its thread pool for requests, but not for WebSocket messages.
 */
@AnyThread
public final class SocketIoHandler extends Handler.Wrapper implements Graceful {
    private final BusMount mount;

    /**
     * Makes a handler with the default options.
     *
     * @param bus the bus that clients reach
     */
    public SocketIoHandler(Bus bus) {
        this(bus, JettyTransportOptions.DEFAULT);
    }

    /**
     * Makes a handler.
     *
     * @param bus the bus that clients reach
     * @param options the path and the limits
     */
    public SocketIoHandler(Bus bus, JettyTransportOptions options) {
        this.mount = new BusMount(options);
        bus.attach(new Attachment());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return mount.handle(request, response, callback)
                || super.handle(request, response, callback);
    }

    @Override
    protected void doStart() throws Exception {
        mount.open();
        super.doStart();
    }

    /** Tells all clients that the server stops; Jetty calls this if it has a stop time-out. */
    @Override
    public CompletableFuture<Void> shutdown() {
        return mount.drain(Duration.ofMillis(getServer().getStopTimeout())).toCompletableFuture();
    }

    @Override
    public boolean isShutdown() {
        return !mount.isServing();
    }

    @Override
    protected void doStop() throws Exception {
        mount.pause();
        super.doStop();
    }

    private void execute(Runnable command) {
        Server server = getServer();
        if (server == null) {
            throw new RejectedExecutionException("the handler has no server");
        }
        server.getThreadPool().execute(command);
    }

    /** The handler, as its bus sees it. */
    private final class Attachment implements Transport {
        @Override
        public void start(TransportContext context) {
            mount.attach(context, SocketIoHandler.this::execute);
        }

        @Override
        public void stopAccepting() {
            mount.stopAccepting();
        }

        @Override
        public void close(Duration drain) {
            mount.close(drain);
        }
    }
}
