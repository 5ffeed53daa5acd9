package io.ringcast;

/**
 * Takes the answer to an event.
 *
 * <p>Threads: called on the socket's loop, at most once. It is not called when no answer comes: use
 * the form with a failure, {@link AckResultCallback}, to hear of that.
 */
@FunctionalInterface
public interface AckCallback {

    /**
     * The other side answered.
     *
     * @param answer the answer's arguments
     */
    void onAck(Arguments answer);
}
