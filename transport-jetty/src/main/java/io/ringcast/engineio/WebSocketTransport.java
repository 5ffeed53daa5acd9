package io.ringcast.engineio;

import io.ringcast.engineio.EngineObserver.InboundLimit;
import io.ringcast.protocol.ProtocolException;
import io.ringcast.transport.CloseReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A WebSocket that carries a session, or wants to. Fields guarded by the session's lock. */
final class WebSocketTransport implements Carrier, WebSocketHandler, WebSocketLink.Completion {
    private static final int TOO_LARGE = 1009;

    /*
     * Writing: one write at a time, by whoever set "writing". At its end, on whatever thread, what has been
     * queued meanwhile is the next write. A link that completes within send() would make that a recursion
     * of unknown depth, hence "inSend": such a completion only leaves a mark, and the loop around send()
     * goes on.
     */
    private enum Role {
        /** Opens a session of its own. */
        DIRECT,
        /** Wants to take a polling session over; nothing but the probe is said here. */
        CANDIDATE,
        /** Carries the session. */
        ACTIVE,
        /** Closed by us; waits for the peer's end. */
        ENDED
    }

    private enum Step {
        /** A write is under way, or there is nothing to be done here any more. */
        WAIT,
        /** Packets have been taken: write them. */
        WRITE,
        /** All is written. */
        READY,
        /** All is written, and the session is closing. */
        FINISH
    }

    private final ServerSession session;
    private volatile Role role;
    private WebSocketLink link = NoLink.INSTANCE;
    private boolean writing;
    // The write under way is of packets taken from the outbox, not of the probe's answer: another
    // WebSocket may be writing from the outbox by the time that answer has left.
    private boolean outboxTaken;
    private boolean inSend;
    // Until it has succeeded.
    private @Nullable Upgrade upgrade;
    private Timers.@Nullable Alarm linger;
    // For the first message that comes in pieces; belongs to the thread that reads.
    private @Nullable Holding holding;
    // From the first compressed message; belongs to the thread that reads.
    private @Nullable Expansion expansion;

    private WebSocketTransport(ServerSession session, Role role) {
        this.session = session;
        this.role = role;
    }

    static WebSocketTransport direct(ServerSession session) {
        return new WebSocketTransport(session, Role.DIRECT);
    }

    static WebSocketTransport candidate(ServerSession session) {
        WebSocketTransport transport = new WebSocketTransport(session, Role.CANDIDATE);
        transport.upgrade = new Upgrade(session, transport);
        return transport;
    }

    private Upgrade upgrade() {
        return Objects.requireNonNull(upgrade, "not a candidate");
    }

    @Override
    public EngineTransport transport() {
        return EngineTransport.WEBSOCKET;
    }

    // ---- what the WebSocket tells

    @Override
    public void onOpen(WebSocketLink opened) {
        synchronized (session) {
            link = opened;
        }
        if (role == Role.CANDIDATE) {
            if (!upgrade().begin()) {
                shut(WebSocketLink.NO_CODE);
                session.sessions().observer().onUpgradeFailed(session);
            }
            return;
        }
        role = Role.ACTIVE;
        if (session.sessions().add(session) != null) {
            // There was a place when the request came. Whoever took it was faster.
            shut(WebSocketLink.NO_CODE);
        } else if (session.open()) {
            session.flush();
        }
    }

    @Override
    public void onText(byte[] data, int offset, int length) {
        switch (role) {
            case ACTIVE -> receive(data, offset, length);
            case CANDIDATE -> upgrade().onText(data, offset, length);
            default -> {
                // What comes behind our close frame is of no interest.
            }
        }
    }

    private void receive(byte[] data, int offset, int length) {
        if (isTooLong(length) || !session.enterHandler()) {
            return;
        }
        try {
            if (Utf8.isValid(data, offset, length)) {
                session.revision().decodeText(data, offset, length, session);
            } else {
                session.end(Ending.error("text message is not UTF-8", 1007));
            }
        } catch (ProtocolException e) {
            session.end(Ending.of(CloseReason.PARSE_ERROR, String.valueOf(e.getMessage())));
        } finally {
            session.leaveHandler();
        }
    }

    @Override
    public void onBinary(byte[] data) {
        if (role == Role.CANDIDATE) {
            upgrade().refuse(WebSocketLink.NO_CODE);
        } else if (role == Role.ACTIVE && !isTooLong(data.length) && session.enterHandler()) {
            try {
                session.revision().decodeBinary(data, session);
            } catch (ProtocolException e) {
                session.end(Ending.of(CloseReason.PARSE_ERROR, String.valueOf(e.getMessage())));
            } finally {
                session.leaveHandler();
            }
        }
    }

    @Override
    public boolean mayHold(int bytes) {
        Holding known = holding;
        if (bytes == 0) {
            if (known != null) {
                known.done();
            }
            return true;
        }
        if (known == null) {
            known = new Holding(session.sessions(), this::late);
            holding = known;
        }
        boolean granted = known.hold(bytes);
        if (!granted) {
            session.sessions().observer().onInboundLimit(session, InboundLimit.BUDGET);
        }
        return granted;
    }

    @Override
    public boolean mayExpand(long bytes) {
        Expansion known = expansion;
        if (known == null) {
            known = new Expansion(session.sessions().timers(), session.sessions().options());
            expansion = known;
        }
        boolean granted = known.take(bytes);
        if (!granted) {
            session.sessions().observer().onInboundLimit(session, InboundLimit.EXPANSION);
        }
        return granted;
    }

    /** Candidates, and those that close, have times of their own. */
    private void late() {
        if (role == Role.ACTIVE) {
            session.endLate();
        }
    }

    private boolean isTooLong(int length) {
        if (length <= session.sessions().options().maxPayload()) {
            return false;
        }
        onError(TOO_LARGE, "Max payload size exceeded");
        return true;
    }

    @Override
    public void onError(int code, String detail) {
        switch (role) {
            case ACTIVE -> {
                if (code == TOO_LARGE) {
                    session.sessions().observer().onTooLarge(session);
                }
                session.end(Ending.error(detail, code));
            }
            case CANDIDATE -> upgrade().refuse(code);
            default -> link.abort();
        }
    }

    @Override
    public void onClosed(int code) {
        if (holding != null) {
            holding.close();
        }
        Role was = role;
        Timers.Alarm waiting;
        synchronized (session) {
            role = Role.ENDED;
            waiting = linger;
            linger = null;
            link = NoLink.INSTANCE;
        }
        if (waiting != null) {
            session.sessions().timers().cancel(waiting);
        }
        if (was == Role.ACTIVE) {
            session.end(Ending.byPeer("WebSocket closed with code " + code));
        } else if (was == Role.CANDIDATE) {
            upgrade().refuse(WebSocketLink.BROKEN);
        }
    }

    // ---- writing

    @Override
    public boolean isReadyLocked() {
        return role == Role.ACTIVE && !writing;
    }

    @Override
    public boolean isAwaitingLocked() {
        return false;
    }

    @Override
    public void flush() {
        Step step;
        synchronized (session) {
            step = writing ? Step.WAIT : nextLocked();
        }
        if (step != Step.READY) {
            run(step);
        }
    }

    private Step nextLocked() {
        if (role != Role.ACTIVE || session.state() == SessionState.CLOSED) {
            return Step.WAIT;
        }
        if (session.outbox().isTaken()) {
            return Step.WAIT; // by the last answer to a poll, whose end flushes
        }
        if (session.outbox().isEmpty()) {
            return session.state() == SessionState.CLOSING ? Step.FINISH : Step.READY;
        }
        session.outbox().take();
        outboxTaken = true;
        writing = true;
        inSend = true;
        return Step.WRITE;
    }

    private void run(Step first) {
        Step step = first;
        while (step == Step.WRITE) {
            write();
            synchronized (session) {
                inSend = false;
                step = writing ? Step.WAIT : nextLocked();
            }
        }
        end(step);
    }

    private void end(Step last) {
        if (last == Step.FINISH) {
            session.finish();
        } else if (last == Step.READY) {
            session.tellWritable();
        }
    }

    /** Nobody else touches what was taken until the write's completion. */
    private void write() {
        Outbox outbox = session.outbox();
        int count = outbox.takenSize();
        session.sessions().observer().onPacketsOut(session, count, outbox.takenBytes());
        link.send(outbox.takenPackets(), count, this);
    }

    @Override
    public void onSent() {
        Step step;
        synchronized (session) {
            endWriteLocked();
            if (inSend) {
                return;
            }
            step = nextLocked();
        }
        run(step);
    }

    private void endWriteLocked() {
        writing = false;
        if (outboxTaken) {
            outboxTaken = false;
            session.outbox().releaseTaken();
        }
    }

    @Override
    public void onSendFailed() {
        synchronized (session) {
            endWriteLocked();
        }
        onError(WebSocketLink.BROKEN, "write failed");
    }

    /** Says that a probe has arrived. */
    void answerProbe() {
        synchronized (session) {
            if (role != Role.CANDIDATE || writing) {
                return;
            }
            writing = true;
            inSend = true;
        }
        link.send(new EnginePacket[] {EnginePacket.PROBE_ANSWER}, 1, this);
        Step step;
        synchronized (session) {
            inSend = false;
            step = writing ? Step.WAIT : nextLocked();
        }
        run(step);
    }

    /** The candidate has become the session's carrier. */
    void activateLocked() {
        role = Role.ACTIVE;
        upgrade = null;
    }

    // ---- the end

    @Override
    public void onEnd(Ending ending) {
        // Who broke a rule is told so, behind what is being written. Others may be stuck: what
        // their write holds is worth more than a farewell.
        boolean patient =
                ending.reason() == CloseReason.PARSE_ERROR
                        || ending.reason() == CloseReason.TRANSPORT_ERROR;
        shut(ending.code(), patient);
    }

    /** Closes a WebSocket that has not become its session's. */
    void shut(int code) {
        shut(code, true);
    }

    /** Starts the closing handshake, and cuts the connection off where that can't get through. */
    private void shut(int code, boolean patient) {
        WebSocketLink closing;
        boolean cut;
        synchronized (session) {
            if (role == Role.ENDED) {
                return;
            }
            role = Role.ENDED;
            closing = link;
            cut = (writing && !patient) || code == WebSocketLink.BROKEN;
            if (!cut) {
                long patience = session.sessions().options().closeTimeout().toNanos();
                linger = session.sessions().timers().schedule(patience, closing::abort);
            }
        }
        if (cut) {
            closing.abort();
        } else {
            closing.close(code);
        }
    }
}
