package io.ringcast.gateway;

import io.ringcast.transport.Transport;

/**
 * Makes the servers that gateways ask for with a port. Found by {@link java.util.ServiceLoader}, or
 * given to {@link Gateways#transportProvider}. What it throws fails the registration.
 *
 * <p>Threads: that of {@link Gateways#register}.
 */
@FunctionalInterface
public interface GatewayTransportProvider {

    /**
     * Makes a server. It is attached to the bus by the caller, and listens from then on.
     *
     * @param server what is asked for
     * @return the transport, not attached yet
     * @throws IllegalArgumentException if it can't do what is asked for: an unknown transport's
     *     name, options of a type that is not its own
     */
    Transport create(GatewayServer server);
}
