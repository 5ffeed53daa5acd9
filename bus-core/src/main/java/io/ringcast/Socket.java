package io.ringcast;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A client's presence in one namespace, seen from the server: Socket.IO's server-side {@code
 * Socket}.
 *
 * <p>Its listeners run one at a time, in the order in which events arrived, on its namespace's
 * loop.
 *
 * <p>Threads: any.
 */
public interface Socket extends RemoteSocket, EventSource, CatchAll {

    /**
     * The namespace.
     *
     * @return the namespace
     */
    Namespace namespace();

    /**
     * Says whether the socket is connected: false in middleware, true from {@code onConnection} to
     * {@code onDisconnecting}, false in {@code onDisconnect}.
     *
     * @return true if it is
     */
    boolean isConnected();

    /**
     * Says whether the socket goes on with an earlier session's id, rooms and data.
     *
     * @return true if its state was recovered
     */
    boolean isRecovered();

    /**
     * The name of the transport in use.
     *
     * @return {@code "polling"}, {@code "websocket"} or {@code "memory"}
     */
    String transportName();

    /**
     * Adds middleware for incoming events, after catch-all listeners and before listeners.
     *
     * @param middleware decides whether an event passes
     * @return this socket
     */
    Socket use(SocketMiddleware middleware);

    /**
     * Hears of events that middleware refused.
     *
     * @param listener takes the failure
     * @return closes to stop listening
     */
    Registration onError(Consumer<Exception> listener);

    /**
     * Is told when the socket is about to leave: its rooms can still be seen.
     *
     * @param listener takes the reason
     * @return closes to stop listening
     */
    Registration onDisconnecting(Consumer<DisconnectReason> listener);

    /**
     * Is told when the socket has left; once, for sockets that were connected.
     *
     * @param listener takes the reason
     * @return closes to stop listening
     */
    Registration onDisconnect(Consumer<DisconnectReason> listener);

    /**
     * Everyone in the namespace but this socket.
     *
     * @return the operator
     */
    BroadcastOperator broadcast();

    /**
     * The sockets in some rooms, but not this one.
     *
     * @param rooms the rooms' names
     * @return the operator
     */
    BroadcastOperator to(String... rooms);

    /**
     * The same as {@link #to}.
     *
     * @param rooms the rooms' names
     * @return the operator
     */
    BroadcastOperator in(String... rooms);

    /**
     * Everyone in the namespace but this socket and those in some rooms.
     *
     * @param rooms the rooms' names
     * @return the operator
     */
    BroadcastOperator except(String... rooms);

    /**
     * Everyone else who is connected to this server.
     *
     * @return the operator
     */
    BroadcastOperator local();

    @Override
    SocketOperator timeout(Duration timeout);
}
