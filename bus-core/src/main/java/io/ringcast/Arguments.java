package io.ringcast;

import io.ringcast.protocol.Payload;
import io.ringcast.protocol.TypeRef;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an event or of an answer. Immutable; may be kept, and sent on as the single
 * argument of an {@code emit}, which then sends the arguments it holds.
 *
 * <p>What came from a network is parsed only when it is asked for.
 *
 * <p>Threads: any.
 */
public interface Arguments {

    /**
     * Arguments made of Java values.
     *
     * @param values the values, in order; taken over
     * @return the arguments
     */
    static Arguments of(@Nullable Object... values) {
        return io.ringcast.internal.dispatch.Values.arguments(values);
    }

    /**
     * The number of arguments.
     *
     * @return zero or more
     */
    int size();

    /**
     * Says whether there are none.
     *
     * @return true if the size is zero
     */
    default boolean isEmpty() {
        return size() == 0;
    }

    /**
     * An argument in its natural Java form.
     *
     * @param index which, from 0
     * @return the value; null where there is no such argument
     */
    @Nullable Object get(int index);

    /**
     * An argument as a type.
     *
     * @param index which, from 0
     * @param type the type wanted
     * @param <T> the type wanted
     * @return the value; null where it is null or there is no such argument
     * @throws io.ringcast.protocol.PayloadException if it does not fit
     */
    <T> T get(int index, Class<T> type);

    /**
     * An argument as a generic type.
     *
     * @param index which, from 0
     * @param type the type wanted
     * @param <T> the type wanted
     * @return the value; null where it is null or there is no such argument
     * @throws io.ringcast.protocol.PayloadException if it does not fit
     */
    <T> T get(int index, TypeRef<T> type);

    /**
     * The arguments as they travelled.
     *
     * @return the payload
     */
    Payload payload();
}
