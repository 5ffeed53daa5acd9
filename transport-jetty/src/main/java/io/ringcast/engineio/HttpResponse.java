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
 */
public record HttpResponse(
        int status, ResponseHeaders headers, List<ByteBuffer> body, boolean compressible) {

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
