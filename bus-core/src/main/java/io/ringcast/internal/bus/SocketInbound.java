package io.ringcast.internal.bus;

import io.ringcast.Ack;
import io.ringcast.Arguments;
import io.ringcast.IncomingEvent;
import io.ringcast.Next;
import io.ringcast.Registration;
import io.ringcast.SocketMiddleware;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.RingAck;
import io.ringcast.internal.dispatch.RingArguments;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.ProtocolException;
import io.ringcast.transport.Counter;
import io.ringcast.transport.MemoryBudget.Account;
import io.ringcast.transport.Peer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one socket receives: catch-all listeners, then middleware, then listeners. */
@AnyThread
final class SocketInbound implements Peer, LoopEvent.Target {
    /*
     * Entries come from a transport's thread through the ring, or from a client in this process on
     * the loop itself. The two lists are cold and may be added to by any thread.
     */
    private static final int EVENT = 0;
    private static final int ACK = 1;
    private static final int LEAVE = 2;

    private final RingSocket socket;
    private volatile List<SocketMiddleware> middleware = List.of();
    private volatile List<Consumer<Exception>> errorListeners = List.of();
    // The transport's thread only: the socket's client was too fast, and the socket has to leave.
    private boolean wasTooFast;

    SocketInbound(RingSocket socket) {
        this.socket = socket;
    }

    // ---- a transport's thread

    /**
     * Brings an event to the loop.
     *
     * @param paid pays for the event until the loop has run it; null for a small one
     */
    void receive(String event, Object arguments, long ackId, @Nullable Account paid) {
        boolean queued = admits() && loop().publish(this, EVENT, event, arguments, paid, ackId);
        if (!queued && paid != null) {
            paid.release();
        }
    }

    private boolean admits() {
        if (!wasTooFast && !socket.client().isTooFast()) {
            return true;
        }
        socket.count(Counter.DROPPED_OVER_RATE);
        if (!wasTooFast) {
            wasTooFast = true;
            loop().perform(this::leaveTooFast);
        }
        return false;
    }

    private void leaveTooFast() {
        String rule = EventRate.exceeded(socket.core().options.limits());
        socket.core().tooFast(rule);
        error(new ProtocolException(rule));
        socket.life().disconnectFromNamespace();
    }

    void receiveAck(Object arguments, long ackId, @Nullable Account paid) {
        boolean queued = loop().publish(this, ACK, null, arguments, paid, ackId);
        if (!queued && paid != null) {
            paid.release();
        }
    }

    void receiveLeave() {
        loop().publish(this, LEAVE, null, null, null, 0);
    }

    // ---- a client in this process, on the loop

    @Override
    public void onEvent(String event, @Nullable Object body, long ackId) {
        if (loop().canCallBack()) {
            event(event, body, ackId);
        } else {
            loop().publish(this, EVENT, event, body, null, ackId);
        }
    }

    @Override
    public void onAck(long ackId, @Nullable Object body) {
        if (loop().canCallBack()) {
            ack(ackId, body);
        } else {
            loop().publish(this, ACK, null, body, null, ackId);
        }
    }

    @Override
    public void onDisconnect() {
        // At once, as for a packet: the client may ask to enter again before the loop is here.
        socket.client().left(socket);
        receiveLeave();
    }

    // ---- the loop

    @Override
    public boolean isVital() {
        return true; // a transport waits: what it has read it can't read again
    }

    @Override
    public void run(LoopEvent entry) {
        Account paid = (Account) entry.third;
        if (paid == null) {
            perform(entry);
            return;
        }
        try {
            perform(entry);
        } finally {
            paid.release();
        }
    }

    private void perform(LoopEvent entry) {
        switch (entry.operation) {
            case EVENT ->
                    event((String) Objects.requireNonNull(entry.first), entry.second, entry.number);
            case ACK -> ack(entry.number, entry.second);
            case LEAVE -> socket.life().leftByClient();
            default -> throw new AssertionError("operation " + entry.operation);
        }
    }

    private void event(String event, @Nullable Object body, long ackId) {
        if (!socket.isConnected()) {
            refuse();
            return;
        }
        socket.listeners().callAny(event, body);
        if (middleware.isEmpty()) {
            dispatch(event, body, ackId);
        } else {
            new Passage(event, body, ackId).step(0);
        }
    }

    private void refuse() {
        if (socket.isConnecting()) {
            socket.client().violation("an event before CONNECT was answered");
        } else {
            socket.count(Counter.DROPPED_DISCONNECTED);
        }
    }

    private void dispatch(String event, @Nullable Object body, long ackId) {
        if (socket.isConnected() && !socket.listeners().dispatch(event, body, ackId)) {
            socket.core().count(Counter.UNHANDLED_EVENTS, "An event that no listener takes");
        }
    }

    private void ack(long ackId, @Nullable Object body) {
        if (socket.isConnecting()) {
            socket.client().violation("an acknowledgement before CONNECT was answered");
        } else if (!socket.acks().answer(ackId, body)) {
            socket.core().count(Counter.UNKNOWN_ACKS, "An acknowledgement nobody waits for");
        }
    }

    // ---- any thread

    synchronized void use(SocketMiddleware added) {
        List<SocketMiddleware> list = new CopyOnWriteArrayList<>(middleware);
        list.add(Objects.requireNonNull(added, "middleware"));
        middleware = list;
    }

    synchronized Registration onError(Consumer<Exception> listener) {
        List<Consumer<Exception>> list = new CopyOnWriteArrayList<>(errorListeners);
        list.add(Objects.requireNonNull(listener, "listener"));
        errorListeners = list;
        return () -> remove(listener);
    }

    private synchronized void remove(Consumer<Exception> listener) {
        List<Consumer<Exception>> list = new CopyOnWriteArrayList<>(errorListeners);
        list.remove(listener);
        errorListeners = list;
    }

    /** Tells the application of an event that was refused, or of a broken protocol. */
    void error(Exception failure) {
        for (Consumer<Exception> listener : errorListeners) {
            socket.namespaceOfSocket().callBack("error listener", () -> listener.accept(failure));
        }
    }

    private Loop loop() {
        return socket.loop();
    }

    /** One event on its way through the middleware. */
    @AnyThread
    private final class Passage implements IncomingEvent {
        private final List<SocketMiddleware> steps = middleware;
        private final long ackId;
        private final Ack ack;
        private String event;
        private @Nullable Object body;

        Passage(String event, @Nullable Object body, long ackId) {
            this.event = event;
            this.body = body;
            this.ackId = ackId;
            this.ack = RingAck.of(socket, ackId);
        }

        void step(int index) {
            if (index == steps.size()) {
                dispatch(event, body, ackId);
                return;
            }
            Step step = new Step(index + 1);
            loop().enter();
            try {
                steps.get(index).handle(this, step);
            } catch (Exception failure) {
                step.reject(failure);
            } finally {
                loop().leave();
            }
        }

        @Override
        public String name() {
            return event;
        }

        @Override
        public Arguments arguments() {
            return new RingArguments(body, socket.mapper());
        }

        @Override
        public Ack ack() {
            return ack;
        }

        @Override
        public void replace(String name, @Nullable Object... arguments) {
            event = Objects.requireNonNull(name, "name");
            body = Body.of(arguments);
        }

        /** One middleware's decision. */
        private final class Step extends AtomicBoolean implements Next {
            private static final long serialVersionUID = 1L;
            private final int next;

            Step(int next) {
                super(false);
                this.next = next;
            }

            @Override
            public void proceed() {
                if (compareAndSet(false, true)) {
                    loop().perform(() -> step(next));
                }
            }

            @Override
            public void reject(Exception failure) {
                if (compareAndSet(false, true)) {
                    loop().perform(() -> error(failure));
                }
            }
        }
    }
}
