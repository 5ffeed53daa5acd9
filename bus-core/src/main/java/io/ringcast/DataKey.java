package io.ringcast;

import java.util.Objects;

/**
 * A typed key of {@link SocketData}.
 *
 * @param name the name under which other servers of a cluster see the value
 * @param type the value's type
 * @param <T> the value's type
 */
public record DataKey<T>(String name, Class<T> type) {

    /** Checks the parts. */
    public DataKey {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /**
     * Makes a key.
     *
     * @param name the name
     * @param type the value's type
     * @param <T> the value's type
     * @return the key
     */
    public static <T> DataKey<T> of(String name, Class<T> type) {
        return new DataKey<>(name, type);
    }
}
