package io.ringcast.gateway;

import io.ringcast.Socket;

/**
 * A hook that runs when a socket has entered the gateway's namespace, before its first message.
 * Gateways of one namespace are told in the order of their registration. For a hook with other
 * parameters, or with a result to wait for, see {@link OnConnect}.
 *
 * <p>Threads: the namespace's loop; must not block.
 */
@FunctionalInterface
public interface OnGatewayConnection {

    /**
     * A socket has entered.
     *
     * @param socket the socket
     * @throws Exception a failure: it goes to the filters; if none takes it, the socket is
     *     disconnected
     */
    void handleConnection(Socket socket) throws Exception;
}
