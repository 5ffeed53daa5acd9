package io.ringcast.bench.compare;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;

/** The JDK's publisher with one consumer. */
final class SubmissionPublisherRival implements Rival {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final SubmissionPublisher<Object> publisher = new SubmissionPublisher<>(executor, 8192);

    SubmissionPublisherRival(Consumer<Object> listener) {
        var unused = publisher.consume(listener);
    }

    @Override
    public void publish(Object event) {
        publisher.submit(event);
    }

    @Override
    public void close() {
        publisher.close();
        executor.shutdownNow();
    }
}
