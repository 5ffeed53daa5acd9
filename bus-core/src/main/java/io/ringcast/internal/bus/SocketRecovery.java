package io.ringcast.internal.bus;

import io.ringcast.DisconnectReason;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.OutboundPacket;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
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
    private final long firstSequence;
    private long lastSent;
    private @Nullable BroadcastOptions own;

    private SocketRecovery(RecoveryLog log, @Nullable RecoverySession session) {
        this.log = log;
        this.session = session;
        this.pid = session != null ? session.pid() : Ids.next();
        this.firstSequence = log.lastSequence();
        this.lastSent = session != null ? session.lastSent() : firstSequence;
    }

    /** Takes up the session that a client names, or begins a new one. */
    static SocketRecovery begin(RecoveryLog log, Payload auth) {
        if (auth.size() == 1
                && auth.get(0) instanceof Map<?, ?> told
                && told.get("pid") instanceof String pid) {
            String offset = told.get("offset") instanceof String text ? text : null;
            return new SocketRecovery(log, log.restore(pid, offset));
        }
        return new SocketRecovery(log, null);
    }

    /** What the application sees of a client's auth: not the secrets of recovery. */
    static Payload withoutSecrets(Payload auth) {
        if (auth.size() == 1 && auth.get(0) instanceof Map<?, ?> told && told.containsKey("pid")) {
            Map<Object, @Nullable Object> rest = new HashMap<>(told);
            rest.remove("pid");
            rest.remove("offset");
            return rest.isEmpty() ? Payload.of() : Payload.of(rest);
        }
        return auth;
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

    void connected(RingSocket socket) {
        log.connected(pid, socket);
    }

    /** Keeps an event that is for this socket alone. */
    OutboundPacket append(OutboundPacket packet, RingSocket socket) {
        BroadcastOptions options = own;
        if (options == null) {
            options =
                    new BroadcastOptions(
                            Set.of(socket.id()), Set.of(), BroadcastOptions.Flags.NONE);
            own = options;
        }
        if (packet.isVolatile()) {
            return log.stamp(packet);
        }
        OutboundPacket stamped = log.append(packet, options);
        sent();
        return stamped;
    }

    /** The latest event went out to this socket. */
    void sent() {
        lastSent = log.lastSequence();
    }

    String lastOffset() {
        return log.offset(log.lastSequence());
    }

    /** The socket leaves: its session is kept if the client did not mean it to end. */
    void leave(RingSocket socket, DisconnectReason reason, Set<String> rooms) {
        if (RECOVERABLE.contains(reason)) {
            log.persist(
                    new RecoverySession(
                            socket.id(),
                            pid,
                            rooms,
                            socket.data(),
                            firstSequence,
                            lastSent,
                            log.lastSequence(),
                            log.expiry(),
                            java.util.List.of()));
        } else {
            log.forget(pid);
        }
    }
}
