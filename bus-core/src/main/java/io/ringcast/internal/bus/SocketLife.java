package io.ringcast.internal.bus;

import io.ringcast.BusClosedException;
import io.ringcast.DisconnectReason;
import io.ringcast.Registration;
import io.ringcast.Socket;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.Peer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How one socket enters its namespace and leaves it. */
@AnyThread
final class SocketLife implements LoopEvent.Target {
    /*
     * connecting -> connected -> disconnected, or connecting -> disconnected when it is refused or
     * its connection goes. Until it is connected the socket is in no room and in no map that
     * dispatch or broadcast looks at.
     */
    private static final int START = 0;
    private static final int CLOSE = 1;

    private final RingSocket socket;
    private final @Nullable RecoveryClaim claim;
    private final Peer.@Nullable Client peer;
    // Written on the loop, read by threads that ask whether the socket is connected.
    private volatile SocketState state = SocketState.CONNECTING;
    // Set before the socket starts, then of the loop.
    private @Nullable RingSocket former;
    private @Nullable Admission admission;
    private boolean leaving;
    private List<Consumer<DisconnectReason>> disconnecting = List.of();
    private List<Consumer<DisconnectReason>> disconnected = List.of();

    SocketLife(RingSocket socket, @Nullable RecoveryClaim claim, Peer.@Nullable Client peer) {
        this.socket = socket;
        this.claim = claim;
        this.peer = peer;
    }

    // ---- any thread

    SocketState state() {
        return state;
    }

    /** Its client was in the namespace already, over the same connection, and begins anew. */
    void replaces(RingSocket earlier) {
        former = earlier;
    }

    void start() {
        loop().publish(this, START, null, null, null, 0);
    }

    void close(DisconnectReason reason) {
        loop().publish(this, CLOSE, reason, null, null, 0);
    }

    Registration onDisconnecting(Consumer<DisconnectReason> listener) {
        Objects.requireNonNull(listener, "listener");
        loop().perform(() -> disconnecting = with(disconnecting, listener));
        return () -> loop().perform(() -> disconnecting = without(disconnecting, listener));
    }

    Registration onDisconnect(Consumer<DisconnectReason> listener) {
        Objects.requireNonNull(listener, "listener");
        loop().perform(() -> disconnected = with(disconnected, listener));
        return () -> loop().perform(() -> disconnected = without(disconnected, listener));
    }

    private static <T> List<T> with(List<T> before, T added) {
        List<T> after = new CopyOnWriteArrayList<>(before);
        after.add(added);
        return after;
    }

    private static <T> List<T> without(List<T> before, T removed) {
        List<T> after = new CopyOnWriteArrayList<>(before);
        after.remove(removed);
        return after;
    }

    CompletionStage<Void> onLoop(Runnable task) {
        if (loop().inLoop()) {
            task.run();
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean queued =
                loop().perform(
                                () -> {
                                    try {
                                        task.run();
                                        done.complete(null);
                                    } catch (Throwable failure) {
                                        done.completeExceptionally(failure);
                                    }
                                });
        if (!queued) {
            done.completeExceptionally(new BusClosedException());
        }
        loop().hurry();
        return done;
    }

    private Loop loop() {
        return socket.loop();
    }

    private RingNamespace namespace() {
        return socket.namespaceOfSocket();
    }

    // ---- the loop

    @Override
    public boolean isVital() {
        return true;
    }

    @Override
    public void run(LoopEvent entry) {
        if (entry.operation == START) {
            begin();
        } else {
            leave((DisconnectReason) Objects.requireNonNull(entry.first));
        }
    }

    private void begin() {
        boolean passesBy = false;
        RecoveryLog log = namespace().recovery();
        if (state == SocketState.CONNECTING && log != null && !socket.client().isOfRevision3()) {
            SocketRecovery recovery = SocketRecovery.begin(log, claim, socket);
            socket.recoverBy(recovery);
            passesBy = recovery.passesMiddlewareBy();
        }
        endFormer();
        if (state != SocketState.CONNECTING) {
            return;
        }
        Admission begun =
                new Admission(socket, passesBy ? List.of() : List.copyOf(namespace().middleware));
        admission = begun;
        begun.start();
    }

    /** If this socket goes on with its session, it has ended by now. */
    private void endFormer() {
        RingSocket earlier = former;
        former = null;
        if (earlier != null) {
            earlier.life().leave(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
        }
    }

    /**
     * Another socket takes this one's session up: it ends here. What was sent to it has arrived if
     * both are of one connection; else that is closed.
     */
    void fence(RingSocket next) {
        SocketRecovery recovery = socket.recovery();
        if (next.client() != socket.client()) {
            leave(DisconnectReason.FORCED_CLOSE);
            socket.connection().close(CloseReason.FORCED_CLOSE, true);
        } else if (recovery != null) {
            recovery.allHasArrived();
            leave(DisconnectReason.FORCED_CLOSE);
        }
    }

    void join(List<String> rooms) {
        if (state == SocketState.DISCONNECTED) {
            return;
        }
        namespace().adapter().join(socket, rooms);
    }

    void accept() {
        if (state != SocketState.CONNECTING || socket.client().isClosed()) {
            // Of a connection that has ended nobody enters any more: the socket's end is under way.
            return;
        }
        become(SocketState.CONNECTED);
        admitted();
        namespace().entered(socket);
        socket.client().entered();
        if (!takePlace()) {
            return;
        }
        sendConnect();
        socket.outbound().release();
        for (Consumer<? super Socket> listener : namespace().connectionListeners) {
            namespace().callBack("connection listener", () -> listener.accept(socket));
        }
    }

    /**
     * Joins its rooms. If what the client left behind can't be brought back, its session ends with
     * the connection: at its next attempt the client begins anew.
     */
    private boolean takePlace() {
        try {
            if (resume()) {
                return true;
            }
        } catch (Throwable failure) {
            socket.failed("connect", null, failure);
        }
        forgetSession();
        end();
        socket.connection().close(CloseReason.FORCED_CLOSE, false);
        return false;
    }

    /** Rooms come back, and what was missed leaves before CONNECT is answered. */
    private boolean resume() {
        SocketRecovery recovery = socket.recovery();
        List<KeptEvent> missed = recovery == null ? List.of() : recovery.missed();
        if (missed == null) {
            return false;
        }
        namespace().adapter().join(socket, List.of(socket.id()));
        KeptSocket resumed = recovery == null ? null : recovery.resumed();
        if (resumed != null) {
            namespace().adapter().join(socket, resumed.rooms());
        }
        missed.forEach(socket.outbound()::replay);
        return true;
    }

    private void forgetSession() {
        SocketRecovery recovery = socket.recovery();
        if (recovery != null) {
            recovery.forget();
        }
    }

    private void sendConnect() {
        SocketRecovery recovery = socket.recovery();
        String pid = recovery == null ? null : recovery.pid();
        if (peer != null) {
            tell(client -> client.onConnect(socket.id(), pid, isRecovered(), socket.inbound()));
            return;
        }
        Packet.Connect packet = new Packet.Connect(namespace().name(), reply(pid));
        socket.outbound().writeNow(socket.packet(packet));
    }

    private Payload reply(@Nullable String pid) {
        if (socket.client().isOfRevision3()) {
            return Payload.of(); // the client makes its id out of its connection's
        }
        Map<String, String> reply = new LinkedHashMap<>();
        reply.put("sid", socket.id());
        if (pid != null) {
            reply.put("pid", pid);
        }
        return Payload.of(reply);
    }

    private void admitted() {
        Admission over = admission;
        if (over != null) {
            admission = null;
            over.end();
        }
    }

    void refuse(String message, @Nullable Object data) {
        if (state != SocketState.CONNECTING) {
            return;
        }
        forgetSession();
        end();
        socket.core().count(Counter.CONNECTS_REFUSED, "CONNECT refused by middleware");
        if (peer != null) {
            tell(client -> client.onConnectError(message, data));
        } else {
            socket.client().write(loop(), refusal(message, data));
        }
    }

    /** Data that can't be sent must not keep the client from hearing of its refusal. */
    private OutboundPacket refusal(String message, @Nullable Object data) {
        RingClient client = socket.client();
        String name = namespace().name();
        OutboundPacket packet = socket.packet(client.refusal(name, message, data));
        try {
            packet.encoded();
            return packet;
        } catch (RuntimeException failure) {
            socket.failed("connect error's data", null, failure);
            return socket.packet(client.refusal(name, message, null));
        }
    }

    private boolean isRecovered() {
        return socket.isRecovered();
    }

    /** Tells the client's half. What that emits in turn comes after what happens here. */
    private void tell(Consumer<Peer.Client> news) {
        loop().enter();
        try {
            news.accept(Objects.requireNonNull(peer));
        } finally {
            loop().leave();
        }
    }

    void leftByClient() {
        leave(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    }

    void disconnect(boolean close) {
        if (close) {
            socket.client().disconnectAll();
        } else {
            disconnectFromNamespace();
        }
    }

    void disconnectFromNamespace() {
        if (state == SocketState.CONNECTING) {
            refuse("server namespace disconnect", null);
        } else if (state == SocketState.CONNECTED && !leaving) {
            tellClient();
            leave(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
        }
    }

    private void tellClient() {
        if (peer != null) {
            tell(Peer::onDisconnect);
        } else {
            String name = namespace().name();
            socket.outbound().writeNow(socket.packet(new Packet.Disconnect(name)));
        }
    }

    void leave(DisconnectReason reason) {
        SocketRecovery recovery = socket.recovery();
        if (state == SocketState.CONNECTING) {
            if (recovery != null) {
                recovery.giveBack();
            }
            end();
        } else if (state == SocketState.CONNECTED && !leaving) {
            leaving = true;
            try {
                tell("disconnecting listener", disconnecting, reason);
                if (recovery != null) {
                    recovery.leave(socket, reason, namespace().adapter().roomsOf(socket));
                }
            } catch (Throwable failure) {
                socket.failed("disconnect", null, failure);
            }
            end();
            socket.acks().failAll();
            tell("disconnect listener", disconnected, reason);
        }
    }

    private void become(SocketState next) {
        state = next;
        socket.loop().changed();
    }

    private void end() {
        boolean hadEntered = state == SocketState.CONNECTED;
        admitted();
        try {
            namespace().adapter().leaveAll(socket);
        } catch (Throwable failure) {
            socket.failed("disconnect", null, failure);
        }
        become(SocketState.DISCONNECTED);
        namespace().left(socket, hadEntered);
        socket.client().left(socket);
        socket.outbound().dropHeld();
        socket.core().registry().cleanUp(namespace());
    }

    private void tell(
            String where, List<Consumer<DisconnectReason>> listeners, DisconnectReason reason) {
        for (Consumer<DisconnectReason> listener : listeners) {
            namespace().callBack(where, () -> listener.accept(reason));
        }
    }
}
