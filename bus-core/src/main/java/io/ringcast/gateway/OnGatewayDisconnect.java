package io.ringcast.gateway;

import io.ringcast.DisconnectReason;
import io.ringcast.Socket;

/**
 * A hook that runs when a socket whose connection the gateway has seen has left. Once per socket.
 *
 * <p>Threads: the namespace's loop; must not block.
 */
@FunctionalInterface
public interface OnGatewayDisconnect {

    /**
     * A socket has left. It is in no room any more.
     *
     * @param socket the socket
     * @param reason why
     * @throws Exception a failure: it goes to the filters; if none takes it, it is reported
     */
    void handleDisconnect(Socket socket, DisconnectReason reason) throws Exception;
}
