package io.ringcast.transport.inmemory.internal;

import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.Listeners;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.Counter;
import io.ringcast.transport.Receiver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client's socket receives, and where its listeners run. */
@AnyThread
final class MemoryInbound implements LoopEvent.Target {
    /*
     * Listeners belong to the namespace's loop, or to the client's executor if it has one: then
     * what arrives waits there, within the limits that hold for any connection.
     */
    private static final int EVENT = 0;
    private static final int OUTGOING = 1;

    private final MemorySocket socket;
    private final Loop loop;
    private final @Nullable ExecutorLoop executor;
    private final Listeners listeners;

    MemoryInbound(MemorySocket socket) {
        this.socket = socket;
        this.loop = socket.loop();
        this.executor = socket.client().listenerLoop();
        this.listeners = new Listeners(new Host(socket, executor != null ? executor : loop));
    }

    Listeners listeners() {
        return listeners;
    }

    /** An event has arrived. The loop. */
    void event(Link over, String event, @Nullable Object body, long ackId) {
        if (executor == null) {
            dispatch(event, body, ackId);
        } else if (hasRoom(executor, over)) {
            executor.publish(this, EVENT, event, body, null, ackId);
        }
    }

    /** What takes events of a name in place, if anything does. The loop. */
    @Nullable Receiver receiver(String event) {
        return executor == null ? listeners.receiver(event) : null;
    }

    /** Whether the client's executor may be given more; a client that is too slow is cut off. */
    private boolean hasRoom(ExecutorLoop waiting, Link over) {
        int limit = socket.network().context().outboundLimits().packets();
        if (waiting.backlog() < limit) {
            return true;
        }
        over.connection().overflow(true);
        return false;
    }

    private void dispatch(String event, @Nullable Object body, long ackId) {
        listeners.callAny(event, body);
        if (!listeners.dispatch(event, body, ackId)) {
            socket.network().count(Counter.UNHANDLED_EVENTS);
        }
    }

    /** An event is about to be sent. The loop. */
    void outgoing(String event, @Nullable Object body) {
        if (executor == null) {
            listeners.callAnyOutgoing(event, body);
        } else {
            executor.publish(this, OUTGOING, event, body, null, 0);
        }
    }

    @Override
    public void run(LoopEvent entry) {
        String event = (String) Objects.requireNonNull(entry.first);
        if (entry.operation == EVENT) {
            dispatch(event, entry.second, entry.number);
        } else {
            listeners.callAnyOutgoing(event, entry.second);
        }
    }

    /** Runs a user's callback where listeners run. The loop. */
    void callBack(String where, Runnable callback) {
        if (executor != null) {
            executor.submit(() -> guard(where, callback));
        } else {
            callBackHere(where, callback);
        }
    }

    /** Tells a user how an ack ended, where listeners run: for certain, whatever has closed. */
    void callBackForAck(Runnable callback) {
        if (executor != null) {
            ExecutorLoop.Awaited task = () -> guard("ack", callback);
            executor.submit(task);
        } else {
            callBackHere("ack", callback);
        }
    }

    private void callBackHere(String where, Runnable callback) {
        if (loop.inLoop()) {
            loop.enter();
            guard(where, callback);
            loop.leave();
        } else {
            guard(where, callback); // of a loop that has stopped
        }
    }

    private void guard(String where, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            failed(where, null, failure);
        }
    }

    void failed(String where, @Nullable String event, Throwable failure) {
        String what = event == null ? "" : " of " + event;
        socket.network()
                .context()
                .report("client's " + where + what + " in " + socket.namespace(), failure);
    }

    /** The owner of this socket's listeners, or of its acks. */
    record Host(MemorySocket socket, Loop loop) implements EventHost {

        @Override
        public PayloadMapper mapper() {
            return socket.network().context().mapper();
        }

        @Override
        public void failed(String where, @Nullable String event, Throwable failure) {
            socket.inbound().failed(where, event, failure);
        }

        @Override
        public void count(Counter counter) {
            socket.network().count(counter);
        }

        @Override
        public void answer(long ackId, @Nullable Object body) {
            socket.outbound().answer(ackId, body);
        }
    }
}
