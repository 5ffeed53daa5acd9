package io.ringcast.adapter;

import io.ringcast.transport.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket of this server, as an adapter sees it.
 *
 * <p>Threads: the namespace's loop.
 */
public interface LocalSocket {

    /**
     * The socket's id.
     *
     * @return the id
     */
    String id();

    /**
     * Sends a broadcast to this socket.
     *
     * @param broadcast the event
     */
    void send(Broadcast broadcast);

    /**
     * What takes events of a name at this socket, if that is the same for every broadcast.
     *
     * @param event the event's name
     * @return the receiver; null if each broadcast has to be sent with {@link #send}
     */
    default @Nullable Receiver receiver(String event) {
        return null;
    }

    /**
     * Says whether the client is in this process, so that sending runs its listeners.
     *
     * @return false for clients behind a network
     */
    boolean isInProcess();

    /**
     * Disconnects the socket.
     *
     * @param close whether to close the connection too
     */
    void disconnect(boolean close);

    /**
     * What a server tells others about the socket.
     *
     * @return a snapshot
     */
    SocketDetails details();

    /**
     * The socket's place in the adapter's index. Kept here so that no lookup by id is needed.
     *
     * @return the place
     */
    Membership membership();
}
