package io.ringcast.gateway;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * Lets handlers return a type of another library, by turning it into one that gateways know: a
 * {@link java.util.concurrent.Flow.Publisher} for many values, a {@code CompletionStage} for one.
 *
 * <pre>{@code
 * ReturnAdapter.ofStream(Flux.class, JdkFlowAdapter::publisherToFlowPublisher)
 * }</pre>
 *
 * <p>It reaches what handlers and filters return, and what is in their stages and optionals. What
 * it throws goes to the handler's filters.
 *
 * <p>Threads: the handler's, or the loop.
 *
 * @param <T> the type
 */
public interface ReturnAdapter<T> {

    /**
     * The type of result.
     *
     * @return the class; subclasses are meant too
     */
    Class<T> type();

    /**
     * Says whether it stands for many values: then their type, its first type argument, has to be
     * {@link WsResponse}, or the method says {@link EmitAs}.
     *
     * @return true for many, false for one
     */
    boolean isStream();

    /**
     * Turns a result over.
     *
     * @param result what a handler returned
     * @return a result of a type that gateways know
     */
    Object adapt(T result);

    /**
     * An adapter for a type that stands for many values.
     *
     * @param type the class
     * @param adapt makes a publisher
     * @param <T> the type
     * @return the adapter
     */
    static <T> ReturnAdapter<T> ofStream(
            Class<T> type, Function<? super T, ? extends Flow.Publisher<?>> adapt) {
        return new SimpleReturnAdapter<>(type, true, adapt);
    }

    /**
     * An adapter for a type that stands for one value.
     *
     * @param type the class
     * @param adapt makes a stage
     * @param <T> the type
     * @return the adapter
     */
    static <T> ReturnAdapter<T> ofSingle(
            Class<T> type, Function<? super T, ? extends CompletionStage<?>> adapt) {
        return new SimpleReturnAdapter<>(type, false, adapt);
    }
}
