package io.ringcast;

import org.jspecify.annotations.Nullable;

/**
 * Takes the answers to a broadcast.
 *
 * <p>Threads: called on the namespace's loop, exactly once.
 */
@FunctionalInterface
public interface BroadcastAckCallback {

    /**
     * All recipients have answered, or are known not to.
     *
     * @param failure null if every recipient answered; otherwise an {@link AckTimeoutException}
     * @param responses who answered what, who did not
     */
    void onResult(@Nullable BusException failure, BroadcastResponses responses);
}
