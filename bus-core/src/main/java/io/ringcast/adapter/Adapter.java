package io.ringcast.adapter;

import io.ringcast.protocol.Payload;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Keeps who is in which room of one namespace and delivers broadcasts, here and on the other
 * servers of a cluster. Asynchronous by contract: nothing here blocks, and what another server has
 * to say comes as a completion.
 *
 * <p>Threads: the namespace's loop, except {@link #on} and {@link #rooms}, which any thread may
 * call.
 */
public interface Adapter {

    /**
     * Frees what the adapter holds. The namespace is gone; there may be a new one of that name
     * already, with an adapter of its own.
     */
    void close();

    /**
     * The number of servers in the cluster.
     *
     * @return completes with 1 for a server alone
     */
    CompletionStage<Integer> serverCount();

    /**
     * A socket joins rooms. It is known to the adapter from its first join to {@link #leaveAll}.
     *
     * @param socket the socket
     * @param rooms the rooms' names
     */
    void join(LocalSocket socket, Collection<String> rooms);

    /**
     * A socket leaves a room. One that it is not in is left alone.
     *
     * @param socket the socket
     * @param room the room's name
     */
    void leave(LocalSocket socket, String room);

    /**
     * A socket leaves all rooms and the adapter, in the order in which it joined.
     *
     * @param socket the socket
     */
    void leaveAll(LocalSocket socket);

    /**
     * The rooms that a socket is in.
     *
     * @param socket the socket
     * @return a snapshot, in the order of joining
     */
    Set<String> roomsOf(LocalSocket socket);

    /**
     * All rooms of this server with the ids of their sockets. For inspection and tests: it copies
     * everything.
     *
     * @return completes with a snapshot
     */
    CompletionStage<Map<String, Set<String>>> rooms();

    /**
     * Sends an event to the selected sockets, each at most once.
     *
     * @param broadcast the event
     * @param options whom it is for
     */
    void broadcast(Broadcast broadcast, BroadcastOptions options);

    /**
     * The selected sockets.
     *
     * @param options which
     * @return completes with the sockets of all servers
     */
    CompletionStage<List<SocketDetails>> fetchSockets(BroadcastOptions options);

    /**
     * Makes the selected sockets join rooms.
     *
     * @param options which sockets
     * @param rooms the rooms' names
     * @return completes when done; fails if some of the sockets may not join, see {@link
     *     Membership}, while the others have
     */
    CompletionStage<Void> addSockets(BroadcastOptions options, Set<String> rooms);

    /**
     * Makes the selected sockets leave rooms.
     *
     * @param options which sockets
     * @param rooms the rooms' names
     * @return completes when done
     */
    CompletionStage<Void> delSockets(BroadcastOptions options, Set<String> rooms);

    /**
     * Disconnects the selected sockets.
     *
     * @param options which sockets
     * @param close whether to close their connections
     * @return completes when done
     */
    CompletionStage<Void> disconnectSockets(BroadcastOptions options, boolean close);

    /**
     * Sends an event to the other servers of the cluster.
     *
     * @param event its name
     * @param arguments its arguments
     */
    void serverSideEmit(String event, Payload arguments);

    /**
     * Sends an event to the other servers and collects their answers.
     *
     * @param event its name
     * @param arguments its arguments
     * @return completes with one answer per other server
     */
    CompletionStage<List<Payload>> serverSideEmitWithAck(String event, Payload arguments);

    /**
     * Listens to what happens to rooms.
     *
     * @param event which happening
     * @param listener is told
     */
    void on(RoomEvent event, RoomListener listener);
}
