package io.ringcast.engineio;

import io.ringcast.transport.CloseReason;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Long-polling: at most one GET that waits, one answer that is being written, and one POST that
 * arrives. Guarded by the session's lock.
 */
final class PollingTransport implements Carrier {
    /*
     * An answer is a write of the session's as that of a WebSocket is: its packets count until the
     * server has written them, and a GET that comes before that waits. So a client that fetches
     * answers and does not read them holds no more than any other.
     *
     * A GET that a client writes behind the "5" of an upgrade has to be refused, but travels on a
     * connection of its own and may be read first. So one that comes during an upgrade is not
     * released at once: the "5" has a moment to arrive.
     */
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final EnginePacket[] NOTHING = {};
    private static final EnginePacket[] RELEASE = {EnginePacket.NOOP};
    private static final EnginePacket[] FAREWELL = {EnginePacket.CLOSE};
    private static final EnginePacket[] LATE_FAREWELL = {EnginePacket.NOOP, EnginePacket.CLOSE};

    private enum Outcome {
        PARKED,
        OVERLAP,
        GONE
    }

    private final ServerSession session;
    private @Nullable HttpExchange parked;
    // The GET that waits came while a WebSocket wanted to take over.
    private boolean held;
    private long heldUntil;
    // With packets of the outbox, from when they are taken until they have been written.
    private @Nullable Answer answering;
    private @Nullable DataRequest arriving;

    /** An answer to a GET that waited, and the account of its memory. */
    private final class Answer implements HttpResponse.Memory {
        private final HttpExchange exchange;
        private final EnginePacket[] packets;

        Answer(HttpExchange exchange, EnginePacket[] packets) {
            this.exchange = exchange;
            this.packets = packets;
        }

        @Override
        public boolean mayTake(long bytes) {
            synchronized (session) {
                return answering != this || session.outbox().tryCopy(bytes);
            }
        }

        @Override
        public void release() {
            written(this);
        }
    }

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
            EnginePacket[] first = session.firstPackets();
            told(first);
            Responses.payload(session, exchange, true, HttpResponse.Memory.FREE, first);
        }
    }

    /** Takes a GET: answers it if there is something to say, and parks it otherwise. */
    void poll(HttpExchange exchange) {
        exchange.onAbort(this::onPollAborted);
        Outcome outcome;
        Answer answer = null;
        Farewells.Farewell owed;
        synchronized (session) {
            owed = session.owedLocked();
            outcome = admitLocked();
            if (outcome == Outcome.PARKED) {
                parked = exchange;
                answer = nextAnswerLocked(true);
                holdLocked();
            }
        }
        switch (outcome) {
            case PARKED -> go(answer);
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
        held = parked != null && session.upgradeLocked() != null;
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
        if (session.carrier() != this) {
            session.flush();
            return;
        }
        Answer answer;
        synchronized (session) {
            answer = nextAnswerLocked(false);
        }
        if (answer != null) {
            go(answer);
        }
    }

    /**
     * Takes the GET that waits out of its field, if there is something to answer.
     *
     * @param late whether the GET came after what it is told, and so did not wait for it
     */
    private @Nullable Answer nextAnswerLocked(boolean late) {
        HttpExchange exchange = parked;
        if (exchange == null || answering != null || session.carrier() != this) {
            return null;
        }
        boolean isWrite = !session.outbox().isEmpty();
        EnginePacket[] packets = takeLocked(late);
        if (packets.length == 0) {
            return null;
        }
        parked = null;
        Answer answer = new Answer(exchange, packets);
        answering = isWrite ? answer : null;
        return answer;
    }

    /**
     * What a GET is answered with now; nothing if it has to wait.
     *
     * @param late whether the GET came after what it is told, and so did not wait for it
     */
    private EnginePacket[] takeLocked(boolean late) {
        Outbox outbox = session.outbox();
        if (!outbox.isEmpty()) {
            outbox.takePayload(session.sessions().options().maxPayload(), session.revision());
            return outbox.takenPackets();
        }
        if (session.state() == SessionState.CLOSING) {
            // Not with the last messages: socket.io-client would hear of the close before them.
            return late ? LATE_FAREWELL : FAREWELL;
        }
        Upgrade upgrade = session.upgradeLocked();
        boolean isPast = !late && upgrade != null && upgrade.isProbedLocked() && !isHeldLocked();
        return isPast ? RELEASE : NOTHING;
    }

    /** Gives an answer; without one, the GET waits for what is sent next. */
    private void go(@Nullable Answer answer) {
        if (answer == null) {
            if (session.isWritable()) {
                session.tellWritable();
            }
            return;
        }
        try {
            answer(answer);
        } catch (Throwable failure) {
            // For want of memory, perhaps. Nobody else would end this exchange.
            answer.exchange.abort();
            answer.release();
            throw failure;
        }
    }

    private void answer(Answer answer) {
        EnginePacket[] packets = answer.packets;
        if (packets[packets.length - 1] == EnginePacket.CLOSE) {
            // Before the client can know, so that its next request finds the session gone.
            session.finish();
        }
        told(packets);
        long copied = session.revision().copiedLength(packets);
        if (copied > 0 && !answer.mayTake(copied)) {
            session.endSlow("no memory for an answer in base64: " + session.limits());
            answer.release();
        } else {
            Responses.payload(session, answer.exchange, false, answer, packets);
        }
    }

    private void told(EnginePacket... packets) {
        long bytes = 0;
        for (EnginePacket packet : packets) {
            bytes += packet.totalBytes();
        }
        session.sessions().observer().onPacketsOut(session, packets.length, bytes);
    }

    /** An answer has been written, or never will be. */
    private void written(Answer answer) {
        Answer next;
        boolean waits;
        synchronized (session) {
            if (answering != answer) {
                return;
            }
            answering = null;
            session.outbox().releaseTaken();
            next = nextAnswerLocked(true);
            waits = parked != null;
        }
        if (next != null || waits) {
            go(next);
        }
        // A WebSocket may have waited, or a probe.
        session.flush();
    }

    /** Answers the GET that waits, if there is one. */
    void release(EnginePacket packet) {
        HttpExchange exchange;
        synchronized (session) {
            exchange = parked;
            parked = null;
        }
        if (exchange != null) {
            Responses.payload(session, exchange, false, HttpResponse.Memory.FREE, packet);
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
            Responses.payload(
                    session, exchange, false, HttpResponse.Memory.FREE, EnginePacket.NOOP);
        }
        linger();
    }

    @Override
    public void onEnd(Ending ending) {
        release(ending.farewell());
        if (ending.reason() == CloseReason.SLOW_CONSUMER) {
            abortAnswer();
        } else {
            linger();
        }
    }

    /** What is still being written has its time. */
    private void linger() {
        boolean due;
        synchronized (session) {
            due = answering != null;
        }
        if (due) {
            Sessions sessions = session.sessions();
            long patience = sessions.options().closeTimeout().toNanos();
            sessions.timers().schedule(patience, this::abortAnswer);
        }
    }

    private void abortAnswer() {
        Answer stuck;
        synchronized (session) {
            stuck = answering;
        }
        if (stuck != null) {
            stuck.exchange.abort();
        }
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
