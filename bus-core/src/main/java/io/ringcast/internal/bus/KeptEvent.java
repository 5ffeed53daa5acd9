package io.ringcast.internal.bus;

import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.protocol.Packet;
import io.ringcast.transport.OutboundPacket;
import java.util.Set;

/**
 * An event that may have to be sent again.
 *
 * @param sequence its number in the log
 * @param nanoTime when it was emitted, by the loop's clock
 * @param bytes what it counts for
 * @param plain as it was emitted, for clients of this process
 * @param stamped with its offset as the last argument, for clients behind a network
 * @param offset its offset
 * @param options whom it was for
 */
record KeptEvent(
        long sequence,
        long nanoTime,
        long bytes,
        Packet.Event plain,
        OutboundPacket stamped,
        String offset,
        BroadcastOptions options) {
    private static final long OVERHEAD = 256;

    /**
     * The bytes of an event: its wire form or, where that is more, the message or the values that
     * it was made of, and the names of its rooms.
     */
    static long sizeOf(Packet.Event plain, OutboundPacket stamped, BroadcastOptions options) {
        long wire = stamped.isEncoded() ? stamped.encoded().totalBytes() : 0;
        return OVERHEAD
                + Math.max(wire, plain.arguments().heldBytes())
                + RoomNames.bytes(options.rooms())
                + RoomNames.bytes(options.except());
    }

    /** Whether the event was for a socket that was in some rooms. */
    boolean concerns(KeptSocket left) {
        Set<String> wanted = options.rooms();
        boolean isIncluded =
                wanted.isEmpty() || wanted.contains(left.sid()) || isAnyOf(wanted, left.rooms());
        return isIncluded && !isAnyOf(options.except(), left.rooms());
    }

    private static boolean isAnyOf(Set<String> some, Set<String> rooms) {
        for (String room : some) {
            if (rooms.contains(room)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "KeptEvent[" + offset + "]";
    }
}
