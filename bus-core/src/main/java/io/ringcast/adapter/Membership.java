package io.ringcast.adapter;

import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.MemoryBudget;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A socket's rooms, its seats in them, and how many of them it may have. Opaque: only {@link
 * LocalAdapter} looks inside.
 */
@LoopConfined
public final class Membership {
    /*
     * Owner: the namespace's loop. The marks hold the number of the selection that last chose or
     * excluded the socket, which finds duplicates without a set.
     * A seat costs what it and a room that nobody else is in take. The one in the room of the
     * socket's own id is free, and that name may have any length: nobody chose it.
     */
    private static final long SEAT = 256;

    final Map<String, Room.Seat> seats = new LinkedHashMap<>(4);
    Room.@Nullable Seat everyone;
    long chosen;
    long excluded;
    private final int maxRooms;
    private final int maxNameLength;
    private final MemoryBudget bytes;

    /** Makes a membership in no room, without limits. */
    public Membership() {
        this(Integer.MAX_VALUE, Integer.MAX_VALUE, MemoryBudget.unlimited());
    }

    /**
     * Makes a membership in no room.
     *
     * @param maxRooms how many rooms there may be
     * @param maxNameLength characters of a room's name
     * @param bytes what the rooms may take, together with those of others
     */
    public Membership(int maxRooms, int maxNameLength, MemoryBudget bytes) {
        this.maxRooms = maxRooms;
        this.maxNameLength = maxNameLength;
        this.bytes = bytes;
    }

    /**
     * The number of rooms.
     *
     * @return zero or more
     */
    public int size() {
        return seats.size();
    }

    /**
     * Says whether a room's name is short enough to be joined. Any thread.
     *
     * @param room the name
     * @throws IllegalArgumentException if it is not
     */
    public void checkName(String room) {
        if (room.length() > maxNameLength) {
            throw new IllegalArgumentException(
                    "the name of a room may have "
                            + maxNameLength
                            + " characters, not "
                            + room.length()
                            + ": see ClientLimits.roomNameLength");
        }
    }

    /** Whether a socket may join rooms, before it joins the first of them. */
    void check(LocalSocket socket, Collection<String> rooms) {
        int more = 0;
        long cost = 0;
        for (String room : rooms) {
            if (!seats.containsKey(room)) {
                if (!isOwn(socket, room)) {
                    checkName(room);
                }
                more++;
                cost += cost(socket, room);
            }
        }
        if (more > maxRooms - seats.size()) {
            throw new IllegalStateException(
                    "a socket may be in " + maxRooms + " rooms: see ClientLimits.roomsPerSocket");
        }
        if (cost > bytes.limit() - bytes.reserved()) {
            throw tooManyBytes();
        }
    }

    private IllegalStateException tooManyBytes() {
        return new IllegalStateException(
                "the rooms of one connection may take "
                        + bytes.limit()
                        + " bytes (ClientLimits.roomBytesPerConnection), and those of all"
                        + " connections a share of the heap (-Xmx): see docs/limits.md");
    }

    void reserve(LocalSocket socket, String room) {
        if (!bytes.tryReserve(cost(socket, room))) {
            throw tooManyBytes();
        }
    }

    void release(LocalSocket socket, String room) {
        bytes.release(cost(socket, room));
    }

    private static long cost(LocalSocket socket, String room) {
        return isOwn(socket, room) ? 0 : SEAT + room.length();
    }

    private static boolean isOwn(LocalSocket socket, String room) {
        return room.equals(socket.id());
    }
}
