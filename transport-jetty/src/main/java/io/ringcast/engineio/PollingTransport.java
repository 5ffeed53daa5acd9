package io.ringcast.engineio;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Long-polling: at most one GET that waits, and one POST that arrives. Guarded by the session's
 * lock.
 */
final class PollingTransport implements Carrier {
    /*
     * A GET that a client writes behind the "5" of an upgrade has to be refused, but travels on a
     * connection of its own and may be read first. So one that comes during an upgrade is not
     * released at once: the "5" has a moment to arrive.
     */
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Payload NOTHING = Payload.of();
    private static final Payload RELEASE = Payload.of(EnginePacket.NOOP);
    private static final Payload FAREWELL = Payload.of(EnginePacket.CLOSE);
    private static final Payload LATE_FAREWELL = Payload.of(EnginePacket.NOOP, EnginePacket.CLOSE);

    private enum Outcome {
        PARKED,
        ANSWERED,
        OVERLAP,
        GONE
    }

    private final ServerSession session;
    private @Nullable HttpExchange parked;
    // The GET that waits came while a WebSocket wanted to take over.
    private boolean held;
    private long heldUntil;
    private @Nullable DataRequest arriving;

    PollingTransport(ServerSession session) {
        this.session = session;
    }

    @Override
    public EngineTransport transport() {
        return EngineTransport.POLLING;
    }

    @Override
    public boolean isReadyLocked() {
        return parked != null;
    }

    @Override
    public boolean isAwaitingLocked() {
        return parked == null;
    }

    boolean isReceivingLocked() {
        return arriving != null;
    }

    // ---- GET

    /**
     * Answers the handshake with the first packets. What the application has sent meanwhile waits
     * for the next GET: there are clients that take the whole body for the open packet.
     */
    void welcome(HttpExchange exchange) {
        exchange.onAbort(this::onPollAborted);
        if (session.state() == SessionState.CLOSED) {
            Responses.gone(session, exchange);
        } else {
            answer(exchange, Payload.of(session.firstPackets()), true);
        }
    }

    /** Takes a GET: answers it if there is something to say, and parks it otherwise. */
    void poll(HttpExchange exchange) {
        exchange.onAbort(this::onPollAborted);
        Payload payload = NOTHING;
        Outcome outcome;
        Farewells.Farewell owed;
        synchronized (session) {
            owed = session.owedLocked();
            outcome = admitLocked();
            if (outcome == Outcome.PARKED) {
                payload = takeLocked(true);
                if (payload.isEmpty()) {
                    parked = exchange;
                    holdLocked();
                } else {
                    outcome = Outcome.ANSWERED;
                }
            }
        }
        switch (outcome) {
            case PARKED -> session.tellWritable();
            case ANSWERED -> answer(exchange, payload, false);
            case OVERLAP -> {
                session.end(Ending.error("overlap from client"));
                Responses.empty(session, exchange, 400);
            }
            case GONE -> {
                if (owed == null || !owed.take()) {
                    Responses.gone(session, exchange);
                } else {
                    Responses.farewell(session.sessions(), owed, exchange);
                }
            }
        }
    }

    private void holdLocked() {
        held = session.upgradeLocked() != null;
        if (held) {
            Timers timers = session.sessions().timers();
            heldUntil = timers.nanoTime() + HOLD_NANOS;
            timers.schedule(HOLD_NANOS, session::flush);
        }
    }

    private boolean isHeldLocked() {
        return held && session.sessions().timers().nanoTime() - heldUntil < 0;
    }

    private Outcome admitLocked() {
        if (session.state() == SessionState.CLOSED || session.carrier() != this) {
            return Outcome.GONE;
        }
        return parked == null ? Outcome.PARKED : Outcome.OVERLAP;
    }

    private void onPollAborted() {
        if (session.carrier() == this) {
            session.end(Ending.error("poll connection closed prematurely"));
        }
    }

    @Override
    public void flush() {
        HttpExchange exchange;
        Payload payload;
        synchronized (session) {
            if (session.carrier() == this) {
                exchange = parked;
                payload = exchange == null ? NOTHING : takeLocked(false);
                if (exchange == null || payload.isEmpty()) {
                    return;
                }
                parked = null;
            } else {
                exchange = null;
                payload = NOTHING;
            }
        }
        if (exchange == null) {
            session.flush();
        } else {
            answer(exchange, payload, false);
        }
    }

    /**
     * What a GET is answered with now; nothing if it has to wait.
     *
     * @param late whether the GET came after what it is told, and so did not wait for it
     */
    private Payload takeLocked(boolean late) {
        Outbox outbox = session.outbox();
        if (!outbox.isEmpty()) {
            int most = session.sessions().options().maxPayload();
            return outbox.takePayload(most, session.revision());
        }
        if (session.state() == SessionState.CLOSING) {
            // Not with the last messages: socket.io-client hears of a close before what came with
            // it.
            return late ? LATE_FAREWELL : FAREWELL;
        }
        Upgrade upgrade = session.upgradeLocked();
        boolean isPast = !late && upgrade != null && upgrade.isProbedLocked() && !isHeldLocked();
        return isPast ? RELEASE : NOTHING;
    }

    private void answer(HttpExchange exchange, Payload payload, boolean handshake) {
        if (payload.isLast()) {
            // Before the client can know, so that its next request finds the session gone.
            session.finish();
        }
        int count = payload.packets().length;
        session.sessions().observer().onPacketsOut(session, count, payload.totalBytes());
        Responses.payload(session, exchange, handshake, payload);
    }

    /** Answers the GET that waits, if there is one. */
    void release(EnginePacket packet) {
        HttpExchange exchange;
        synchronized (session) {
            exchange = parked;
            parked = null;
        }
        if (exchange != null) {
            Responses.payload(session, exchange, false, Payload.of(packet));
        }
    }

    /** The session goes on over a WebSocket. */
    void handOver() {
        HttpExchange exchange;
        boolean isBehind;
        synchronized (session) {
            exchange = parked;
            parked = null;
            isBehind = isHeldLocked();
        }
        if (exchange != null && isBehind) {
            Responses.gone(session, exchange);
        } else if (exchange != null) {
            Responses.payload(session, exchange, false, RELEASE);
        }
    }

    @Override
    public void onEnd(Ending ending) {
        release(ending.farewell());
    }

    // ---- POST

    void post(HttpExchange exchange) {
        boolean binary = Revision.BINARY_CONTENT.equals(exchange.header("content-type"));
        if (binary && session.revision() == Revision.FOUR) {
            session.end(Ending.error("invalid content"));
            Responses.empty(session, exchange, 400);
            return;
        }
        DataRequest request = new DataRequest(session, this, exchange, binary);
        DataRequest other;
        Outcome outcome;
        synchronized (session) {
            other = arriving;
            outcome = session.carrier() != this ? Outcome.GONE : admitPostLocked();
            if (outcome != Outcome.GONE) {
                arriving = outcome == Outcome.OVERLAP ? null : request;
            }
        }
        if (outcome == Outcome.GONE) {
            Responses.gone(session, exchange);
        } else if (other == null) {
            request.start();
        } else {
            session.end(Ending.error("data request overlap from client"));
            other.abort();
            Responses.empty(session, exchange, 400);
        }
    }

    private Outcome admitPostLocked() {
        if (session.state() == SessionState.CLOSED) {
            return Outcome.GONE;
        }
        return arriving == null ? Outcome.PARKED : Outcome.OVERLAP;
    }

    /**
     * Gives up the place of the POST that is arriving.
     *
     * @return whether the caller is the one to answer it
     */
    boolean release(DataRequest request) {
        synchronized (session) {
            if (arriving != request) {
                return false;
            }
            arriving = null;
            return true;
        }
    }
}
