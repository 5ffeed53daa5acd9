package io.ringcast.transport;

import java.time.Duration;

/**
 * A way for clients to reach a bus: a network, or memory. Attached once, with {@code Bus.attach}.
 *
 * <p>Threads: each method is called once by the bus, in the order in which they are declared here.
 */
public interface Transport {

    /**
     * Begins to accept connections.
     *
     * @param context the bus's side
     */
    void start(TransportContext context);

    /** Stops to accept connections. Those that are open go on, and their answers still leave. */
    void stopAccepting();

    /**
     * Ends what is left, after the bus has closed the connections, and frees all resources.
     *
     * @param drain how long to wait at most for what is still queued to leave
     */
    void close(Duration drain);
}
