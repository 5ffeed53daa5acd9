package io.ringcast.transport.jetty;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** Writes an answer's body, its small parts together. */
final class BodyWriter extends IteratingNestedCallback {
    private static final int TOGETHER = 65_536;

    private final Response response;
    private final Iterator<ByteBuffer> parts;
    private boolean last;

    BodyWriter(Response response, List<ByteBuffer> body, Callback callback) {
        super(callback);
        this.response = response;
        this.parts = join(body).iterator();
    }

    void run() {
        iterate();
    }

    static long length(List<ByteBuffer> body) {
        long total = 0;
        for (ByteBuffer part : body) {
            total += part.remaining();
        }
        return total;
    }

    /** One part for each write: a poll's many packets would be a system call each. */
    private static List<ByteBuffer> join(List<ByteBuffer> body) {
        long total = length(body);
        if (body.size() < 2 || total > TOGETHER) {
            return body;
        }
        ByteBuffer all = ByteBuffer.allocate((int) total);
        for (ByteBuffer part : body) {
            all.put(part.duplicate());
        }
        return List.of(all.flip());
    }

    @Override
    protected Action process() {
        if (last) {
            return Action.SUCCEEDED;
        }
        ByteBuffer part = parts.hasNext() ? parts.next().duplicate() : null;
        last = !parts.hasNext();
        response.write(last, part, this);
        return Action.SCHEDULED;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
