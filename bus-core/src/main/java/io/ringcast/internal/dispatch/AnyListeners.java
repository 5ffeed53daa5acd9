package io.ringcast.internal.dispatch;

import io.ringcast.AnyListener;
import io.ringcast.loop.LoopConfined;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catch-all listeners of one direction. */
@LoopConfined
final class AnyListeners {
    private List<AnyListener> listeners = List.of();

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    void append(AnyListener listener) {
        List<AnyListener> after = new ArrayList<>(listeners);
        after.add(listener);
        listeners = after;
    }

    void prepend(AnyListener listener) {
        List<AnyListener> after = new ArrayList<>(listeners);
        after.add(0, listener);
        listeners = after;
    }

    void remove(AnyListener listener) {
        List<AnyListener> after = new ArrayList<>(listeners);
        after.remove(listener);
        listeners = after;
    }

    void clear() {
        listeners = List.of();
    }

    void call(EventHost host, String event, @Nullable Object body) {
        RingArguments arguments = new RingArguments(body, host.mapper());
        for (AnyListener listener : listeners) {
            try {
                listener.onEvent(event, arguments);
            } catch (Throwable failure) {
                host.failed("catch-all listener", event, failure);
            }
        }
    }
}
