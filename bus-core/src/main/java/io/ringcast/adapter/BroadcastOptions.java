package io.ringcast.adapter;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a broadcast is for, and how.
 *
 * <p>A value; its sets are taken over and must not be changed afterwards. Threads: any.
 */
public final class BroadcastOptions {
    /** Everyone, plainly. */
    public static final BroadcastOptions ALL = new BroadcastOptions(Set.of(), Set.of(), Flags.NONE);

    private final Set<String> rooms;
    private final Set<String> except;
    private final Flags flags;
    // What a set of one holds: looking it up for each broadcast would make an iterator.
    private final @Nullable String onlyRoom;
    private final @Nullable String onlyExcept;

    /**
     * Makes options.
     *
     * @param rooms the rooms, in the order in which they were named; none means everyone
     * @param except rooms whose sockets are left out
     * @param flags how
     */
    public BroadcastOptions(Set<String> rooms, Set<String> except, Flags flags) {
        this.rooms = rooms;
        this.except = except;
        this.flags = flags;
        this.onlyRoom = only(rooms);
        this.onlyExcept = only(except);
    }

    private static @Nullable String only(Set<String> names) {
        return names.size() == 1 ? names.iterator().next() : null;
    }

    /**
     * The rooms whose sockets are meant.
     *
     * @return their names, in the order in which they were named; none means everyone
     */
    public Set<String> rooms() {
        return rooms;
    }

    /**
     * The rooms whose sockets are left out.
     *
     * @return their names
     */
    public Set<String> except() {
        return except;
    }

    /**
     * How to broadcast.
     *
     * @return the flags
     */
    public Flags flags() {
        return flags;
    }

    /** The room, if there is just one. */
    @Nullable String onlyRoom() {
        return onlyRoom;
    }

    /** The room that is left out, if there is just one. */
    @Nullable String onlyExcept() {
        return onlyExcept;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BroadcastOptions that
                && rooms.equals(that.rooms)
                && except.equals(that.except)
                && flags.equals(that.flags);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rooms, except, flags);
    }

    @Override
    public String toString() {
        return "BroadcastOptions[rooms=" + rooms + ", except=" + except + ", " + flags + "]";
    }

    /**
     * How to broadcast.
     *
     * @param isVolatile may be dropped for connections that are not writable
     * @param compress may be compressed
     * @param local only on this server
     * @param timeout how long answers are waited for, or null
     */
    public record Flags(
            boolean isVolatile, boolean compress, boolean local, @Nullable Duration timeout) {

        /** No flags: reliable, compressible, everywhere. */
        public static final Flags NONE = new Flags(false, true, false, null);
    }
}
