package io.ringcast.internal.bus;

import java.util.Set;

/** What may be a room's name, and what names cost. */
final class RoomNames {
    private static final long PLACE = 100;

    private RoomNames() {}

    static String check(String room) {
        if (room.isEmpty()) {
            throw new IllegalArgumentException("a room needs a name that is not empty");
        }
        return room;
    }

    /** About how much memory a set of names takes. */
    static long bytes(Set<String> rooms) {
        long bytes = 0;
        for (String room : rooms) {
            bytes += PLACE + room.length();
        }
        return bytes;
    }
}
