package io.ringcast.internal.dispatch;

import io.ringcast.Ack;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The way to answer one event, once. */
@AnyThread
public final class RingAck implements Ack {
    private static final Ack NONE = new NoAck();

    private final EventHost host;
    private final long id;
    // Any thread may answer; the first one does.
    private final AtomicBoolean answered = new AtomicBoolean();

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
        if (answered.compareAndSet(false, true)) {
            try {
                host.answer(id, Body.of(argument));
            } catch (RuntimeException unsendable) {
                answered.set(false); // nothing was sent: an answer that can be written still may be
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
