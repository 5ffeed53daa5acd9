package io.ringcast.internal.dispatch;

import io.ringcast.loop.LoopConfined;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The listeners of one owner, by event. */
@LoopConfined
final class ListenerTable {
    /*
     * Open addressing on the hash that a String caches; the arrays of listeners are replaced, never
     * changed, so a dispatch goes on over the one it began with. A name whose listeners have gone
     * keeps its place: names are the application's, not a peer's.
     * Cost: look-up O(1) without allocation; add and remove copy one event's array.
     */
    static final Listener[] NONE = {};

    private @Nullable String[] names = new @Nullable String[8];
    private Listener[][] listeners = new Listener[8][];
    private int used;

    Listener[] get(String event) {
        Listener[] found = listeners[indexOf(event)];
        return found == null ? NONE : found;
    }

    void add(Listener listener) {
        int index = indexOf(listener.event);
        if (names[index] == null) {
            if (++used * 2 > names.length) {
                grow();
                index = indexOf(listener.event);
            }
            names[index] = listener.event;
            listeners[index] = NONE;
        }
        Listener[] before = listeners[index];
        Listener[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = listener;
        listeners[index] = after;
    }

    /** Takes a listener out; false if it had gone before. */
    boolean remove(Listener listener) {
        int index = indexOf(listener.event);
        Listener[] before = get(listener.event);
        for (int i = 0; i < before.length; i++) {
            if (before[i] == listener) {
                Listener[] after = Arrays.copyOf(before, before.length - 1);
                System.arraycopy(before, i + 1, after, i, after.length - i);
                listeners[index] = after;
                return true;
            }
        }
        return false;
    }

    void removeAll(String event) {
        int index = indexOf(event);
        if (names[index] != null) {
            listeners[index] = NONE;
        }
    }

    void clear() {
        Arrays.fill(names, null);
        Arrays.fill(listeners, null);
        used = 0;
    }

    private int indexOf(String event) {
        int mask = names.length - 1;
        int hash = event.hashCode();
        int index = (hash ^ (hash >>> 16)) & mask;
        String name;
        while ((name = names[index]) != null && !name.equals(event)) {
            index = (index + 1) & mask;
        }
        return index;
    }

    private void grow() {
        @Nullable String[] oldNames = names;
        Listener[][] oldListeners = listeners;
        names = new @Nullable String[oldNames.length * 2];
        listeners = new Listener[oldNames.length * 2][];
        for (int i = 0; i < oldNames.length; i++) {
            String name = oldNames[i];
            if (name != null) {
                int index = indexOf(name);
                names[index] = name;
                listeners[index] = oldListeners[i];
            }
        }
    }
}
