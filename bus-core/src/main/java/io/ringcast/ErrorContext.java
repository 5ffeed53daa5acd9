package io.ringcast;

import org.jspecify.annotations.Nullable;

/**
 * Where a failure happened.
 *
 * @param where the place in a few words, for example {@code "listener"} or {@code "middleware"}
 * @param namespace the namespace's name, or null
 * @param socketId the socket's id, or null
 * @param event the event's name, or null
 */
public record ErrorContext(
        String where,
        @Nullable String namespace,
        @Nullable String socketId,
        @Nullable String event) {}
