package io.ringcast;

import java.util.Map;
import java.util.Optional;

/**
 * Whatever an application wants to keep with a socket, by typed keys: Socket.IO's {@code
 * socket.data}. It survives a recovered connection.
 *
 * <p>Threads: any.
 */
public interface SocketData {

    /**
     * Keeps a value.
     *
     * @param key the key
     * @param value the value
     * @param <T> the value's type
     */
    <T> void put(DataKey<T> key, T value);

    /**
     * Looks a value up.
     *
     * @param key the key
     * @param <T> the value's type
     * @return the value, if there is one
     */
    <T> Optional<T> get(DataKey<T> key);

    /**
     * Removes a value.
     *
     * @param key the key
     */
    void remove(DataKey<?> key);

    /**
     * All values by name.
     *
     * @return a snapshot
     */
    Map<String, Object> asMap();
}
