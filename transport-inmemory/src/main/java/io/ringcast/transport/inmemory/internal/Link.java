package io.ringcast.transport.inmemory.internal;

import io.ringcast.DisconnectReason;
import io.ringcast.protocol.Payload;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a socket to be in its namespace, over one connection. What comes from an earlier
 * attempt is told from what comes from this one by the link it comes over. On the namespace's loop
 * unless noted.
 */
interface Link {

    /** The connection that carries it. Any thread. */
    MemoryConnection connection();

    /** Asks to enter; the answer goes to {@link MemoryLife}. */
    void connect(Payload auth);

    /** Sends an event, in the form that {@link MemoryOutbound} gave it. */
    void event(String event, @Nullable Object form, long ackId);

    /** Sends an answer, in the same way. */
    void answer(long ackId, @Nullable Object form);

    /** Leaves the namespace. */
    void leave();

    /** The connection has ended. Any thread. */
    void connectionClosed(DisconnectReason reason);
}
