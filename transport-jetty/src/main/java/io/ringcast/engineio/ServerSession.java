package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.HandshakeRequest;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundLimits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A session on the server: the state machine behind {@link EngineSession}. */
@AnyThread
final class ServerSession implements EngineSession, PayloadCodec.Sink {
    /*
     * Threads and lock. Selector threads (a GET, a POST, a WebSocket), loops that send, and the timers
     * call at the same time. All state of a session - this object, its outbox, carrier, heartbeat and
     * upgrade - is guarded by one monitor: this object's. It is held for a few field accesses and never
     * while calling out (handler, HTTP exchange, WebSocket, observer). What has to be done outside is
     * decided under the lock, and each such thing has one doer:
     *   - a parked GET is answered by whoever took it out of its field,
     *   - a WebSocket is written to by whoever set "writing",
     *   - a session leaves the registry by whoever made it CLOSED.
     * The only lock taken inside is that of the timers.
     *
     * Calls of the handler. Inbound packets come from one thread at a time: a WebSocket's, or that of the
     * only POST; an upgrade while a POST is under way ends the session. "inHandler" is true during such
     * a section. A close by another thread meanwhile leaves its notice to the end of the section, so
     * that onClose is the last call.
     *
     * State: OPENING -> OPEN -> (CLOSING ->) CLOSED, moved in open, close and end only. Volatile: written
     * under the lock, read without it by whoever only wants to skip useless work.
     */
    private final Sessions sessions;
    private final String id;
    private final HandshakeRequest handshake;
    private final Revision revision;
    private final Heartbeat heartbeat;
    private final Outbox outbox;
    private final Sender sender = new Sender(this);
    private volatile SessionState state = SessionState.OPENING;
    // Written under the lock, read by flush and transport without it; a flush that meets a carrier
    // which has just been replaced goes on to its successor.
    private volatile Carrier carrier;
    private @Nullable Upgrade upgrade;
    // Written under the lock before the state is OPEN; whoever saw that may read it.
    private @Nullable EngineHandler handler;
    private @Nullable CloseReason reason;
    private Farewells.@Nullable Farewell owed;
    private String detail = "";
    private boolean inHandler = true;
    private boolean noticeDue;

    private ServerSession(
            Sessions sessions, String id, EngineRequest request, EngineTransport transport) {
        this.sessions = sessions;
        this.id = id;
        this.handshake = request.snapshot();
        this.revision = Revision.of(request);
        this.outbox = new Outbox(sessions.credit());
        this.heartbeat = new Heartbeat(this);
        this.carrier =
                transport == EngineTransport.POLLING
                        ? new PollingTransport(this)
                        : WebSocketTransport.direct(this);
    }

    static ServerSession overPolling(Sessions sessions, String id, EngineRequest request) {
        return new ServerSession(sessions, id, request, EngineTransport.POLLING);
    }

    static ServerSession overWebSocket(Sessions sessions, String id, EngineRequest request) {
        return new ServerSession(sessions, id, request, EngineTransport.WEBSOCKET);
    }

    // ---- the life of a session

    /**
     * Lets the application make its handler, and opens. On a WebSocket the first packets are queued
     * before that; a polling handshake is answered with them, and with nothing else.
     *
     * @return false if the session is over already: the application threw, or the server closed
     */
    boolean open() {
        boolean late;
        synchronized (this) {
            late = state != SessionState.OPENING;
            if (!late && carrier.transport() == EngineTransport.WEBSOCKET) {
                for (EnginePacket first : firstPackets()) {
                    outbox.add(first);
                }
            }
        }
        if (late) {
            finish();
            return false;
        }
        sessions.observer().onOpened(this);
        EngineHandler made;
        try {
            made = Objects.requireNonNull(sessions.onConnection().apply(this), "handler");
        } catch (RuntimeException | Error e) {
            sessions.observer().onFailure("connection listener", e);
            end(Ending.of(CloseReason.FORCED_CLOSE, "connection listener failed"));
            return false;
        }
        synchronized (this) {
            handler = made;
            if (state == SessionState.OPENING) {
                state = SessionState.OPEN;
                heartbeat.startLocked();
            }
        }
        leaveHandler();
        return true;
    }

    /** What every client gets first: the open packet, and perhaps one that is an option. */
    EnginePacket[] firstPackets() {
        EnginePacket open = sessions.openPacket(id, carrier.transport());
        EnginePacket initial = sessions.options().initialPacket();
        return initial == null
                ? new EnginePacket[] {open}
                : new EnginePacket[] {open, revision.form(initial)};
    }

    @Override
    public void close(CloseReason why, boolean discard) {
        if (discard) {
            end(Ending.of(why, ""));
            return;
        }
        synchronized (this) {
            if (state == SessionState.CLOSING || state == SessionState.CLOSED) {
                return;
            }
            markLeftLocked(why, "");
            state = SessionState.CLOSING;
            heartbeat.awaitEndLocked();
        }
        tellClosed();
        flush();
    }

    /** Ends the session at once, whoever wants it. Only the first call counts. */
    void end(Ending ending) {
        Upgrade candidate;
        synchronized (this) {
            if (state == SessionState.CLOSED) {
                return;
            }
            markLeftLocked(ending.reason(), ending.detail());
            state = SessionState.CLOSED;
            heartbeat.stopLocked();
            sender.stopLocked();
            outbox.clear();
            candidate = upgrade;
            upgrade = null;
            if (ending.farewell() == EnginePacket.NOOP && carrier.isAwaitingLocked()) {
                owed = sessions.farewells().owed(revision);
            }
        }
        sessions.remove(this, owed);
        if (candidate != null) {
            candidate.abandon(WebSocketLink.NO_CODE);
        }
        carrier.onEnd(ending);
        sessions.observer().onClosed(this, Objects.requireNonNull(reason));
        tellClosed();
    }

    /** Does what is due, if the timers have not come to it. */
    void catchUp() {
        heartbeat.catchUp();
    }

    /** What a poll is answered with that comes behind its client's own goodbye. */
    Farewells.@Nullable Farewell owedLocked() {
        return owed;
    }

    @Override
    public MemoryBudget inboundBudget() {
        return sessions.inboundBudget();
    }

    @Override
    public void endOverBudget() {
        sessions.observer().onInboundLimit(this, EngineObserver.InboundLimit.BUDGET);
        end(
                Ending.error(
                        "the inbound budget is spent: see inboundBudget",
                        WebSocketLink.TRY_AGAIN_LATER));
    }

    /** A message has been incomplete for too long. */
    void endLate() {
        sessions.observer().onInboundLimit(this, EngineObserver.InboundLimit.TIME);
        end(
                Ending.error(
                        "a message took more than "
                                + sessions.options().messageTimeout().toMillis()
                                + " ms: see messageTimeout",
                        WebSocketLink.POLICY));
    }

    /** A closing session has sent what it had. */
    void finish() {
        end(Ending.of(CloseReason.FORCED_CLOSE, ""));
    }

    private void markLeftLocked(CloseReason why, String more) {
        if (reason == null) {
            reason = why;
            detail = more;
            noticeDue = true;
        }
    }

    private void tellClosed() {
        EngineHandler told;
        synchronized (this) {
            told = handler;
            if (inHandler || !noticeDue || told == null) {
                return;
            }
            noticeDue = false;
        }
        try {
            told.onClose(Objects.requireNonNull(reason), detail);
        } catch (RuntimeException | Error e) {
            sessions.observer().onFailure("close listener", e);
        }
    }

    // ---- outward

    @Override
    public SendResult send(EnginePacket packet, Delivery delivery) {
        return sender.send(packet, delivery);
    }

    void endSlow(String more) {
        end(Ending.of(CloseReason.SLOW_CONSUMER, more));
    }

    OutboundLimits limits() {
        return sessions.credit().limits();
    }

    @Override
    public void flush() {
        carrier.flush();
    }

    @Override
    public synchronized boolean isWritable() {
        return isWritableLocked();
    }

    boolean isWritableLocked() {
        return state == SessionState.OPEN && outbox.isIdle() && carrier.isReadyLocked();
    }

    @Override
    public synchronized long pendingBytes() {
        return outbox.pendingBytes();
    }

    /** Nothing is queued and the transport is ready, or was a moment ago. */
    void tellWritable() {
        EngineHandler told = handler;
        if (told == null || state != SessionState.OPEN) {
            return;
        }
        try {
            told.onWritable();
        } catch (RuntimeException | Error e) {
            sessions.observer().onFailure("writable listener", e);
        }
    }

    // ---- inward

    /**
     * Begins a section of inbound packets.
     *
     * @return false if the session takes none
     */
    synchronized boolean enterHandler() {
        if (state != SessionState.OPEN) {
            return false;
        }
        inHandler = true;
        return true;
    }

    void leaveHandler() {
        boolean due;
        synchronized (this) {
            inHandler = false;
            due = noticeDue;
        }
        if (due) {
            tellClosed();
        }
    }

    @Override
    public boolean wantsMore() {
        return state == SessionState.OPEN;
    }

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        heartbeat.onPacket();
        sessions.observer().onPacketIn(this, PacketType.MESSAGE, length + 1);
        try {
            Objects.requireNonNull(handler).onText(utf8, offset, length);
        } catch (RuntimeException | Error e) {
            sessions.observer().onFailure("message listener", e);
        }
    }

    @Override
    public void onBinary(byte[] data) {
        heartbeat.onPacket();
        sessions.observer().onPacketIn(this, PacketType.MESSAGE, data.length);
        try {
            Objects.requireNonNull(handler).onBinary(data);
        } catch (RuntimeException | Error e) {
            sessions.observer().onFailure("message listener", e);
        }
    }

    @Override
    public void onControl(PacketType type, int length) {
        sessions.observer().onPacketIn(this, type, length);
        switch (type) {
            case PING, PONG -> beat(type);
            case CLOSE -> end(Ending.byPeer("close packet"));
            default -> heartbeat.onPacket();
        }
    }

    private void beat(PacketType type) {
        if (type != revision.answer()) {
            end(Ending.error("invalid heartbeat direction"));
        } else if (type == PacketType.PONG) {
            heartbeat.onPong();
        } else if (heartbeat.onPing()) {
            flush();
        }
    }

    // ---- upgrade, under the lock

    @Nullable Upgrade upgradeLocked() {
        return upgrade;
    }

    void upgradeLocked(@Nullable Upgrade candidate) {
        upgrade = candidate;
    }

    void carrierLocked(Carrier next) {
        carrier = next;
    }

    /** Called within a section of inbound packets. */
    void tellUpgraded() {
        try {
            Objects.requireNonNull(handler).onUpgrade();
        } catch (RuntimeException | Error e) {
            sessions.observer().onFailure("upgrade listener", e);
        }
    }

    // ---- parts and facts

    Sessions sessions() {
        return sessions;
    }

    Outbox outbox() {
        return outbox;
    }

    Carrier carrier() {
        return carrier;
    }

    @Override
    public String id() {
        return id;
    }

    Revision revision() {
        return revision;
    }

    @Override
    public int protocol() {
        return revision.protocol();
    }

    @Override
    public EngineTransport transport() {
        return carrier.transport();
    }

    @Override
    public HandshakeRequest handshake() {
        return handshake;
    }

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public String toString() {
        // Not the id: it is a secret, and this ends in logs.
        return "EngineSession[" + state + " over " + carrier.transport().wireName() + "]";
    }
}
