package io.ringcast.transport;

/**
 * The inward side of a client's connection: what a transport tells the bus.
 *
 * <p>Threads: any, but one at a time for each connection, in the order in which the peer sent. The
 * calls do not wait for listeners; they wait for a place in the ring when that is full, which is
 * how a flood reaches back to its sender.
 */
public interface ConnectionHandler {

    /**
     * The peer sent a text message.
     *
     * @param utf8 holds the message, valid UTF-8; taken over, must not change any more
     * @param offset where it begins
     * @param length its length in bytes
     */
    void onText(byte[] utf8, int offset, int length);

    /**
     * The peer sent a binary message.
     *
     * @param data the message; taken over, must not change any more
     */
    void onBinary(byte[] data);

    /**
     * The connection has ended. Called once, as the last call.
     *
     * @param reason why
     * @param detail more for a log, never text that the peer sent; may be empty
     */
    void onClose(CloseReason reason, String detail);
}
