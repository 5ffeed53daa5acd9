package io.ringcast.transport.jetty;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer's body, its small parts together: each write is a system call. And large ones in
 * pieces: the JDK keeps memory outside the heap of the size of a write, for each thread.
 */
final class BodyWriter extends IteratingNestedCallback {
    // So much is copied at a time.
    private static final int TOGETHER = 16_384;
    private static final int PIECE = 65_536;

    private final Response response;
    private final List<ByteBuffer> body;
    private int next;
    private @Nullable ByteBuffer large;
    private boolean last;

    BodyWriter(Response response, List<ByteBuffer> body, Callback callback) {
        super(callback);
        this.response = response;
        this.body = body;
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

    @Override
    protected Action process() {
        if (last) {
            return Action.SUCCEEDED;
        }
        ByteBuffer part = body.isEmpty() ? null : nextPiece();
        last = next == body.size() && large == null;
        response.write(last, part, this);
        return Action.SCHEDULED;
    }

    private ByteBuffer nextPiece() {
        ByteBuffer part = large == null ? nextParts() : large;
        if (part.remaining() <= PIECE) {
            large = null;
            return part;
        }
        ByteBuffer piece = part.slice(part.position(), PIECE);
        large = part.position(part.position() + PIECE);
        return piece;
    }

    private ByteBuffer nextParts() {
        int from = next;
        int length = 0;
        while (next < body.size() && length + body.get(next).remaining() <= TOGETHER) {
            length += body.get(next++).remaining();
        }
        if (next <= from + 1) {
            next = from + 1;
            return body.get(from).duplicate();
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        body.subList(from, next).forEach(part -> joined.put(part.duplicate()));
        return joined.flip();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
