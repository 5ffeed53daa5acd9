package io.ringcast.bench.compare;

import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.Subscribe;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Guava's asynchronous event bus with one thread, which keeps the order. */
final class GuavaRival implements Rival {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final AsyncEventBus bus = new AsyncEventBus(executor);

    GuavaRival(Consumer<Object> listener) {
        bus.register(new Subscriber(listener));
    }

    /** Its one method is found by its annotation. */
    static final class Subscriber {
        private final Consumer<Object> listener;

        Subscriber(Consumer<Object> listener) {
            this.listener = listener;
        }

        /** Takes an event. */
        @Subscribe
        public void onEvent(Integer event) {
            listener.accept(event);
        }
    }

    @Override
    public void publish(Object event) {
        bus.post(event);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
