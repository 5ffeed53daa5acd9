package io.ringcast.adapter;

import io.ringcast.loop.EventLoop;
import io.ringcast.protocol.PayloadMapper;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace offers to its adapter.
 *
 * <p>Threads: any.
 */
public interface AdapterContext {

    /**
     * The namespace's name.
     *
     * @return the name
     */
    String namespace();

    /**
     * The loop that owns the namespace. What an adapter hears from elsewhere it submits there.
     *
     * @return the loop
     */
    EventLoop loop();

    /**
     * The mapper of the bus.
     *
     * @return the mapper
     */
    PayloadMapper mapper();

    /**
     * Reports a failure to the bus's error handler.
     *
     * @param context where it happened
     * @param failure what was thrown, or null
     */
    void report(String context, @Nullable Throwable failure);
}
