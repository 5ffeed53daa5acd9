package io.ringcast.transport;

import io.ringcast.protocol.PayloadType;

/**
 * Where events of one name end at one socket of this process: the listener itself, found once and
 * used for many broadcasts. What it was found under is still so while {@link
 * io.ringcast.adapter.Broadcast#epoch} is.
 *
 * <p>Threads: the namespace's loop.
 */
public interface Receiver {

    /**
     * What the listener declares.
     *
     * @return the type of the values that it takes
     */
    PayloadType<?> type();

    /**
     * Calls the listener; what it throws is reported.
     *
     * @param value fits the type
     */
    void receive(Object value);
}
