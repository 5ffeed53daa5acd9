package io.ringcast.transport.inmemory.internal;

import io.ringcast.BusClosedException;
import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.Registration;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a client's socket enters its namespace and leaves it. */
@AnyThread
final class MemoryLife implements LoopEvent.Target {
    /*
     * disconnected -> connecting (connect) -> connected (accepted) -> disconnected, or connecting
     * -> disconnected when it is refused. What is heard over a link that is not the current one is
     * late and means nothing, but an acceptance: the server is told that nobody is there. While a
     * link is abandoned in this way the next one waits: the server would take two for a violation.
     * All that ends or begins a connection is queued on the loop, never done in place: the server
     * tells of it in the midst of its own work, and events that it emitted before come first.
     */
    private static final int CONNECT = 0;
    private static final int DISCONNECT = 1;
    private static final int ACCEPTED = 2;
    private static final int REFUSED = 3;
    private static final int DISMISSED = 4;
    private static final int CLOSED = 5;

    private enum State {
        DISCONNECTED,
        CONNECTING,
        CONNECTED
    }

    private final MemorySocket socket;
    private final Supplier<?> auth;
    // Written on the loop, read by threads that ask.
    private volatile State state = State.DISCONNECTED;
    private volatile @Nullable String id;
    private volatile boolean recovered;
    private @Nullable Link link;
    private @Nullable Link abandoned;
    private final Session session = new Session();
    private final List<Runnable> receiveBuffer = new ArrayList<>();
    private @Nullable ConnectErrorException refusal;
    private List<Runnable> connectListeners = List.of();
    private List<Consumer<ConnectErrorException>> errorListeners = List.of();
    private List<Consumer<DisconnectReason>> disconnectListeners = List.of();

    MemoryLife(MemorySocket socket, Supplier<?> auth) {
        this.socket = socket;
        this.auth = auth;
    }

    // ---- any thread

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    boolean isRecovered() {
        return recovered;
    }

    @Nullable String id() {
        return id;
    }

    void connect() {
        if (socket.network().isClosing() || !loop().publish(this, CONNECT, null, null, null, 0)) {
            throw new BusClosedException();
        }
    }

    void disconnect() {
        loop().publish(this, DISCONNECT, null, null, null, 0);
    }

    /** A listener that comes too late for this connection is told of it now. */
    Registration onConnect(Runnable listener) {
        Objects.requireNonNull(listener, "listener");
        loop().perform(
                        () -> {
                            connectListeners = with(connectListeners, listener);
                            if (isConnected()) {
                                inbound().callBack("connect listener", listener);
                            }
                        });
        return () -> loop().perform(() -> connectListeners = without(connectListeners, listener));
    }

    /** A listener that comes too late for the refusal is told of it now. */
    Registration onConnectError(Consumer<ConnectErrorException> listener) {
        Objects.requireNonNull(listener, "listener");
        loop().perform(
                        () -> {
                            errorListeners = with(errorListeners, listener);
                            ConnectErrorException last = refusal;
                            if (last != null) {
                                tellRefusal(listener, last);
                            }
                        });
        return () -> loop().perform(() -> errorListeners = without(errorListeners, listener));
    }

    Registration onDisconnect(Consumer<DisconnectReason> listener) {
        Objects.requireNonNull(listener, "listener");
        loop().perform(() -> disconnectListeners = with(disconnectListeners, listener));
        return () ->
                loop().perform(() -> disconnectListeners = without(disconnectListeners, listener));
    }

    private static <T> List<T> with(List<T> before, T added) {
        List<T> after = new ArrayList<>(before);
        after.add(added);
        return after;
    }

    private static <T> List<T> without(List<T> before, T removed) {
        List<T> after = new ArrayList<>(before);
        after.remove(removed);
        return after;
    }

    void closed(Link over, DisconnectReason reason) {
        loop().publish(this, CLOSED, over, reason, null, 0);
    }

    // ---- the loop, from a link

    boolean isCurrent(Link over) {
        return link == over;
    }

    @Nullable Link link() {
        return link;
    }

    void accepted(Link over, String sid, @Nullable String pid) {
        loop().publish(this, ACCEPTED, over, sid, pid, 0);
    }

    void refused(Link over, String message, @Nullable Object data) {
        loop().publish(this, REFUSED, over, message, data, 0);
    }

    /** An event has arrived; before the socket is connected it is kept, behind what was missed. */
    void arrived(
            Link over, String event, @Nullable Object body, long ackId, @Nullable String position) {
        if (over != link) {
            return;
        }
        if (isConnected()) {
            inbound().event(over, event, body, ackId);
            session.reached(position);
        } else {
            receiveBuffer.add(() -> arrived(over, event, body, ackId, position));
        }
    }

    /** What takes events of a name in place, as long as nothing changes. */
    @Nullable Receiver receiver(Link over, String event) {
        return over == link && isConnected() ? inbound().receiver(event) : null;
    }

    void dismissed(Link over) {
        loop().publish(this, DISMISSED, over, null, null, 0);
    }

    // ---- the loop

    @Override
    public boolean isVital() {
        return true;
    }

    @Override
    public void run(LoopEvent entry) {
        switch (entry.operation) {
            case CONNECT -> begin();
            case DISCONNECT -> leave();
            case ACCEPTED -> enter(over(entry), (String) notNull(entry.second), entry.third);
            case REFUSED -> end(over(entry), (String) notNull(entry.second), entry.third);
            case DISMISSED -> end(over(entry), DisconnectReason.IO_SERVER_DISCONNECT);
            case CLOSED -> end(over(entry), (DisconnectReason) notNull(entry.second));
            default -> throw new AssertionError("operation " + entry.operation);
        }
    }

    private static Link over(LoopEvent entry) {
        return (Link) notNull(entry.first);
    }

    private static Object notNull(@Nullable Object value) {
        return Objects.requireNonNull(value);
    }

    private void become(State next) {
        state = next;
        loop().changed();
    }

    private void begin() {
        if (state != State.DISCONNECTED) {
            return;
        }
        become(State.CONNECTING);
        refusal = null;
        if (abandoned == null) {
            open();
        }
    }

    private void open() {
        Payload said;
        try {
            said = session.auth(auth.get(), socket.network().context().mapper());
        } catch (RuntimeException failure) {
            become(State.DISCONNECTED);
            inbound().failed("auth", null, failure);
            refuse("auth failed", null);
            return;
        }
        MemoryConnection connection = socket.client().acquire(socket);
        Link made = connection.link(socket);
        link = made;
        connection.enter(socket, made, said);
    }

    private void enter(Link over, String sid, @Nullable Object pid) {
        if (over != link) {
            over.leave();
            settled(over);
            return;
        }
        id = sid;
        recovered = session.resume((String) pid);
        become(State.CONNECTED);
        List<Runnable> received = List.copyOf(receiveBuffer);
        receiveBuffer.clear();
        received.forEach(Runnable::run);
        socket.outbound().flush();
        for (Runnable listener : connectListeners) {
            inbound().callBack("connect listener", listener);
        }
    }

    /** An abandoned link is done with: one that waits for that goes on. */
    private void settled(Link over) {
        if (over == abandoned) {
            abandoned = null;
            over.connection().forget(socket, over);
            if (state == State.CONNECTING) {
                open();
            }
        }
    }

    private void leave() {
        Link current = link;
        if (current == null) {
            become(State.DISCONNECTED);
        } else if (isConnected()) {
            current.leave();
            end(current, DisconnectReason.IO_CLIENT_DISCONNECT);
        } else {
            abandoned = current;
            reset(current);
        }
    }

    private void end(Link over, String message, @Nullable Object data) {
        if (over != link) {
            settled(over);
        } else {
            reset(over);
            refuse(message, data);
        }
    }

    private void refuse(String message, @Nullable Object data) {
        ConnectErrorException error = new ConnectErrorException(message, data);
        refusal = error;
        for (Consumer<ConnectErrorException> listener : errorListeners) {
            tellRefusal(listener, error);
        }
    }

    private void end(Link over, DisconnectReason reason) {
        if (over != link) {
            settled(over);
            return;
        }
        if (!isConnected()) {
            end(over, reason.text(), null);
            return;
        }
        reset(over);
        for (Consumer<DisconnectReason> listener : disconnectListeners) {
            inbound().callBack("disconnect listener", () -> listener.accept(reason));
        }
        socket.outbound().failAcks();
    }

    private void reset(Link over) {
        become(State.DISCONNECTED);
        id = null;
        link = null;
        receiveBuffer.clear();
        if (over != abandoned) {
            over.connection().forget(socket, over);
        }
        socket.client().release(socket, over.connection());
    }

    private void tellRefusal(
            Consumer<ConnectErrorException> listener, ConnectErrorException error) {
        inbound().callBack("connect error listener", () -> listener.accept(error));
    }

    private Loop loop() {
        return socket.loop();
    }

    private MemoryInbound inbound() {
        return socket.inbound();
    }
}
