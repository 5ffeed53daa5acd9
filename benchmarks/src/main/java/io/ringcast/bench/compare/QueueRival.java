package io.ringcast.bench.compare;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** A bounded queue and a thread, as one writes it by hand. */
final class QueueRival implements Rival {
    private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(8192);
    private final Thread thread;

    QueueRival(Consumer<Object> listener) {
        thread =
                new Thread(
                        () -> {
                            try {
                                while (true) {
                                    listener.accept(queue.take());
                                }
                            } catch (InterruptedException closed) {
                                Thread.currentThread().interrupt();
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void publish(Object event) {
        try {
            queue.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
