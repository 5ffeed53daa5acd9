package io.ringcast.transport.jetty;

import io.ringcast.transport.MemoryBudget;

/**
 * What holds for the messages of one WebSocket.
 *
 * @param maxMessage the bytes that a message may have, expanded
 * @param deflateFrom the size from which messages are compressed; 0 if both sides have not agreed
 *     on that
 * @param writeBuffers what large buffers may take that wait for a network, of all WebSockets
 */
record FrameLimits(long maxMessage, int deflateFrom, MemoryBudget writeBuffers) {

    FrameLimits(long maxMessage, int deflateFrom) {
        this(maxMessage, deflateFrom, MemoryBudget.unlimited());
    }

    boolean deflates() {
        return deflateFrom > 0;
    }
}
