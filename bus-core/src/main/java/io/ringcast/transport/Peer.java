package io.ringcast.transport;

import org.jspecify.annotations.Nullable;

/**
 * One half of a namespace connection whose two halves live in one process, so that values travel as
 * they are: no packet is made and nothing is encoded.
 *
 * <p>A {@code body} stands for the arguments of an event or an acknowledgement: either a {@link
 * io.ringcast.protocol.Payload}, or the single argument itself (null too).
 *
 * <p>Threads: the namespace's loop only.
 */
public interface Peer {

    /**
     * The other half emitted an event.
     *
     * @param event its name
     * @param body its arguments
     * @param ackId the id to answer under, or {@link io.ringcast.protocol.Packet#NO_ACK}
     */
    void onEvent(String event, @Nullable Object body, long ackId);

    /**
     * What takes events of a name, if each of them would reach just that: one listener in place.
     *
     * @param event the event's name
     * @return the receiver; null if events have to be told by {@link #onEvent}
     */
    default @Nullable Receiver receiver(String event) {
        return null;
    }

    /**
     * The other half answered an event.
     *
     * @param ackId the event's id
     * @param body the answer's arguments
     */
    void onAck(long ackId, @Nullable Object body);

    /**
     * The next event has this offset, by which the client says at its next connect how far it got.
     * Called only where connection state recovery is on.
     *
     * @param offset opaque
     */
    default void onOffset(String offset) {}

    /** The other half left the namespace. */
    void onDisconnect();

    /** The client's half, which is told how its wish to enter a namespace ended. */
    interface Client extends Peer {

        /**
         * The client is in.
         *
         * @param sid the socket's id
         * @param pid the private id for recovery, or null where recovery is off
         * @param recovered whether an earlier session goes on
         * @param server the server's half
         */
        void onConnect(String sid, @Nullable String pid, boolean recovered, Peer server);

        /**
         * The client was refused.
         *
         * @param message why
         * @param data more about it, or null
         */
        void onConnectError(String message, @Nullable Object data);
    }

    /** A connection's bus side that takes values besides bytes. */
    interface Handler extends ConnectionHandler {

        /**
         * Asks to enter a namespace; the answer comes to the client's half on the namespace's loop.
         * Any thread.
         *
         * @param namespace the namespace's name
         * @param auth what the client says about itself; empty or one value
         * @param client the client's half
         */
        void connect(String namespace, io.ringcast.protocol.Payload auth, Client client);
    }
}
