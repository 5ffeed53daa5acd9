package io.ringcast;

import org.jspecify.annotations.Nullable;

/**
 * Takes the answer to an event, or the reason why there is none: Socket.IO's {@code (err, ...args)}
 * form.
 *
 * <p>Threads: called on the socket's loop, exactly once.
 */
@FunctionalInterface
public interface AckResultCallback {

    /**
     * The event's fate is known.
     *
     * @param failure null if the other side answered; otherwise an {@link AckTimeoutException} or a
     *     {@link DisconnectedException}
     * @param answer the answer's arguments; empty if there is a failure
     */
    void onResult(@Nullable BusException failure, Arguments answer);
}
