package io.ringcast.transport.jetty;

import io.ringcast.engineio.HttpExchange.BodyReceiver;
import io.ringcast.loop.InboundBatch;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** Hands a request's body on as it arrives, without a thread that waits for it (B17). */
final class BodyReader implements Invocable.Task {
    private final Content.Source source;
    private final BodyReceiver receiver;
    private final Consumer<@Nullable Throwable> ended;
    // Written by the thread that reads, read by whoever has written the answer.
    private volatile boolean complete;

    BodyReader(Content.Source source, BodyReceiver receiver, Consumer<@Nullable Throwable> ended) {
        this.source = source;
        this.receiver = receiver;
        this.ended = ended;
    }

    @Override
    public void run() {
        InboundBatch.run(this::read);
    }

    /** Says whether there is nothing left of the body. */
    boolean isComplete() {
        return complete;
    }

    /** Says whether this thread is the one that reads now. */
    boolean isReadHere() {
        return Thread.holdsLock(this);
    }

    /** Returns when nobody is reading, or at once where {@link #isReadHere}. */
    synchronized void awaitPause() {
        // The monitor is what is waited for; its holder never waits.
    }

    private synchronized void read() {
        boolean more = true;
        while (more) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            more = take(chunk);
        }
    }

    private boolean take(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            receiver.onFailure();
            ended.accept(chunk.getFailure());
            return false;
        }
        boolean last = chunk.isLast();
        boolean wanted = true;
        try {
            if (chunk.hasRemaining()) {
                wanted = receiver.onData(chunk.getByteBuffer());
            }
        } finally {
            chunk.release();
        }
        if (wanted && !last) {
            return true;
        }
        complete = last;
        ended.accept(null);
        if (wanted) {
            receiver.onEnd();
        }
        return false;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
