package io.ringcast.adapter;

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
