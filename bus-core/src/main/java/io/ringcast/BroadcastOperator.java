package io.ringcast;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A selection of sockets in one {@link Namespace}, and the way to send to all of them.
 *
 * <p>Selections are values: {@code to}, {@code except} and the flags return a new operator and
 * leave this one alone, so an operator may be kept. A socket reached through several rooms receives
 * the event once. The targets are the sockets in the rooms when the namespace's loop takes the
 * event up; two emits by one thread arrive in that order at each of them.
 *
 * <pre>{@code namespace.to("table-7").except(dealer.id()).emit("card", card);}</pre>
 *
 * <p>Threads: any. {@code emit} queues the event and returns before any listener has run.
 */
public interface BroadcastOperator {

    /**
     * Adds rooms to the selection.
     *
     * @param rooms the rooms' names; not blank
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
     * Leaves the sockets of some rooms out.
     *
     * @param rooms the rooms' names; a socket's id is a room
     * @return the operator
     */
    BroadcastOperator except(String... rooms);

    /**
     * Lets the event be dropped for connections that can't send at once. Of a burst emitted by one
     * listener each connection gets the first; of one emitted by another thread, which the loop may
     * send between two of its events, perhaps more: see {@link SocketOperator#asVolatile}.
     *
     * @return the operator
     */
    BroadcastOperator asVolatile();

    /**
     * Says whether transports that compress may compress the event.
     *
     * @param compress true by default
     * @return the operator
     */
    BroadcastOperator compress(boolean compress);

    /**
     * Restricts the selection to sockets of this server.
     *
     * @return the operator
     */
    BroadcastOperator local();

    /**
     * Sets how long answers are waited for.
     *
     * @param timeout more than zero
     * @return the operator
     */
    BroadcastOperator timeout(Duration timeout);

    /**
     * Emits an event with one argument: the hot form.
     *
     * @param event the event's name
     * @param argument the argument
     * @return false if the event was dropped at once: it is volatile and the ring is full
     * @throws IllegalArgumentException if the name is reserved
     * @throws io.ringcast.protocol.PayloadException if the argument can't be sent
     */
    boolean emit(String event, @Nullable Object argument);

    /**
     * Emits an event with any number of arguments.
     *
     * @param event the event's name
     * @param arguments the arguments
     * @return false if the event was dropped at once
     */
    boolean emit(String event, @Nullable Object... arguments);

    /**
     * Emits an event without arguments and collects the answers.
     *
     * @param event the event's name
     * @param callback takes the answers
     * @throws IllegalStateException if there is no {@link #timeout}
     */
    default void emit(String event, BroadcastAckCallback callback) {
        emit(event, Arguments.of(), callback);
    }

    /**
     * Emits an event and collects the answers. It ends exactly once: when all have answered or
     * left, or at the time-out. No recipients: at once, without a failure.
     *
     * @param event the event's name
     * @param argument the argument; several as {@link Arguments#of}
     * @param callback takes the answers
     * @throws IllegalStateException if there is no {@link #timeout}
     */
    void emit(String event, @Nullable Object argument, BroadcastAckCallback callback);

    /**
     * Emits an event and collects the answers.
     *
     * @param event the event's name
     * @param arguments the arguments
     * @return completes when all have answered or left; fails with {@link
     *     BroadcastAckTimeoutException}, which holds the answers that came
     * @throws IllegalStateException if there is no {@link #timeout}
     */
    CompletionStage<BroadcastResponses> emitWithAck(String event, @Nullable Object... arguments);

    /**
     * The sockets of the selection.
     *
     * @return completes with local sockets as {@link Socket}, others as {@link RemoteSocket}
     */
    CompletionStage<List<RemoteSocket>> fetchSockets();

    /**
     * Makes the sockets of the selection join rooms.
     *
     * @param rooms the rooms' names
     * @return completes when done
     */
    CompletionStage<Void> socketsJoin(String... rooms);

    /**
     * Makes the sockets of the selection leave rooms.
     *
     * @param rooms the rooms' names
     * @return completes when done
     */
    CompletionStage<Void> socketsLeave(String... rooms);

    /**
     * Disconnects the sockets of the selection. What was emitted to them before still leaves.
     *
     * @param close whether to close their connections, with their sockets in other namespaces
     * @return completes when done
     */
    CompletionStage<Void> disconnectSockets(boolean close);
}
