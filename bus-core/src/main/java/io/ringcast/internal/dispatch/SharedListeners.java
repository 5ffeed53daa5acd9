package io.ringcast.internal.dispatch;

import io.ringcast.loop.LoopConfined;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Listeners that all sockets of one namespace have in common: they cost a socket nothing, whatever
 * their number, and adding or removing one reaches sockets that are connected already.
 */
@LoopConfined
public final class SharedListeners {
    private final ListenerTable table = new ListenerTable();
    private final IdentityHashMap<Object, Object> notes = new IdentityHashMap<>(2);

    /** Adds a listener, behind those of the same event. */
    public void add(Listener.Handler listener) {
        table.add(listener);
    }

    /** Takes a listener out, if it is in. */
    public void remove(Listener.Handler listener) {
        table.remove(listener);
    }

    Listener[] get(String event) {
        return table.get(event);
    }

    /** What somebody who fills this has noted for itself. */
    public @Nullable Object note(Object owner) {
        return notes.get(owner);
    }

    /** Notes something. */
    public void note(Object owner, Object note) {
        notes.put(owner, note);
    }
}
