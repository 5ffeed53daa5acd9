package io.ringcast.bench.compare;

/** A way to get events from one thread to a listener on another. */
public interface Rival extends AutoCloseable {

    /**
     * Publishes an event. Called by one thread, or by several where a benchmark says so.
     *
     * @param event the event
     */
    void publish(Object event);

    @Override
    void close();
}
