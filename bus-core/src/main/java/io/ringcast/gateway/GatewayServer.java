package io.ringcast.gateway;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server that a gateway asks for with a port.
 *
 * @param port the port, above 0
 * @param path the request path, with slashes around it
 * @param transports the transports' names; empty for the provider's defaults
 * @param options the options registered under the annotation's id, see {@link Gateways#options}, or
 *     null
 */
public record GatewayServer(
        int port, String path, List<String> transports, @Nullable Object options) {

    /** Checks the parts. */
    public GatewayServer {
        Objects.requireNonNull(path, "path");
        transports = List.copyOf(transports);
    }
}
