package io.ringcast;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The ways to send to one socket, with flags. Flags are values: each returns a new operator and
 * leaves this one alone.
 *
 * <p>An event's arguments are handed over: they must not be changed afterwards. Bytes ({@code
 * byte[]}, {@code ByteBuffer}) may stand anywhere in them. A single argument that is an {@link
 * Arguments} stands for the arguments it holds, which travel on unparsed.
 *
 * <p>What can't be sent (a cycle, more than ten attachments) throws a {@link
 * io.ringcast.protocol.PayloadException} in the caller's thread, and so does a reserved event name
 * an {@link IllegalArgumentException}; nothing is queued then.
 *
 * <p>Threads: any. Nothing blocks on the loop; off the loop, an emit waits while the ring is full
 * (see {@link BusBuilder#onFullRing}).
 */
public interface SocketOperator {

    /**
     * Emits an event with one argument: the hot form, which allocates nothing between components of
     * one process.
     *
     * @param event the event's name
     * @param argument the argument
     * @return false if the event was dropped at once: the socket is disconnected (counted), and its
     *     client can't come back for it, see {@link BusBuilder#connectionStateRecovery}
     */
    boolean emit(String event, @Nullable Object argument);

    /**
     * Emits an event with any number of arguments.
     *
     * @param event the event's name
     * @param arguments the arguments
     * @return false if the event was dropped at once: the socket is disconnected (counted), and its
     *     client can't come back for it, see {@link BusBuilder#connectionStateRecovery}
     */
    boolean emit(String event, @Nullable Object... arguments);

    /**
     * Emits an event without arguments and asks for an answer.
     *
     * @param event the event's name
     * @param callback takes the answer
     * @return false if the event was dropped at once
     */
    default boolean emit(String event, AckCallback callback) {
        return emit(event, Arguments.of(), callback);
    }

    /**
     * Emits an event and asks for an answer. Without {@link #timeout} it is waited for until the
     * socket disconnects.
     *
     * @param event the event's name
     * @param argument the argument; several as {@link Arguments#of}
     * @param callback takes the answer; not called if none comes
     * @return false if the event was dropped at once
     */
    boolean emit(String event, @Nullable Object argument, AckCallback callback);

    /**
     * Emits an event without arguments and asks for an answer.
     *
     * @param event the event's name
     * @param callback takes the answer, or the failure
     * @return false if the event was dropped at once; the callback is told of it too
     */
    default boolean emit(String event, AckResultCallback callback) {
        return emit(event, Arguments.of(), callback);
    }

    /**
     * Emits an event and asks for an answer.
     *
     * @param event the event's name
     * @param argument the argument; several as {@link Arguments#of}
     * @param callback takes the answer, or the failure: {@link AckTimeoutException} after {@link
     *     #timeout}, {@link DisconnectedException} as soon as the socket disconnects
     * @return false if the event was dropped at once; the callback is told of it too
     */
    boolean emit(String event, @Nullable Object argument, AckResultCallback callback);

    /**
     * Emits an event and asks for an answer.
     *
     * @param event the event's name
     * @param arguments the arguments
     * @return completes on the loop with the answer; fails with {@link AckTimeoutException} or
     *     {@link DisconnectedException}
     */
    CompletionStage<Arguments> emitWithAck(String event, @Nullable Object... arguments);

    /**
     * Sets how long answers are waited for.
     *
     * @param timeout more than zero
     * @return an operator with that time-out
     */
    SocketOperator timeout(Duration timeout);

    /**
     * Lets the event be dropped if the connection can't send at once: Socket.IO's {@code volatile}.
     * Dropped ones are counted, and an acknowledgement that was asked for with one fails at once.
     *
     * <p>What a listener emits leaves when the listener has returned, so that of several volatile
     * events emitted there the first arrives and the others are dropped, as in Socket.IO. An event
     * emitted by another thread is a turn of the loop of its own, and may have left before the next
     * one is looked at: of a burst from there any number arrives, the first among them.
     *
     * @return an operator with that flag
     */
    SocketOperator asVolatile();

    /**
     * Says whether transports that compress may compress the event.
     *
     * @param compress true by default
     * @return an operator with that flag
     */
    SocketOperator compress(boolean compress);
}
