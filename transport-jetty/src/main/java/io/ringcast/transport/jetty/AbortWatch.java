package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Notices at once that the client of a waiting HTTP/1.1 request has gone (B12). Jetty itself does
 * not read while a request waits, so that it would only find out when the answer is written.
 */
@AnyThread
final class AbortWatch implements Callback {
    /*
     * Whoever reads the end point must be the only one: the watch reads under its lock, and is
     * stopped under it before the answer is written, which is when Jetty begins to read again.
     * Bytes that arrive instead of the end are a pipelined request. They are handed to Jetty's
     * connection, which finds them after the answer; the watch is over then.
     */
    private static final int PIPELINED = 8_192;

    private final AbstractEndPoint endPoint;
    private final ByteBufferPool pool;
    private final Consumer<Throwable> whenGone;
    private boolean stopped;
    private boolean registered;

    AbortWatch(AbstractEndPoint endPoint, ByteBufferPool pool, Consumer<Throwable> whenGone) {
        this.endPoint = endPoint;
        this.pool = pool;
        this.whenGone = whenGone;
    }

    synchronized void start() {
        registered = endPoint.tryFillInterested(this);
    }

    /** Ends the watch; after that nothing of it touches the end point. */
    void stop() {
        boolean takeBack;
        synchronized (this) {
            takeBack = registered && !stopped;
            stopped = true;
        }
        if (takeBack) {
            // Calls this watch, if it is still registered, and forgets it.
            endPoint.getFillInterest().fillable();
        }
    }

    @Override
    public void succeeded() {
        Throwable gone;
        synchronized (this) {
            if (stopped) {
                return;
            }
            registered = false;
            gone = look();
            stopped = gone != null;
        }
        if (gone != null) {
            whenGone.accept(gone);
        }
    }

    private @Nullable Throwable look() {
        RetainableByteBuffer buffer = pool.acquire(PIPELINED, true);
        try {
            ByteBuffer bytes = buffer.getByteBuffer();
            int filled = endPoint.fill(bytes);
            if (filled == 0) {
                registered = endPoint.tryFillInterested(this);
            } else if (filled > 0) {
                stopped = true;
                return handOver(bytes) ? null : new EofException("too much behind a request");
            }
            return filled < 0 ? new EofException("client has gone") : null;
        } catch (IOException e) {
            return e;
        } finally {
            buffer.clear();
            buffer.release();
        }
    }

    private boolean handOver(ByteBuffer bytes) {
        if (endPoint.getConnection() instanceof Connection.UpgradeTo http) {
            http.onUpgradeTo(bytes);
        }
        return !bytes.hasRemaining();
    }

    @Override
    public void failed(Throwable cause) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
        }
        whenGone.accept(cause);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
