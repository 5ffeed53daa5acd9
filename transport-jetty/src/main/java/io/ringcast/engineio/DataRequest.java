package io.ringcast.engineio;

import io.ringcast.protocol.ProtocolException;
import io.ringcast.transport.CloseReason;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A POST on its way in: its body so far, and what is done with it at the end. */
final class DataRequest implements HttpExchange.BodyReceiver {
    /*
     * Owner: the thread that delivers the body, one call at a time; who answers is settled by
     * PollingTransport.release under the session's lock.
     * Cost: the array doubles, so many small chunks cost linear time, and grows only with what has really
     * arrived: an announced length that never comes holds FIRST_CAPACITY.
     */
    private static final int FIRST_CAPACITY = 8 * 1024;

    private final ServerSession session;
    private final PollingTransport polling;
    private final HttpExchange exchange;
    private final boolean binary;
    private byte[] body = {};
    private int length;
    // Written by the body's thread, read by whichever tells of an abort.
    private volatile boolean complete;

    DataRequest(
            ServerSession session,
            PollingTransport polling,
            HttpExchange exchange,
            boolean binary) {
        this.binary = binary;
        this.session = session;
        this.polling = polling;
        this.exchange = exchange;
    }

    HttpExchange exchange() {
        return exchange;
    }

    void start() {
        exchange.onAbort(this::onAborted);
        long announced = exchange.contentLength();
        if (announced > maxLength()) {
            refuse(413);
            return;
        }
        body = new byte[(int) Math.min(Math.max(announced, 0), FIRST_CAPACITY)];
        exchange.readBody(this);
    }

    private int maxLength() {
        return session.sessions().options().maxPayload();
    }

    @Override
    public boolean onData(ByteBuffer chunk) {
        int size = chunk.remaining();
        if (size > maxLength() - length) {
            refuse(413);
            return false;
        }
        if (session.state() == SessionState.CLOSED) {
            refuse(400);
            return false;
        }
        if (size > body.length - length) {
            int twice = (int) Math.min(maxLength(), body.length * 2L);
            body = Arrays.copyOf(body, Math.max(length + size, twice));
        }
        chunk.get(body, length, size);
        length += size;
        return true;
    }

    private void refuse(int status) {
        if (polling.release(this)) {
            if (status == 413) {
                session.sessions().observer().onTooLarge(session);
            }
            Responses.empty(session, exchange, status);
        }
    }

    @Override
    public void onEnd() {
        complete = true;
        if (session.enterHandler()) {
            try {
                decode(session);
            } finally {
                session.leaveHandler();
            }
        } else {
            decode(new LastWords(session));
        }
        if (polling.release(this)) {
            Responses.ok(session, exchange);
        }
    }

    private void decode(PayloadCodec.Sink sink) {
        try {
            int most = session.sessions().options().maxPacketsPerPayload();
            session.revision().decode(body, length, binary, most, sink);
        } catch (ProtocolException e) {
            session.end(Ending.of(CloseReason.PARSE_ERROR, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void onFailure() {
        onAborted();
    }

    /** A client that goes away after its last byte has been heard. */
    private void onAborted() {
        if (!complete && polling.release(this)) {
            session.end(Ending.error("data request connection closed prematurely"));
            exchange.abort();
        }
    }
}
