package io.ringcast;

/**
 * A listener's place in a list.
 *
 * <p>Threads: any.
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

    /** Takes the listener out. A second call does nothing. */
    @Override
    void close();
}
