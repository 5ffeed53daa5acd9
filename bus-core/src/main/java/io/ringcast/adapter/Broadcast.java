package io.ringcast.adapter;

import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.OutboundPacket;
import org.jspecify.annotations.Nullable;

/**
 * An event for many sockets. Valid during the call that hands it over; an adapter that needs it
 * longer keeps {@link #packet}.
 *
 * <p>Threads: the namespace's loop.
 */
public interface Broadcast {

    /** The {@link #epoch} of a broadcast that has to be sent to each socket. */
    long NO_EPOCH = -1;

    /**
     * A number that changes with anything that {@link io.ringcast.transport.Receiver}s depend on.
     *
     * @return the number, or {@link #NO_EPOCH} if this broadcast is none for receivers
     */
    default long epoch() {
        return NO_EPOCH;
    }

    /**
     * The event's name.
     *
     * @return the name
     */
    String event();

    /**
     * The event's arguments: a {@link Payload}, or the single argument itself.
     *
     * @return the arguments
     */
    @Nullable Object body();

    /**
     * The event as a packet, made at the first call and shared by all recipients.
     *
     * @return the packet
     */
    OutboundPacket packet();

    /**
     * Says whether the event may be dropped for connections that can't send at once.
     *
     * @return true if it is volatile
     */
    boolean isVolatile();

    /**
     * The id under which answers are asked for.
     *
     * @return the id, or {@link Packet#NO_ACK}
     */
    long ackId();

    /**
     * Who collects the answers.
     *
     * @return the collector, or null if none are asked for
     */
    @Nullable AckCollector collector();

    /** Collects the answers to a broadcast. */
    interface AckCollector {

        /**
         * Other servers have announced how many recipients they have.
         *
         * @param count the number
         */
        void expectRemote(int count);

        /**
         * A recipient of another server answered.
         *
         * @param answer its arguments
         */
        void answeredRemotely(Payload answer);

        /** All recipients, here and elsewhere, have been announced. */
        void announced();
    }
}
