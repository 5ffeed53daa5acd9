package io.ringcast.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A wire form of packets: Socket.IO's "custom parser". Both sides of a connection must use the
 * same; {@link JsonParser} is the default.
 *
 * <p>Threads: any, for the parser itself; a {@link Decoder} belongs to one connection and is used
 * by one thread at a time.
 */
public interface Parser {

    /**
     * Writes a packet.
     *
     * @param packet what to write
     * @return the packet as it goes over a wire; may be shared among connections
     * @throws PayloadException if an argument can't be written (a cycle, a depth beyond the limit,
     *     too many attachments)
     */
    Encoded encode(Packet packet);

    /**
     * Writes an event that is another one with one more argument at its end.
     *
     * @param encoded the other one
     * @param packet the event with the argument
     * @param argument the argument
     * @return the wire form; by default it is written anew
     */
    default Encoded append(Encoded encoded, Packet.Event packet, String argument) {
        return encode(packet);
    }

    /**
     * Makes the reading side of one connection.
     *
     * @return a new decoder
     */
    Decoder decoder();

    /** Reads one connection's packets, in order. Not safe for several threads at a time. */
    interface Decoder {

        /**
         * Takes a text message in.
         *
         * @param utf8 holds the message, valid UTF-8; taken over, must not change any more
         * @param offset where the message begins
         * @param length its length in bytes
         * @return the packet that is complete with this message, or null if attachments are due
         * @throws ProtocolException if the peer broke the protocol or a limit
         */
        @Nullable Packet text(byte[] utf8, int offset, int length);

        /**
         * About how much memory a packet takes that is made of a binary message: what the client's
         * transport counts while the packet waits. Asked before {@link #binary}, for any bytes.
         *
         * @param data the message; broken, perhaps
         * @return bytes; by default the message's length, which is right where values are read when
         *     they are asked for
         */
        default long heldBytes(byte[] data) {
            return data.length;
        }

        /**
         * Takes a binary message in.
         *
         * @param data the message; taken over, must not change any more
         * @return the packet that is complete with this message, or null if more attachments are
         *     due
         * @throws ProtocolException if the peer broke the protocol or a limit
         */
        @Nullable Packet binary(byte[] data);

        /**
         * Says whether a packet has begun whose attachments have not all arrived.
         *
         * @return true while one is half-built
         */
        boolean isPending();

        /** Drops a half-built packet. The decoder can be used again. */
        void reset();
    }
}
