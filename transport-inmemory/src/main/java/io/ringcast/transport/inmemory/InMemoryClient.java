package io.ringcast.transport.inmemory;

import io.ringcast.ClientSocket;
import java.util.function.Supplier;

/**
 * One client in the same process: a connection that carries its sockets in any number of
 * namespaces. It is what socket.io-client calls a {@code Manager}.
 *
 * <p>The connection is opened when the first socket connects, and closed when the last one has
 * left; the next {@code connect()} opens a new one. A connection that is lost is not opened again
 * by itself.
 *
 * <p>Threads: any.
 */
public interface InMemoryClient extends AutoCloseable {

    /**
     * The client's socket in a namespace, not connected yet: listeners that are added before {@link
     * ClientSocket#connect} miss nothing.
     *
     * @param namespace the namespace's name; a missing leading slash is added
     * @return the socket, the same one for the same name
     */
    ClientSocket socket(String namespace);

    /**
     * The client's socket in a namespace, with an auth of its own.
     *
     * @param namespace the namespace's name
     * @param auth what the socket says about itself at each connect, if it is made by this call
     * @return the socket, the same one for the same name
     */
    ClientSocket socket(String namespace, Supplier<?> auth);

    /**
     * Closes the connection as it is closed when a process ends: without a word to the namespaces.
     * Sockets disconnect with {@code forced close}, on the server with {@code transport close}.
     */
    @Override
    void close();
}
