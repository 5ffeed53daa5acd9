package io.ringcast.bench.ack;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK alone: a task for one other thread, completed there. */
final class FutureAsking implements Asking {
    private final Answers answers;
    private final ExecutorService listener =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "listener");
                        thread.setDaemon(true);
                        return thread;
                    });

    FutureAsking(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void ask() {
        answers.asked++;
        var unused =
                CompletableFuture.supplyAsync(() -> Answers.QUESTION, listener)
                        .thenAccept(answers::take);
    }

    @Override
    public void close() {
        listener.shutdown();
    }
}
