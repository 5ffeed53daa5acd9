package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Counts what is under way (answers, WebSockets), so that a shutdown can wait for its end. */
@AnyThread
final class InFlight {
    // Guarded by this.
    private long count;
    private @Nullable CompletableFuture<Void> idle;

    synchronized void begin() {
        count++;
    }

    void end() {
        CompletableFuture<Void> waiting = null;
        synchronized (this) {
            if (--count == 0) {
                waiting = idle;
                idle = null;
            }
        }
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    synchronized long count() {
        return count;
    }

    /** Completed at the first moment, from now, when nothing is under way. */
    synchronized CompletionStage<Void> whenIdle() {
        if (count == 0) {
            return CompletableFuture.completedStage(null);
        }
        if (idle == null) {
            idle = new CompletableFuture<>();
        }
        return idle;
    }
}
