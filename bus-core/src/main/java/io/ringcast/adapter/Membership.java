package io.ringcast.adapter;

import io.ringcast.loop.LoopConfined;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A socket's rooms, and its seats in them. Opaque: only {@link LocalAdapter} looks inside. */
@LoopConfined
public final class Membership {
    /*
     * Owner: the namespace's loop. The marks hold the number of the selection that last chose or
     * excluded the socket, which finds duplicates without a set.
     */
    final Map<String, Room.Seat> seats = new LinkedHashMap<>(4);
    Room.@Nullable Seat everyone;
    long chosen;
    long excluded;

    /** Makes a membership in no room. */
    public Membership() {}

    /**
     * The number of rooms.
     *
     * @return zero or more
     */
    public int size() {
        return seats.size();
    }
}
