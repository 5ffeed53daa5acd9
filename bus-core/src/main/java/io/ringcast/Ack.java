package io.ringcast;

import org.jspecify.annotations.Nullable;

/**
 * The way to answer an event, Socket.IO's callback argument. Never null: where the sender asked for
 * no answer, sending does nothing.
 *
 * <p>The first answer counts, later ones do nothing. An answer to a socket that has disconnected is
 * dropped and counted.
 *
 * <p>Threads: any.
 */
public interface Ack {

    /**
     * Says whether the sender waits for an answer.
     *
     * @return true if it asked for one
     */
    boolean isRequested();

    /**
     * Answers with one value.
     *
     * @param argument the value; an {@link Arguments} stands for the arguments it holds
     * @throws io.ringcast.protocol.PayloadException if it can't be written
     */
    void send(@Nullable Object argument);

    /**
     * Answers with any number of values.
     *
     * @param arguments the values
     * @throws io.ringcast.protocol.PayloadException if one can't be written
     */
    void send(@Nullable Object... arguments);
}
