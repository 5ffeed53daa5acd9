package io.ringcast.transport.inmemory.internal;

import io.ringcast.BusException;
import io.ringcast.internal.ack.AckReceiver;
import io.ringcast.internal.ack.AckTable;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.loop.LoopConfined;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a socket emits while it is not connected: socket.io-client's {@code sendBuffer}. */
@LoopConfined
final class SendBuffer {
    private final EventHost host;
    private final Queue<Held> queue = new ArrayDeque<>();
    private final int limit;

    SendBuffer(EventHost host, int limit) {
        this.host = host;
        this.limit = limit;
    }

    boolean isFull() {
        return queue.size() >= limit;
    }

    Held add(String event, @Nullable Object form, long id, @Nullable Object callback) {
        Held held = new Held(event, form, id, callback);
        queue.add(held);
        return held;
    }

    @Nullable Held poll() {
        return queue.poll();
    }

    /** An event that is kept. If its time is up before it could be sent, it is not sent. */
    @LoopConfined
    final class Held implements AckReceiver {
        final String event;
        final @Nullable Object form;
        final long id;
        private final @Nullable Object callback;

        Held(String event, @Nullable Object form, long id, @Nullable Object callback) {
            this.event = event;
            this.form = form;
            this.id = id;
            this.callback = callback;
        }

        @Override
        public void onAnswer(@Nullable Object body) {
            deliver(body, null);
        }

        @Override
        public void onFailure(BusException failure) {
            queue.remove(this);
            deliver(null, failure);
        }

        private void deliver(@Nullable Object body, @Nullable BusException failure) {
            if (callback != null) {
                AckTable.deliver(host, callback, body, failure);
            }
        }
    }
}
