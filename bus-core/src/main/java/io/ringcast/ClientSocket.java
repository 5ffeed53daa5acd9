package io.ringcast;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The client's side of a namespace connection, with socket.io-client's words.
 *
 * <p>What is emitted before the connection is made is kept and sent, in order, when it is (volatile
 * events are dropped instead).
 *
 * <p>Threads: any. Listeners run on the namespace's loop unless the transport was asked for an
 * executor.
 */
public interface ClientSocket extends SocketOperator, EventSource, CatchAll, AutoCloseable {

    /**
     * The socket's id, the same as on the server.
     *
     * @return the id while connected
     */
    Optional<String> id();

    /**
     * Says whether the socket is connected.
     *
     * @return true if it is
     */
    boolean isConnected();

    /**
     * Says whether the last connect went on with an earlier session.
     *
     * @return true if the state was recovered
     */
    boolean isRecovered();

    /**
     * Connects, again if need be.
     *
     * @return this socket
     */
    ClientSocket connect();

    /**
     * Leaves the namespace.
     *
     * @return this socket
     */
    ClientSocket disconnect();

    /**
     * Is told of each successful connect.
     *
     * @param listener runs after the socket is connected
     * @return closes to stop listening
     */
    Registration onConnect(Runnable listener);

    /**
     * Is told of each refusal.
     *
     * @param listener takes message and data
     * @return closes to stop listening
     */
    Registration onConnectError(Consumer<ConnectErrorException> listener);

    /**
     * Is told of each disconnect.
     *
     * @param listener takes the reason
     * @return closes to stop listening
     */
    Registration onDisconnect(Consumer<DisconnectReason> listener);

    /** The same as {@link #disconnect}. */
    @Override
    default void close() {
        disconnect();
    }
}
