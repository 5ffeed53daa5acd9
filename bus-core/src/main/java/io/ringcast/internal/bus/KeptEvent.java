package io.ringcast.internal.bus;

import io.ringcast.transport.OutboundPacket;

/**
 * An event that may have to be sent again.
 *
 * @param plain as it was emitted, for clients of this process
 * @param stamped with its offset as the last argument, for clients behind a network
 * @param offset its offset
 */
record KeptEvent(OutboundPacket plain, OutboundPacket stamped, String offset) {}
