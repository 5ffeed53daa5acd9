package io.ringcast.internal.bus;

import io.ringcast.RemoteSocket;
import io.ringcast.adapter.SocketDetails;
import java.util.ArrayList;
import java.util.List;

/** Turns what an adapter fetched into what a user sees. */
final class DetailedSocket {
    private DetailedSocket() {}

    /** Local sockets are themselves. Those of other servers come with a cluster adapter. */
    static List<RemoteSocket> all(RingNamespace namespace, List<SocketDetails> details) {
        List<RemoteSocket> sockets = new ArrayList<>(details.size());
        for (SocketDetails detail : details) {
            if (detail.local() instanceof RingSocket local) {
                sockets.add(local);
            } else {
                throw new UnsupportedOperationException(
                        "no adapter of this version has sockets of other servers: "
                                + namespace.name());
            }
        }
        return sockets;
    }
}
