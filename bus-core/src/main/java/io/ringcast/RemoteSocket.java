package io.ringcast;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A socket of this or another server of the cluster, as {@code fetchSockets} returns it.
 *
 * <p>Threads: any.
 */
public interface RemoteSocket extends SocketOperator {

    /**
     * The socket's id: 20 random characters, another one for each namespace and each connect.
     *
     * @return the id
     */
    String id();

    /**
     * How the client came.
     *
     * @return the handshake
     */
    Handshake handshake();

    /**
     * The rooms that the socket is in, its own id's among them.
     *
     * @return a snapshot. From a thread that is not the loop it waits for the loop's turn
     */
    Set<String> rooms();

    /**
     * What the application keeps with the socket.
     *
     * @return the data
     */
    SocketData data();

    /**
     * Joins rooms. Events that the same thread broadcasts to them afterwards reach this socket.
     *
     * @param rooms the rooms' names
     * @return completes when done; a server of one process needs not wait for it
     */
    CompletionStage<Void> join(String... rooms);

    /**
     * Leaves a room; one that the socket is not in is left alone.
     *
     * @param room the room's name
     * @return completes when done
     */
    CompletionStage<Void> leave(String room);

    /**
     * Disconnects from the namespace.
     *
     * @param close whether to close the whole connection, with its sockets in other namespaces
     */
    void disconnect(boolean close);

    /** Disconnects from the namespace; the connection and other namespaces stay. */
    default void disconnect() {
        disconnect(false);
    }
}
