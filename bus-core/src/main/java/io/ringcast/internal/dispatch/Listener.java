package io.ringcast.internal.dispatch;

import io.ringcast.Ack;
import io.ringcast.EventListener;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.PayloadType;
import io.ringcast.transport.Receiver;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A registered listener of one event, in one of the forms that a user may choose. */
public abstract sealed class Listener {
    final String event;
    final boolean once;

    Listener(String event, boolean once) {
        this.event = event;
        this.once = once;
    }

    /**
     * Calls the user's listener.
     *
     * @param host whose event it is
     * @param body the arguments
     * @param ackId the id to answer under, or {@link Packet#NO_ACK}
     * @param shared the ack, where other listeners of the event have it too
     * @throws Exception any failure; reported
     */
    public abstract void invoke(
            EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared)
            throws Exception;

    /** This listener by itself, for one owner's events; null if each has to be dispatched. */
    @Nullable Receiver receiver(EventHost host) {
        return null;
    }

    private static Ack ack(EventHost host, long ackId, @Nullable Ack shared) {
        return shared != null ? shared : RingAck.of(host, ackId);
    }

    /**
     * A listener made elsewhere in the bus, for many owners at once: it is in their {@link
     * SharedListeners}, and learns from the host whose event it is.
     */
    public abstract static non-sealed class Handler extends Listener {

        /**
         * Makes the listener.
         *
         * @param event the event's name
         */
        protected Handler(String event) {
            super(event, false);
        }

        /** The event's name. */
        public final String event() {
            return event;
        }
    }

    static final class General extends Listener {
        private final EventListener listener;

        General(String event, boolean once, EventListener listener) {
            super(event, once);
            this.listener = listener;
        }

        @Override
        public void invoke(EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared)
                throws Exception {
            listener.onEvent(new RingArguments(body, host.mapper()), ack(host, ackId, shared));
        }
    }

    static final class Typed<T> extends Listener {
        final PayloadType<T> type;
        final Consumer<? super T> listener;

        Typed(String event, boolean once, PayloadType<T> type, Consumer<? super T> listener) {
            super(event, once);
            this.type = type;
            this.listener = listener;
        }

        @Override
        @SuppressWarnings("NullAway") // a missing argument is null, as documented
        public void invoke(
                EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared) {
            listener.accept(Body.first(body, type));
        }

        @Override
        @Nullable Receiver receiver(EventHost host) {
            return once ? null : new TypedReceiver<>(this, host);
        }
    }

    static final class TypedWithAck<T> extends Listener {
        private final PayloadType<T> type;
        private final BiConsumer<? super T, ? super Ack> listener;

        TypedWithAck(
                String event, PayloadType<T> type, BiConsumer<? super T, ? super Ack> listener) {
            super(event, false);
            this.type = type;
            this.listener = listener;
        }

        @Override
        @SuppressWarnings("NullAway") // a missing argument is null, as documented
        public void invoke(
                EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared) {
            listener.accept(Body.first(body, type), ack(host, ackId, shared));
        }
    }

    static final class Request<T> extends Listener {
        private final PayloadType<T> type;
        private final Function<? super T, ?> handler;

        Request(String event, PayloadType<T> type, Function<? super T, ?> handler) {
            super(event, false);
            this.type = type;
            this.handler = handler;
        }

        @Override
        @SuppressWarnings("NullAway") // a missing argument is null, as documented
        public void invoke(
                EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared) {
            Object result = handler.apply(Body.first(body, type));
            if (result instanceof CompletionStage<?> stage) {
                answerLater(host, stage, ack(host, ackId, shared));
            } else if (shared != null) {
                shared.send(result);
            } else if (ackId != Packet.NO_ACK) {
                host.answer(ackId, Body.of(result));
            }
        }

        private void answerLater(EventHost host, CompletionStage<?> stage, Ack ack) {
            var unused =
                    stage.whenComplete(
                            (value, failure) -> {
                                if (failure != null) {
                                    host.failed("request", event, failure);
                                } else {
                                    send(host, ack, value);
                                }
                            });
        }

        private void send(EventHost host, Ack ack, @Nullable Object value) {
            try {
                ack.send(value);
            } catch (RuntimeException failure) {
                host.failed("request", event, failure);
            }
        }
    }
}
