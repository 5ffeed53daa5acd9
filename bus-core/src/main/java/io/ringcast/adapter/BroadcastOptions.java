package io.ringcast.adapter;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a broadcast is for, and how.
 *
 * @param rooms the rooms, in the order in which they were named; none means everyone
 * @param except rooms whose sockets are left out
 * @param flags how
 */
public record BroadcastOptions(Set<String> rooms, Set<String> except, Flags flags) {

    /** Everyone, plainly. */
    public static final BroadcastOptions ALL = new BroadcastOptions(Set.of(), Set.of(), Flags.NONE);

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
