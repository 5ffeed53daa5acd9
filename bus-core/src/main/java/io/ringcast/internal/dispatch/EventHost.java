package io.ringcast.internal.dispatch;

import io.ringcast.internal.loop.Loop;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.Counter;
import org.jspecify.annotations.Nullable;

/** Whose listeners and acks these are: a socket, a client's socket, a namespace. */
public interface EventHost {

    /** The loop that owns it. */
    Loop loop();

    /** What converts arguments. */
    PayloadMapper mapper();

    /** A user's callback threw. */
    void failed(String where, @Nullable String event, Throwable failure);

    /** Something happened that is counted. */
    void count(Counter counter);

    /** Answers an event of the other side. Any thread. */
    void answer(long ackId, @Nullable Object body);

    /** What all sockets of this namespace hear; null where there is no such thing. */
    default @Nullable SharedListeners shared() {
        return null;
    }

    /** Says whether a packet that is written now can leave at once. */
    default boolean isWritable() {
        return true;
    }

    /** What shared listeners remember of this socket, null unless they do. Loop only. */
    default @Nullable Object pending() {
        return null;
    }

    /** Remembers something for shared listeners. Loop only. */
    default void pending(@Nullable Object state) {
        throw new UnsupportedOperationException("only sockets have shared listeners");
    }
}
