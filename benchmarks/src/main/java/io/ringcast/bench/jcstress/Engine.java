package io.ringcast.bench.jcstress;

import io.ringcast.engineio.EngineHandler;
import io.ringcast.engineio.EngineServer;
import io.ringcast.engineio.EngineSession;
import io.ringcast.engineio.Timers;
import io.ringcast.transport.CloseReason;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An engine with one session and a clock that stands still. */
final class Engine implements EngineHandler, Timers {
    final EngineServer server =
            EngineServer.builder(this::opened).timers(this).generateId(r -> Exchange.ID).build();

    /** How often the session was told that it is closed. */
    final AtomicInteger closes = new AtomicInteger();

    private @Nullable EngineSession session;

    private EngineHandler opened(EngineSession opened) {
        session = opened;
        return this;
    }

    EngineSession session() {
        EngineSession open = session;
        if (open == null) {
            throw new IllegalStateException("no session");
        }
        return open;
    }

    /** Opens a session by polling. */
    Engine polling() {
        server.handleRequest(new Exchange("polling", null));
        return this;
    }

    @Override
    public void onText(byte[] utf8, int offset, int length) {}

    @Override
    public void onBinary(byte[] data) {}

    @Override
    public void onClose(CloseReason reason, String detail) {
        closes.incrementAndGet();
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public void set(Alarm alarm, long delayNanos) {}

    @Override
    public void cancel(Alarm alarm) {}

    @Override
    public void close() {}
}
