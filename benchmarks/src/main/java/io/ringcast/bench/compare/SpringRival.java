package io.ringcast.bench.compare;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.ResolvableType;

/** Spring's application events with one thread, which keeps the order. */
final class SpringRival implements Rival {
    private static final ResolvableType TYPE =
            ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, Object.class);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final SimpleApplicationEventMulticaster bus = new SimpleApplicationEventMulticaster();

    SpringRival(Consumer<Object> listener) {
        bus.setTaskExecutor(executor);
        bus.addApplicationListener(
                (ApplicationListener<PayloadApplicationEvent<Object>>)
                        event -> listener.accept(event.getPayload()));
    }

    @Override
    public void publish(Object event) {
        bus.multicastEvent(new PayloadApplicationEvent<>(this, event), TYPE);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
