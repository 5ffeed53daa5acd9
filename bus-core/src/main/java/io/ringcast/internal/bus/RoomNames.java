package io.ringcast.internal.bus;

/** What may be a room's name. */
final class RoomNames {
    private RoomNames() {}

    static String check(String room) {
        if (room.isEmpty()) {
            throw new IllegalArgumentException("a room needs a name that is not empty");
        }
        return room;
    }
}
