package io.ringcast.internal.dispatch;

import java.util.Objects;
import java.util.Set;

/** The event names that the protocol keeps for itself. */
public final class ReservedEvents {
    private static final Set<String> NAMES =
            Set.of(
                    "connect",
                    "connect_error",
                    "disconnect",
                    "disconnecting",
                    "newListener",
                    "removeListener");

    private ReservedEvents() {}

    /** Throws if a name may not be emitted. */
    public static void check(String event) {
        Objects.requireNonNull(event, "event");
        if (NAMES.contains(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
        }
    }
}
