package io.ringcast.internal.bus;

import io.ringcast.ClientLimits;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.MemoryBudget.Account;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of one client, at most one for each namespace, and the wishes to enter more. */
@AnyThread
final class ClientSockets {
    /*
     * The only state of a client that several threads share: replaced under the monitor, read
     * without it.
     * A socket that the server disconnected stays until its namespace is entered again: what its
     * client sent meanwhile is no violation. One that is still there then has to leave: its client
     * begins anew.
     * A socket, and what it said at its CONNECT, is held and paid for while it lives and while it is
     * here.
     */
    private static final RingSocket[] NONE = {};

    private final ClientLimits limits;
    // Guarded by this.
    private final List<Wish> resolving = new ArrayList<>(1);
    // Written under the monitor, read by the transport's thread and by loops.
    private volatile RingSocket[] sockets = NONE;
    private volatile boolean closed;

    ClientSockets(ClientLimits limits) {
        this.limits = limits;
    }

    boolean isClosed() {
        return closed;
    }

    /** Those that are there at the moment; not to be written to. */
    RingSocket[] each() {
        return sockets;
    }

    @Nullable RingSocket find(String namespace) {
        for (RingSocket socket : sockets) {
            if (socket.namespaceOfSocket().name().equals(namespace)) {
                return socket;
            }
        }
        return null;
    }

    /**
     * Takes a place for a wish. Who asks for a namespace again takes no further one.
     *
     * @return why there is none; null if there is
     */
    synchronized @Nullable String reserve(Wish wish) {
        int limit = limits.namespacesPerConnection();
        if (others(wish) >= limit) {
            forgetGone();
        }
        if (others(wish) >= limit) {
            return tooMany(limit, "");
        }
        int atOnce = limits.pendingConnectsPerConnection();
        if (connecting() >= atOnce) {
            return tooMany(atOnce, " at once");
        }
        resolving.add(wish);
        return null;
    }

    private static String tooMany(int limit, String how) {
        return "more than " + limit + " namespaces" + how + " on one connection";
    }

    private int others(Wish wish) {
        int again = find(wish.name()) == null ? 0 : 1;
        return sockets.length - again + resolving.size();
    }

    private int connecting() {
        int count = resolving.size();
        for (RingSocket socket : sockets) {
            if (socket.isConnecting()) {
                count++;
            }
        }
        return count;
    }

    private void forgetGone() {
        List<RingSocket> list = new ArrayList<>(List.of(sockets));
        list.removeIf(ClientSockets::giveBackIfGone);
        sockets = list.toArray(NONE);
    }

    /** A wish has come to nothing. */
    @SuppressWarnings("ReferenceEquality") // a client may wish the same twice
    synchronized void forget(Wish wish) {
        resolving.removeIf(other -> other == wish);
    }

    /** A wish has become a socket; false if the client has gone. */
    synchronized boolean add(RingSocket socket, Wish wish) {
        forget(wish);
        if (closed) {
            return false;
        }
        List<RingSocket> list = new ArrayList<>(List.of(sockets));
        RingSocket former = find(socket.namespaceOfSocket().name());
        if (former != null) {
            giveBackIfGone(former);
            list.remove(former);
            socket.life().replaces(former);
        }
        list.add(socket);
        sockets = list.toArray(NONE);
        return true;
    }

    synchronized void remove(RingSocket socket) {
        giveBackIfGone(socket);
        List<RingSocket> list = new ArrayList<>(List.of(sockets));
        list.remove(socket);
        sockets = list.toArray(NONE);
    }

    /** The client has gone. */
    synchronized RingSocket[] close() {
        closed = true;
        for (RingSocket socket : sockets) {
            giveBackIfGone(socket);
        }
        return sockets;
    }

    /** Called when a socket leaves this set. */
    private static boolean giveBackIfGone(RingSocket socket) {
        boolean isGone = socket.isGone();
        if (isGone) {
            giveBack(socket);
        }
        return isGone;
    }

    /** Called when a socket is gone. */
    synchronized void giveBackUnlessListed(RingSocket socket) {
        if (closed || !List.of(sockets).contains(socket)) {
            giveBack(socket);
        }
    }

    private static void giveBack(RingSocket socket) {
        release(socket.auth);
        release(socket.memory);
        socket.auth = null;
    }

    private static void release(@Nullable Account paid) {
        if (paid != null) {
            paid.release();
        }
    }
}
