package io.ringcast;

import io.ringcast.adapter.Adapter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A communication channel with its own sockets, rooms, middleware and listeners; as a {@link
 * BroadcastOperator} it selects all of its sockets.
 *
 * <p>As an {@link EventSource} it hears what other servers of the cluster say with {@link
 * #serverSideEmit}.
 *
 * <p>Threads: any.
 */
public interface Namespace extends BroadcastOperator, EventSource {

    /**
     * The name.
     *
     * @return the name, with its leading slash
     */
    String name();

    /**
     * Adds middleware, which decides about sockets that want to enter from now on, in the order in
     * which it was added.
     *
     * @param middleware decides
     * @return this namespace
     */
    Namespace use(Middleware middleware);

    /**
     * Is told of every socket that has entered. What it registers on the socket sees the socket's
     * first event.
     *
     * @param listener takes the socket
     * @return closes to stop listening
     */
    Registration onConnection(Consumer<? super Socket> listener);

    /**
     * Looks up a connected socket of this server.
     *
     * @param id the socket's id
     * @return the socket, if it is connected
     */
    Optional<Socket> socket(String id);

    /**
     * The number of connected sockets on this server.
     *
     * @return the number
     */
    int socketsCount();

    /**
     * What keeps the rooms.
     *
     * @return the adapter
     */
    Adapter adapter();

    /**
     * Sends an event to the other servers of the cluster, where this namespace's {@code on}
     * listeners take it. Alone, a server reaches nobody, without a failure.
     *
     * @param event the event's name
     * @param arguments the arguments
     */
    void serverSideEmit(String event, @Nullable Object... arguments);

    /**
     * Sends an event to the other servers of the cluster and collects their answers.
     *
     * @param event the event's name
     * @param arguments the arguments
     * @return completes with one answer per other server; an empty list if there are none
     */
    CompletionStage<List<Arguments>> serverSideEmitWithAck(
            String event, @Nullable Object... arguments);
}
