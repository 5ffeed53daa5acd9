package io.ringcast.bench.ack;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.concurrent.CountDownLatch;

/** Request and reply over the local event bus of Vert.x, both sides on event loops. */
final class VertxAsking implements Asking {
    private final Answers answers;
    private final Vertx vertx = Vertx.vertx();
    private final DeliveryOptions options = new DeliveryOptions().setLocalOnly(true);

    VertxAsking(Answers answers) {
        this.answers = answers;
        CountDownLatch ready = new CountDownLatch(1);
        vertx.runOnContext(
                onLoop ->
                        vertx.eventBus()
                                .<Object>localConsumer(
                                        "ask", message -> message.reply(message.body(), options))
                                .completion()
                                .onComplete(done -> ready.countDown()));
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void ask() {
        answers.asked++;
        vertx.eventBus()
                .<Object>request("ask", Answers.QUESTION, options)
                .onSuccess(message -> answers.take(message.body()));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
