package io.ringcast.internal.bus;

import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.EventLoop;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Closes a connection that enters no namespace in time. */
@AnyThread
final class ConnectTimer {
    // Written by the accepting thread and by the first socket's loop.
    private volatile EventLoop.@Nullable Timer timer;

    void start(Loop loop, Duration limit, Connection connection) {
        try {
            timer = loop.schedule(limit, () -> connection.close(CloseReason.FORCED_CLOSE, false));
        } catch (RejectedExecutionException stopped) {
            connection.close(CloseReason.SERVER_SHUTTING_DOWN, true);
        }
    }

    /** A socket has been accepted, or the connection has gone. */
    void stop() {
        EventLoop.Timer running = timer;
        if (running != null) {
            timer = null;
            running.cancel();
        }
    }
}
