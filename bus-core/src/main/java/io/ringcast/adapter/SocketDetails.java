package io.ringcast.adapter;

import io.ringcast.transport.HandshakeRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What servers of a cluster tell each other about a socket.
 *
 * @param id the socket's id
 * @param handshake how the client came
 * @param rooms its rooms
 * @param data what the application keeps with it
 * @param local the socket itself if it is one of this server, or null
 */
public record SocketDetails(
        String id,
        HandshakeRequest handshake,
        Set<String> rooms,
        Map<String, Object> data,
        @Nullable LocalSocket local) {}
