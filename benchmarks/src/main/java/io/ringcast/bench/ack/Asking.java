package io.ringcast.bench.ack;

/** A way to ask a listener on another thread. */
interface Asking extends AutoCloseable {
    /** Asks; the answer goes to {@link Answers#take}. */
    void ask();

    /** Called while the asking thread waits. */
    default void poll() {
        Thread.onSpinWait();
    }

    @Override
    void close();
}
