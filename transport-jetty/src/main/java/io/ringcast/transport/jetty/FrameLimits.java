package io.ringcast.transport.jetty;

/**
 * What holds for the messages of one WebSocket.
 *
 * @param maxMessage the bytes that a message may have, expanded
 * @param deflateFrom the size from which messages are compressed; 0 if both sides have not agreed
 *     on that
 */
record FrameLimits(long maxMessage, int deflateFrom) {
    boolean deflates() {
        return deflateFrom > 0;
    }
}
