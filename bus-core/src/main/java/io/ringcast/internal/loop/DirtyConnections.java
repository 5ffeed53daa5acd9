package io.ringcast.internal.loop;

import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.Connection;
import io.ringcast.transport.Connection.Flusher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The connections that were written to in this batch, by flusher, and their flushing at its end.
 */
@LoopConfined
final class DirtyConnections {
    private final List<Group> groups = new ArrayList<>(2);
    private boolean any;

    void add(Connection connection) {
        any = true;
        groupOf(connection.flusher()).add(connection);
    }

    boolean isEmpty() {
        return !any;
    }

    /** Flushes all groups; what one of them throws is thrown after the others. */
    void flush() throws Throwable {
        any = false;
        Throwable failure = null;
        for (int i = 0; i < groups.size(); i++) {
            try {
                groups.get(i).flush();
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Group groupOf(Flusher flusher) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).flusher == flusher) {
                return groups.get(i);
            }
        }
        Group group = new Group(flusher);
        groups.add(group);
        return group;
    }

    private static final class Group {
        private static final int KEPT = 1024;

        final Flusher flusher;
        private Connection[] connections = new Connection[16];
        private int count;

        Group(Flusher flusher) {
            this.flusher = flusher;
        }

        void add(Connection connection) {
            if (count > 0 && connections[count - 1] == connection) {
                return; // the usual way to be added twice
            }
            if (count == connections.length && !grow()) {
                flush(); // early, rather than never
            }
            connections[count++] = connection;
        }

        private boolean grow() {
            try {
                connections = Arrays.copyOf(connections, count * 2);
                return true;
            } catch (OutOfMemoryError full) {
                return false;
            }
        }

        void flush() {
            if (count == 0) {
                return;
            }
            int dirty = count;
            count = 0;
            try {
                flusher.flush(connections, dirty);
            } finally {
                forget(dirty);
            }
        }

        /** Keeps no closed connection alive, nor the room of one huge broadcast. */
        private void forget(int dirty) {
            Arrays.fill(connections, 0, dirty, null);
            if (connections.length > KEPT && dirty < KEPT / 4) {
                connections = new Connection[KEPT];
            }
        }
    }
}
