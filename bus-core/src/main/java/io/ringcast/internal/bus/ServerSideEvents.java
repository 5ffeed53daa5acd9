package io.ringcast.internal.bus;

import java.util.Objects;
import java.util.Set;

/** The names that servers may not emit to each other. */
final class ServerSideEvents {
    private static final Set<String> RESERVED = Set.of("connect", "connection", "new_namespace");

    private ServerSideEvents() {}

    static void check(String event) {
        Objects.requireNonNull(event, "event");
        if (RESERVED.contains(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
        }
    }
}
