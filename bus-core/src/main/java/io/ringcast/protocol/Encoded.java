package io.ringcast.protocol;

/**
 * A packet in its wire form: one message, text or binary, and the binary messages that follow it
 * without anything in between. Immutable by agreement: the arrays are shared by all recipients and
 * must not be written to.
 *
 * <p>One byte of {@code buffer} in front of {@code offset} is reserved and holds {@code '4'},
 * Engine.IO's message type, so that a text frame goes out without a copy.
 *
 * @param buffer holds the first message
 * @param offset where the first message begins; at least 1
 * @param length the first message's length in bytes
 * @param binary whether the first message is binary (custom parsers); UTF-8 text otherwise
 * @param attachments the binary messages after it, in order
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of shared bytes; never compared
public record Encoded(
        byte[] buffer, int offset, int length, boolean binary, byte[]... attachments) {

    private static final byte[][] NONE = {};

    /**
     * A packet of one text message.
     *
     * @param buffer holds it
     * @param offset where it begins; at least 1
     * @param length its length in bytes
     * @return the wire form
     */
    public static Encoded text(byte[] buffer, int offset, int length) {
        return new Encoded(buffer, offset, length, false, NONE);
    }

    /**
     * The bytes of all messages together.
     *
     * @return the sum, without any framing
     */
    public long totalBytes() {
        long total = length;
        for (byte[] attachment : attachments) {
            total += attachment.length;
        }
        return total;
    }
}
