package io.ringcast.engineio;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * An answer to a request.
 *
 * @param status the status code
 * @param headers the headers, without {@code Content-Length}
 * @param body the body's parts in order; empty for no body. Positions may be moved, bytes must not
 *     be changed
 * @param compressible whether the server may compress the body when the client accepts that
 * @param memory whose the memory of the body is
 */
public record HttpResponse(
        int status,
        ResponseHeaders headers,
        List<ByteBuffer> body,
        boolean compressible,
        Memory memory) {

    /** Keeps account of what an answer takes while it is being written. Threads: any. */
    public interface Memory {
        /** Of answers that nobody counts. */
        Memory FREE =
                new Memory() {
                    @Override
                    public boolean mayTake(long bytes) {
                        return true;
                    }

                    @Override
                    public void release() {
                        // nothing was taken
                    }
                };

        /**
         * Asks for memory besides the body's, for a compressed copy of it say.
         *
         * @param bytes how much
         * @return whether it may be taken, until {@link #release}
         */
        boolean mayTake(long bytes);

        /**
         * The server holds nothing of the answer any more: it has been written, or never will be.
         * Further calls have no effect.
         */
        void release();
    }

    /**
     * An answer whose memory nobody counts.
     *
     * @param status the status code
     * @param headers the headers, without {@code Content-Length}
     * @param body the body's parts in order
     * @param compressible whether the server may compress the body
     */
    public HttpResponse(
            int status, ResponseHeaders headers, List<ByteBuffer> body, boolean compressible) {
        this(status, headers, body, compressible, Memory.FREE);
    }

    /**
     * The body's length.
     *
     * @return bytes, before any compression
     */
    public long contentLength() {
        long length = 0;
        for (ByteBuffer part : body) {
            length += part.remaining();
        }
        return length;
    }
}
