package io.ringcast.internal.bus;

import io.ringcast.DisconnectReason;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.internal.bus.KeptSocket.Progress;
import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.OutboundPacket;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One socket's part in recovery: what it took up, how far it got, what it leaves behind. */
@LoopConfined
final class SocketRecovery {
    private static final Set<DisconnectReason> RECOVERABLE =
            EnumSet.of(
                    DisconnectReason.TRANSPORT_CLOSE,
                    DisconnectReason.TRANSPORT_ERROR,
                    DisconnectReason.PING_TIMEOUT,
                    DisconnectReason.FORCED_CLOSE,
                    DisconnectReason.FORCED_SERVER_CLOSE,
                    DisconnectReason.SLOW_CONSUMER,
                    DisconnectReason.SERVER_SHUTTING_DOWN);

    private final RecoveryLog log;
    private final RecoverySession session;
    private final @Nullable KeptSocket resumed;
    private long confirmed;
    private long lastSent;
    private @Nullable BroadcastOptions own;

    private SocketRecovery(RecoveryLog log, RecoverySession session) {
        this.log = log;
        this.session = session;
        this.resumed = session.kept();
        this.confirmed = resumed != null ? resumed.progress().confirmed() : log.lastSequence();
        this.lastSent = confirmed;
    }

    /** Takes up the session that a client names, or begins a new one. */
    static SocketRecovery begin(RecoveryLog log, @Nullable RecoveryClaim claim, RingSocket socket) {
        RecoverySession known = claim == null ? null : log.restore(claim, socket);
        RecoverySession session = known != null ? known : new RecoverySession(Ids.next());
        SocketRecovery begun = new SocketRecovery(log, session);
        log.sessions().present(session, socket);
        return begun;
    }

    /** What the client comes back to; null where it began anew. */
    @Nullable KeptSocket resumed() {
        return resumed;
    }

    boolean passesMiddlewareBy() {
        return resumed != null && log.skipsMiddlewares();
    }

    String pid() {
        return session.pid();
    }

    /** What the client has to be sent again; null if some of that has gone since it came back. */
    @Nullable List<KeptEvent> missed() {
        List<KeptEvent> missed = resumed == null ? List.of() : log.missed(resumed);
        if (missed != null && !missed.isEmpty()) {
            sent(missed.get(missed.size() - 1).sequence());
        }
        return missed;
    }

    /** Keeps an event that is for this socket alone. */
    OutboundPacket append(OutboundPacket packet, RingSocket socket) {
        if (packet.isVolatile()) {
            return log.stamp(packet);
        }
        OutboundPacket stamped = log.append(packet, own(socket));
        lastSent = log.lastSequence();
        return stamped;
    }

    private BroadcastOptions own(RingSocket socket) {
        BroadcastOptions options = own;
        if (options == null) {
            options =
                    new BroadcastOptions(
                            Set.of(socket.id()), Set.of(), BroadcastOptions.Flags.NONE);
            own = options;
        }
        return options;
    }

    /** A broadcast goes out to this socket. */
    void sent(long sequence) {
        lastSent = Math.max(lastSent, sequence);
    }

    /** The client has what was sent to it. */
    void allHasArrived() {
        confirmed = lastSent;
    }

    String lastOffset() {
        return log.lastOffset();
    }

    /** The socket leaves: its session is kept if the client did not mean it to end. */
    void leave(RingSocket socket, DisconnectReason reason, Set<String> rooms) {
        if (!RECOVERABLE.contains(reason)) {
            forget();
            return;
        }
        long now = log.now();
        log.keep(
                session,
                new KeptSocket(
                        socket.id(),
                        rooms,
                        socket.data(),
                        new Progress(confirmed, lastSent, log.lastSequence()),
                        now,
                        log.expiry(now),
                        socket.isInProcess(),
                        KeptSocket.sizeOf(rooms, socket.data())));
    }

    /** The connection was lost before the socket was let in: the session waits on. */
    void giveBack() {
        if (resumed != null) {
            log.keep(session, resumed);
        } else {
            forget();
        }
    }

    /** The session has ended, or is beyond help: nobody comes back to it. */
    void forget() {
        log.sessions().forget(session);
    }

    // ---- after the socket's end, on any thread

    /** Who has its session now: the socket that its client came back as, if it has. */
    RecoverySession.@Nullable Holder holder() {
        return session.holder();
    }

    /** Whether a client that left this may still come for it. */
    boolean isAwaited(KeptSocket left) {
        return !left.isOver(log.now());
    }
}
