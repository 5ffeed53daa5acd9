package io.ringcast.gateway;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A handler's result that is emitted instead of acked: to the sender, unless it says otherwise.
 *
 * @param event the event's name
 * @param data the argument
 * @param rooms the rooms it goes to, empty for none
 * @param isBroadcast whether it goes to everyone but the sender
 * @param <T> the argument's type
 */
public record WsResponse<T>(
        String event, @Nullable T data, List<String> rooms, boolean isBroadcast) {

    /** Checks the parts. */
    public WsResponse {
        Objects.requireNonNull(event, "event");
        rooms = List.copyOf(rooms);
    }

    /**
     * An event for the sender.
     *
     * @param event the event's name
     * @param data the argument; an {@link io.ringcast.Arguments} stands for those it holds
     * @param <T> the argument's type
     * @return the response
     */
    public static <T> WsResponse<T> of(String event, @Nullable T data) {
        return new WsResponse<>(event, data, List.of(), false);
    }

    /**
     * The same for everyone in some rooms, the sender too if it is in one of them.
     *
     * @param names the rooms' names, one or more
     * @return a new response
     */
    public WsResponse<T> toRoom(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException(
                    "toRoom needs a room: without, it would be everyone");
        }
        return new WsResponse<>(event, data, List.of(names), false);
    }

    /**
     * The same for everyone in the namespace but the sender.
     *
     * @return a new response
     */
    public WsResponse<T> broadcast() {
        return new WsResponse<>(event, data, List.of(), true);
    }
}
