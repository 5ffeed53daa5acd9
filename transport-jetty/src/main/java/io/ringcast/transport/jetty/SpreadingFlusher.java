package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Connection;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Flushes a few connections on the spot, and spreads many over the server's threads: a broadcast
 * neither keeps the loop from its next event nor wakes a thread for each recipient.
 */
@AnyThread
final class SpreadingFlusher implements Connection.Flusher {
    /** As many writes as a loop makes itself: about what waking another thread costs. */
    static final int FEW = 8;

    /** The fewest writes for which it is worth to wake a thread. */
    static final int CHUNK = 64;

    /** More parts than that keep no processor busier, and one that is late is little work. */
    private static final int PARTS = 2 * Runtime.getRuntime().availableProcessors();

    private final Executor threads;
    private final int few;

    /**
     * Makes a flusher.
     *
     * @param threads what more connections than those few are flushed on
     * @param few as many connections as are flushed on the spot
     */
    SpreadingFlusher(Executor threads, int few) {
        this.few = few;
        this.threads = threads;
    }

    @Override
    public void flush(Connection[] dirty, int count) {
        if (count <= few) {
            flush(dirty, 0, count);
        } else {
            spread(dirty, count);
        }
    }

    private void spread(Connection[] dirty, int count) {
        Connection[] all;
        try {
            // The caller uses its array again.
            all = Arrays.copyOf(dirty, count);
        } catch (OutOfMemoryError full) {
            flush(dirty, 0, count);
            return;
        }
        int chunk = Math.max(CHUNK, (count + PARTS - 1) / PARTS);
        for (int from = 0; from < count; from += chunk) {
            int first = from;
            int end = Math.min(from + chunk, count);
            try {
                threads.execute(() -> flush(all, first, end));
            } catch (RejectedExecutionException | VirtualMachineError e) {
                // The server stops, or has no memory: what can still leave, leaves from here.
                flush(all, first, end);
            }
        }
    }

    /** Flushes each, whatever another one throws; that is thrown in the end. */
    private static void flush(Connection[] connections, int from, int end) {
        RuntimeException failure = null;
        Error error = null;
        for (int i = from; i < end; i++) {
            try {
                if (connections[i] instanceof EngineConnection connection) {
                    connection.flush();
                }
            } catch (RuntimeException thrown) {
                failure = thrown;
            } catch (Error thrown) {
                error = thrown;
            }
        }
        if (error != null) {
            throw error;
        }
        if (failure != null) {
            throw failure;
        }
    }
}
