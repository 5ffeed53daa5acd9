package io.ringcast.transport.jetty;

import io.ringcast.engineio.HttpExchange.BodyReceiver;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What a client still sends of a body behind the answer. It is skipped: to close a connection with
 * bytes unread resets it, and then the answer may never be read, nor the next request be heard.
 */
final class BodyRest implements BodyReceiver {
    /** Whoever sends more than that is cut off. */
    static final long MOST = 64L << 20;

    private long left = MOST;

    private BodyRest() {}

    /** Skips what is left, and then tells Jetty that the request is over. */
    static void skip(Request request, Callback callback) {
        if (JettyExchange.isHttp1(request) && !request.getHeaders().contains(HttpHeader.EXPECT)) {
            new BodyReader(request, new BodyRest(), failure -> end(callback, failure)).run();
        } else {
            // A stream of HTTP/2 ends alone; who waits for "100 Continue" sends no body any more.
            callback.succeeded();
        }
    }

    private static void end(Callback callback, @Nullable Throwable failure) {
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
