package io.ringcast.internal.bus;

import org.jspecify.annotations.Nullable;

/** Says which namespaces a network's client may ask for, by the transport it came through. */
@FunctionalInterface
public interface EntryRule {

    /**
     * Decides, on a transport's thread.
     *
     * @param door what the transport was attached with; null for ordinary ones
     * @param namespace the namespace's name
     * @return false to answer as if there were no such namespace
     */
    boolean mayEnter(@Nullable Object door, String namespace);
}
