package io.ringcast.internal.dispatch;

import io.ringcast.Ack;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The way to answer one event, once. */
@AnyThread
public final class RingAck implements Ack {
    private static final Ack NONE = new NoAck();
    private static final VarHandle ANSWERED;

    static {
        try {
            ANSWERED =
                    MethodHandles.lookup().findVarHandle(RingAck.class, "answered", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventHost host;
    private final long id;

    // Any thread may answer; the first one does.
    @SuppressWarnings("unused") // through ANSWERED
    private volatile boolean answered;

    private RingAck(EventHost host, long id) {
        this.host = host;
        this.id = id;
    }

    /** The ack of an event, one that does nothing if the event asks for none. */
    public static Ack of(EventHost host, long id) {
        return id == Packet.NO_ACK ? NONE : new RingAck(host, id);
    }

    @Override
    public boolean isRequested() {
        return true;
    }

    @Override
    public void send(@Nullable Object argument) {
        if (ANSWERED.compareAndSet(this, false, true)) {
            try {
                host.answer(id, Body.of(argument));
            } catch (RuntimeException unsendable) {
                answered = false; // nothing was sent: an answer that can be written still may be
                throw unsendable;
            }
        }
    }

    @Override
    public void send(@Nullable Object... arguments) {
        send(Body.of(arguments));
    }

    private static final class NoAck implements Ack {
        @Override
        public boolean isRequested() {
            return false;
        }

        @Override
        public void send(@Nullable Object argument) {
            // Nobody waits.
        }

        @Override
        public void send(@Nullable Object... arguments) {
            // Nobody waits.
        }
    }
}
