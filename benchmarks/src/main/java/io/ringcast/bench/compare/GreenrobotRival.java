package io.ringcast.bench.compare;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.greenrobot.eventbus.EventBus;
import org.greenrobot.eventbus.Subscribe;
import org.greenrobot.eventbus.ThreadMode;

/** greenrobot's event bus, asynchronous mode on one thread, which keeps the order. */
final class GreenrobotRival implements Rival {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final EventBus bus = EventBus.builder().executorService(executor).build();

    GreenrobotRival(Consumer<Object> listener) {
        bus.register(new Subscriber(listener));
    }

    /** Its one method is found by its annotation. */
    public static final class Subscriber {
        private final Consumer<Object> listener;

        Subscriber(Consumer<Object> listener) {
            this.listener = listener;
        }

        /**
         * Takes an event.
         *
         * @param event the event
         */
        @Subscribe(threadMode = ThreadMode.ASYNC)
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
