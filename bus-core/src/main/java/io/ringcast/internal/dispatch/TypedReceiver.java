package io.ringcast.internal.dispatch;

import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.PayloadType;
import io.ringcast.transport.Receiver;
import java.util.function.Consumer;

/** A typed listener of one owner, without the way to it. */
@LoopConfined
final class TypedReceiver<T> implements Receiver {
    private final PayloadType<T> type;
    private final Consumer<? super T> listener;
    private final Loop loop;
    private final EventHost host;
    private final String event;

    TypedReceiver(Listener.Typed<T> listener, EventHost host) {
        this.type = listener.type;
        this.listener = listener.listener;
        this.loop = host.loop();
        this.host = host;
        this.event = listener.event;
    }

    @Override
    public PayloadType<T> type() {
        return type;
    }

    @Override
    @SuppressWarnings("unchecked") // it fits the type
    public void receive(Object value) {
        loop.enter();
        try {
            listener.accept((T) value);
        } catch (Throwable failure) {
            host.failed("listener", event, failure);
        }
        loop.leave();
    }
}
