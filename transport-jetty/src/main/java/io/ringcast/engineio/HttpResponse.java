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
 * @param whenWritten called once by the server, from any thread, when it holds nothing of the body
 *     any more: it has been written, or never will be
 */
public record HttpResponse(
        int status,
        ResponseHeaders headers,
        List<ByteBuffer> body,
        boolean compressible,
        Runnable whenWritten) {

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
        this(status, headers, body, compressible, () -> {});
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
