package io.ringcast.bench.compare;

import java.util.function.Consumer;
import net.engio.mbassy.bus.MBassador;
import net.engio.mbassy.bus.config.BusConfiguration;
import net.engio.mbassy.bus.config.Feature;
import net.engio.mbassy.listener.Handler;
import net.engio.mbassy.listener.Listener;
import net.engio.mbassy.listener.References;

/** MBassador, asynchronous, with the one dispatcher that keeps the order. */
final class MbassadorRival implements Rival {
    private final MBassador<Object> bus;

    MbassadorRival(Consumer<Object> listener) {
        bus =
                new MBassador<>(
                        new BusConfiguration()
                                .addFeature(Feature.SyncPubSub.Default())
                                .addFeature(Feature.AsynchronousHandlerInvocation.Default())
                                .addFeature(
                                        Feature.AsynchronousMessageDispatch.Default()
                                                .setNumberOfMessageDispatchers(1)));
        bus.subscribe(new Subscriber(listener));
    }

    /** Its one method is found by its annotation. */
    @Listener(references = References.Strong)
    static final class Subscriber {
        private final Consumer<Object> listener;

        Subscriber(Consumer<Object> listener) {
            this.listener = listener;
        }

        /** Takes an event. */
        @Handler
        public void onEvent(Integer event) {
            listener.accept(event);
        }
    }

    @Override
    public void publish(Object event) {
        bus.publishAsync(event);
    }

    @Override
    public void close() {
        bus.shutdown();
    }
}
