package io.ringcast.transport.jetty;

import io.ringcast.engineio.HttpExchange.BodyReceiver;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * What a client still sends of a body behind the answer. It is skipped: to close a connection with
 * bytes unread resets it, and then the answer may never be read, nor the next request be heard.
 */
final class BodyRest implements BodyReceiver {
    /** Whoever sends more than that is cut off. */
    static final long MOST = 64L << 20;

    /** Likewise whoever takes longer, in seconds. */
    private static final long LONGEST = 10;

    private final Request request;
    private final Callback callback;
    private final Scheduler.Task limit;
    private long left = MOST;

    private BodyRest(Request request, Callback callback) {
        this.request = request;
        this.callback = callback;
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        this.limit =
                request.getComponents()
                        .getScheduler()
                        .schedule(endPoint::close, LONGEST, TimeUnit.SECONDS);
    }

    /**
     * Skips what is left, and then tells Jetty that the request is over. In place only on the
     * thread that reads the body anyway: answers are also written by loops and timers.
     *
     * @param before who has read the body so far, if anybody has
     */
    static void skip(Request request, Callback callback, @Nullable BodyReader before) {
        BodyRest rest = new BodyRest(request, callback);
        if (before != null && before.isReadHere()) {
            rest.read();
            return;
        }
        try {
            request.getComponents().getExecutor().execute(() -> rest.readAfter(before));
        } catch (RejectedExecutionException stopping) {
            rest.end(null);
        }
    }

    private void readAfter(@Nullable BodyReader before) {
        if (before != null) {
            before.awaitPause();
        }
        read();
    }

    private void read() {
        new BodyReader(request, this, this::end).run();
    }

    private void end(@Nullable Throwable failure) {
        limit.cancel();
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(new EofException(failure));
        }
    }

    @Override
    public boolean onData(ByteBuffer chunk) {
        left -= chunk.remaining();
        return left >= 0;
    }

    @Override
    public void onEnd() {
        // BodyReader tells how it ended.
    }

    @Override
    public void onFailure() {
        // Likewise.
    }
}
