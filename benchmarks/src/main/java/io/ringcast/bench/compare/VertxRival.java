package io.ringcast.bench.compare;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The local event bus of Vert.x: send to one consumer on an event loop. */
final class VertxRival implements Rival {
    private final Vertx vertx = Vertx.vertx();
    private final DeliveryOptions options = new DeliveryOptions().setLocalOnly(true);

    VertxRival(Consumer<Object> listener) {
        CountDownLatch registered = new CountDownLatch(1);
        vertx.runOnContext(
                onLoop ->
                        vertx.eventBus()
                                .<Object>localConsumer(
                                        "event", message -> listener.accept(message.body()))
                                .completion()
                                .onComplete(done -> registered.countDown()));
        try {
            registered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void publish(Object event) {
        vertx.eventBus().send("event", event, options);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
