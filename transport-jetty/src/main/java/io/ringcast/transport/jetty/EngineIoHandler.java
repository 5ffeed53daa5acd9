package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineHandler;
import io.ringcast.engineio.EngineObserver;
import io.ringcast.engineio.EngineServer;
import io.ringcast.engineio.EngineSession;
import io.ringcast.loop.AnyThread;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * Bare Engine.IO at a path of a Jetty server, for applications that want its messages without
 * Socket.IO on top.
 *
 * <p>Takes the requests for its path and leaves all others to the handler it wraps, or to those
 * beside it. Sessions live from the handler's start to its stop.
 *
 * <p>Threads: as other handlers. It never blocks, and says so to Jetty.
 */
@AnyThread
public final class EngineIoHandler extends Handler.Wrapper implements Graceful {
    private final Mount mount;
    private final Function<EngineSession, EngineHandler> onConnection;
    private final EngineObserver observer;

    /**
     * Makes a handler.
     *
     * @param options the path and the limits; {@code /socket.io} unless another path is set
     * @param onConnection called for each new session, before anything of it can arrive: makes the
     *     session's handler
     */
    public EngineIoHandler(
            JettyTransportOptions options, Function<EngineSession, EngineHandler> onConnection) {
        this(options, onConnection, EngineObserver.NONE);
    }

    /**
     * Makes a handler that is observed.
     *
     * @param options the path and the limits
     * @param onConnection makes a new session's handler
     * @param observer hears what happens in the engine
     */
    public EngineIoHandler(
            JettyTransportOptions options,
            Function<EngineSession, EngineHandler> onConnection,
            EngineObserver observer) {
        this.mount = new Mount(options);
        this.onConnection = Objects.requireNonNull(onConnection, "onConnection");
        this.observer = Objects.requireNonNull(observer, "observer");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return mount.handle(request, response, callback)
                || super.handle(request, response, callback);
    }

    Mount mount() {
        return mount;
    }

    @Override
    protected void doStart() throws Exception {
        EngineServer.Builder engine =
                EngineServer.builder(onConnection)
                        .options(EngineSettings.of(mount.options()).build())
                        .observer(mount.observer(observer));
        EngineSettings.hooks(mount.options(), engine);
        mount.begin(engine.build());
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
        mount.end();
        super.doStop();
    }
}
