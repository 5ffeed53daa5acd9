package io.ringcast.adapter;

import org.jspecify.annotations.Nullable;

/** Is told what happens to rooms. Called on the namespace's loop, while it happens. */
@FunctionalInterface
public interface RoomListener {

    /**
     * Something happened to a room.
     *
     * @param room the room's name
     * @param socketId the socket that joined or left; null for {@link RoomEvent#CREATE} and {@link
     *     RoomEvent#DELETE}
     */
    void onEvent(String room, @Nullable String socketId);
}
