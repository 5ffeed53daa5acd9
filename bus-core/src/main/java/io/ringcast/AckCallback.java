package io.ringcast;

import io.ringcast.internal.dispatch.TypedAnswer;
import java.util.function.Consumer;

/**
 * Takes the answer to an event.
 *
 * <p>Threads: called on the socket's loop, at most once. It is not called when no answer comes: use
 * the form with a failure, {@link AckResultCallback}, to hear of that.
 */
@FunctionalInterface
public interface AckCallback {

    /**
     * A callback that takes the answer's first argument as a type. Made once and kept, it lets
     * components of one process ask without making garbage: no {@link Arguments} object is made.
     *
     * <pre>{@code AckCallback booked = AckCallback.of(Booking.class, booking -> note(booking));}
     * </pre>
     *
     * @param type the type wanted
     * @param callback takes the argument; null where it is null or there is none
     * @param <T> the type wanted
     * @return the callback; an argument that does not fit goes to the {@link ErrorHandler}
     */
    static <T> AckCallback of(Class<T> type, Consumer<? super T> callback) {
        return new TypedAnswer<>(type, callback);
    }

    /**
     * The other side answered.
     *
     * @param answer the answer's arguments
     */
    void onAck(Arguments answer);
}
