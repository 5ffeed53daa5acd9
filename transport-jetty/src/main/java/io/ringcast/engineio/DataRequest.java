package io.ringcast.engineio;

import io.ringcast.protocol.ProtocolException;
import io.ringcast.transport.CloseReason;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A POST on its way in: its body so far, and what is done with it at the end. */
final class DataRequest implements HttpExchange.BodyReceiver {
    /*
     * Owner: the thread that delivers the body, one call at a time; who answers is settled by
     * PollingTransport.release under the session's lock. The body is guarded by this, since
     * whoever ends the request drops it: what is not paid for any more must not be held.
     * Cost: the array doubles, so many small chunks cost linear time, and grows only with what has really
     * arrived. A body that arrives in one piece is neither charged nor timed.
     */
    private static final byte[] NOTHING = {};

    private final ServerSession session;
    private final PollingTransport polling;
    private final HttpExchange exchange;
    private final boolean binary;
    private final Holding holding;
    private byte[] body = NOTHING;
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
        this.holding = new Holding(session.sessions(), this::late);
    }

    void start() {
        exchange.onAbort(this::onAborted);
        if (exchange.contentLength() > maxLength()) {
            refuse(413);
            return;
        }
        exchange.readBody(this);
        if (!complete) {
            holding.begin(); // of no effect if it is over in another way
        }
    }

    private int maxLength() {
        return session.sessions().options().maxPayload();
    }

    @Override
    public boolean onData(ByteBuffer chunk) {
        if (chunk.remaining() > maxLength() - length) {
            refuse(413);
            return false;
        }
        if (session.state() == SessionState.CLOSED) {
            refuse(400);
            return false;
        }
        if (!take(chunk)) {
            refuseForMemory();
            return false;
        }
        return true;
    }

    private synchronized boolean take(ByteBuffer chunk) {
        int size = chunk.remaining();
        int needed = length + size;
        boolean isWhole = length == 0 && size == exchange.contentLength();
        if (needed > body.length) {
            long announced = exchange.contentLength();
            long most = announced < 0 ? maxLength() : announced;
            int capacity = (int) Math.max(needed, Math.min(most, body.length * 2L));
            if (!isWhole && !holding.hold(capacity)) {
                return false;
            }
            body = Arrays.copyOf(body, capacity);
        }
        chunk.get(body, length, size);
        length = needed;
        return true;
    }

    /** The body so far; nothing once it was dropped. */
    private synchronized Body body() {
        return new Body(body, length);
    }

    /** Both at once. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Body(byte[] bytes, int length) {}

    /** Nothing is held any more, whoever ends the request. */
    private synchronized void drop() {
        holding.close();
        body = NOTHING;
        length = 0;
    }

    private void refuse(int status) {
        drop();
        if (polling.release(this)) {
            if (status == 413) {
                session.sessions().observer().onTooLarge(session);
            }
            Responses.empty(session, exchange, status);
        }
    }

    private void refuseForMemory() {
        drop();
        if (polling.release(this)) {
            session.endOverBudget();
            Responses.empty(session, exchange, 503);
        }
    }

    private void late() {
        if (!complete && polling.release(this)) {
            drop();
            session.endLate();
            Responses.empty(session, exchange, 408);
        }
    }

    /** Another POST has come before the end of this one. */
    void abort() {
        drop();
        exchange.abort();
    }

    @Override
    public void onEnd() {
        complete = true;
        try {
            decode();
        } finally {
            drop();
        }
        if (polling.release(this)) {
            Responses.ok(session, exchange);
        }
    }

    private void decode() {
        if (session.enterHandler()) {
            try {
                decode(session);
            } finally {
                session.leaveHandler();
            }
        } else {
            decode(new LastWords(session));
        }
    }

    private void decode(PayloadCodec.Sink sink) {
        try {
            int most = session.sessions().options().maxPacketsPerPayload();
            Body whole = body();
            session.revision().decode(whole.bytes, whole.length, binary, most, sink);
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
        if (!complete) {
            drop();
            if (polling.release(this)) {
                session.end(Ending.error("data request connection closed prematurely"));
                exchange.abort();
            }
        }
    }
}
