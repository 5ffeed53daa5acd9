package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineOptions;
import io.ringcast.engineio.EngineServer;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Connection;
import io.ringcast.transport.TransportContext;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An engine at a path whose sessions are a bus's connections. */
@AnyThread
final class BusMount {
    /*
     * There is an engine while both sides want one: the bus from attach to close, the server from
     * open to pause. Changes of that are rare and guarded by this.
     */
    private final Mount mount;
    private @Nullable TransportContext context;
    private @Nullable Executor threads;
    private boolean serving;

    BusMount(JettyTransportOptions options) {
        this.mount = new Mount(options);
    }

    boolean handle(Request request, Response response, Callback callback) {
        return mount.handle(request, response, callback);
    }

    boolean isServing() {
        return mount.isServing();
    }

    /** The bus is there. */
    synchronized void attach(TransportContext bus, Executor flushers) {
        if (context != null) {
            throw new IllegalStateException("attached already");
        }
        context = bus;
        threads = flushers;
        begin();
    }

    /** The server is there. */
    synchronized void open() {
        serving = true;
        begin();
    }

    private void begin() {
        if (serving && context != null && threads != null && !mount.isServing()) {
            mount.begin(engine(context, new SpreadingFlusher(threads, writtenOnTheLoop())));
        }
    }

    /**
     * Where messages are compressed as they are written, or each is a write of its own, the loop
     * has better things to do.
     */
    private int writtenOnTheLoop() {
        JettyTransportOptions options = mount.options();
        boolean isCostly =
                options.perMessageDeflate() > 0 || options.webSockets() == WebSockets.JETTY;
        return isCostly ? 0 : SpreadingFlusher.FEW;
    }

    private EngineServer engine(TransportContext bus, Connection.Flusher flusher) {
        JettyTransportOptions options = mount.options();
        EngineOptions.Builder settings =
                EngineSettings.of(options).outboundLimits(bus.outboundLimits());
        if (options.pingInterval() == null) {
            settings.pingInterval(bus.pingInterval());
        }
        if (options.pingTimeout() == null) {
            settings.pingTimeout(bus.pingTimeout());
        }
        EngineServer.Builder engine =
                EngineServer.builder(session -> new EngineConnection(session, bus, flusher))
                        .options(settings.build())
                        .memory(bus.memory())
                        .observer(mount.observer(new BusObserver(bus)));
        EngineSettings.hooks(options, engine);
        return engine.build();
    }

    void stopAccepting() {
        mount.stopAccepting();
    }

    /** The server will go away: tells all clients; completed when they have gone. */
    CompletionStage<Void> drain(Duration patience) {
        synchronized (this) {
            serving = false;
        }
        return mount.drain(patience);
    }

    /** The server goes away, perhaps to come back. */
    void pause() {
        synchronized (this) {
            serving = false;
        }
        mount.end();
    }

    /** The bus goes away for good; its clients' last words have the time to leave. */
    void close(Duration patience) {
        synchronized (this) {
            context = null;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        await(mount.drain(patience), deadline);
        mount.end();
        await(mount.inFlight().whenIdle(), deadline);
    }

    private static void await(CompletionStage<Void> stage, long deadline) {
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            stage.toCompletableFuture().get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The time is over: the rest is cut off.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine did not shut down", e);
        }
    }
}
