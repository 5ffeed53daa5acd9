package io.ringcast.contract;

import io.ringcast.Socket;

/**
 * A connected client and its server side.
 *
 * @param client the client
 * @param socket its socket on the server
 */
record Party(ContractClient client, Socket socket) {

    String id() {
        return socket.id();
    }
}
