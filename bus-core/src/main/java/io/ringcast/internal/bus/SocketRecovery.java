package io.ringcast.internal.bus;

import io.ringcast.DisconnectReason;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.internal.bus.RecoverySession.Progress;
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
    private final @Nullable RecoverySession session;
    private final String pid;
    private final long confirmed;
    private long lastSent;
    private @Nullable BroadcastOptions own;

    private SocketRecovery(RecoveryLog log, @Nullable RecoverySession session) {
        this.log = log;
        this.session = session;
        this.pid = session != null ? session.pid() : Ids.next();
        this.confirmed = session != null ? session.progress().confirmed() : log.lastSequence();
        this.lastSent = session != null ? session.progress().lastSent() : confirmed;
    }

    /** Takes up the session that a client names, or begins a new one. */
    static SocketRecovery begin(RecoveryLog log, @Nullable RecoveryClaim claim, RingSocket socket) {
        RecoverySession session = claim == null ? null : log.restore(claim);
        SocketRecovery begun = new SocketRecovery(log, session);
        log.sessions().present(begun.pid, socket);
        return begun;
    }

    @Nullable RecoverySession session() {
        return session;
    }

    boolean passesMiddlewareBy() {
        return session != null && log.skipsMiddlewares();
    }

    String pid() {
        return pid;
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

    String lastOffset() {
        return log.lastOffset();
    }

    /** The socket leaves: its session is kept if the client did not mean it to end. */
    void leave(RingSocket socket, DisconnectReason reason, Set<String> rooms) {
        if (!RECOVERABLE.contains(reason)) {
            forget();
            return;
        }
        log.keep(
                new RecoverySession(
                        socket.id(),
                        pid,
                        rooms,
                        socket.data(),
                        new Progress(confirmed, lastSent, log.lastSequence()),
                        log.expiry(),
                        socket.isInProcess(),
                        List.of()));
    }

    /** The connection was lost before the socket was let in: the session waits on. */
    void giveBack() {
        if (session != null) {
            log.keep(session.resumed(List.of(), session.progress()));
        } else {
            forget();
        }
    }

    /** The session has ended, or is beyond help: nobody comes back to it. */
    void forget() {
        log.sessions().forget(pid);
    }
}
