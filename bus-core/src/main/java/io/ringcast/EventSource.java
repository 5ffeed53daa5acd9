package io.ringcast;

import io.ringcast.protocol.TypeRef;
import java.lang.reflect.Type;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where events come from, and the ways to listen to them: the listening half of Node's {@code
 * EventEmitter}.
 *
 * <p>Listeners of one event run in the order of their registration. One added while an event is
 * dispatched does not see that event; one removed meanwhile does. A listener that throws is
 * reported to the {@link ErrorHandler}, and the others go on. An argument that does not fit a typed
 * listener's type is such a failure.
 *
 * <p>Threads: any. Listeners run on the owner's loop.
 */
public interface EventSource {

    /**
     * Listens to an event in its general form.
     *
     * @param event the event's name
     * @param listener takes arguments and ack
     * @return closes to stop listening
     */
    Registration on(String event, EventListener listener);

    /**
     * Listens to an event whose first argument is of a generic type; the form that all typed ones
     * come down to.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param listener takes the argument (null if it is missing or null) and the ack
     * @param <T> the argument's type
     * @return closes to stop listening
     */
    <T> Registration on(String event, Type type, BiConsumer<? super T, ? super Ack> listener);

    /**
     * Listens to an event by its first argument alone. The hot form: where the argument fits the
     * type, nothing is allocated.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param listener takes the argument; null if it is missing or null
     * @param <T> the argument's type
     * @return closes to stop listening
     */
    <T> Registration on(String event, Type type, Consumer<? super T> listener);

    /**
     * Listens to an event by its first argument.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param listener takes the argument
     * @param <T> the argument's type
     * @return closes to stop listening
     */
    default <T> Registration on(String event, Class<T> type, Consumer<? super T> listener) {
        return this.<T>on(event, (Type) type, listener);
    }

    /**
     * Listens to an event by its first argument, with the ack.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param listener takes the argument and the ack
     * @param <T> the argument's type
     * @return closes to stop listening
     */
    default <T> Registration on(
            String event, Class<T> type, BiConsumer<? super T, ? super Ack> listener) {
        return this.<T>on(event, (Type) type, listener);
    }

    /**
     * Listens to an event by its first argument, of a generic type.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param listener takes the argument
     * @param <T> the argument's type
     * @return closes to stop listening
     */
    default <T> Registration on(String event, TypeRef<T> type, Consumer<? super T> listener) {
        return this.<T>on(event, type.type(), listener);
    }

    /**
     * Listens to an event by its first argument, of a generic type, with the ack.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param listener takes the argument and the ack
     * @param <T> the argument's type
     * @return closes to stop listening
     */
    default <T> Registration on(
            String event, TypeRef<T> type, BiConsumer<? super T, ? super Ack> listener) {
        return this.<T>on(event, type.type(), listener);
    }

    /**
     * Answers an event with the handler's result: the result is the ack. A {@link
     * java.util.concurrent.CompletionStage} is answered when it completes; if it fails, or the
     * handler throws, no answer is sent and the failure goes to the {@link ErrorHandler}.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param handler makes the answer
     * @param <T> the argument's type
     * @return closes to stop answering
     */
    <T> Registration onRequest(String event, Type type, Function<? super T, ?> handler);

    /**
     * Answers an event with the handler's result.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param handler makes the answer
     * @param <T> the argument's type
     * @return closes to stop answering
     */
    default <T> Registration onRequest(
            String event, Class<T> type, Function<? super T, ?> handler) {
        return this.<T>onRequest(event, (Type) type, handler);
    }

    /**
     * Answers an event with the handler's result.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param handler makes the answer
     * @param <T> the argument's type
     * @return closes to stop answering
     */
    default <T> Registration onRequest(
            String event, TypeRef<T> type, Function<? super T, ?> handler) {
        return this.<T>onRequest(event, type.type(), handler);
    }

    /**
     * Listens to an event once.
     *
     * @param event the event's name
     * @param listener takes arguments and ack
     * @return closes to stop listening
     */
    Registration once(String event, EventListener listener);

    /**
     * Listens to an event once, by its first argument.
     *
     * @param event the event's name
     * @param type the first argument's type
     * @param listener takes the argument
     * @param <T> the argument's type
     * @return closes to stop listening
     */
    <T> Registration once(String event, Class<T> type, Consumer<? super T> listener);

    /**
     * Removes all listeners of an event.
     *
     * @param event the event's name
     */
    void off(String event);

    /** Removes the listeners of all events; catch-all listeners stay. */
    void off();
}
