package io.ringcast.transport.inmemory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a client presents itself, with the words of socket.io-client.
 *
 * <p>Threads: the one that connects, while it connects.
 */
public final class ConnectOptions {
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private Supplier<?> auth = () -> null;
    private @Nullable String address;
    private @Nullable Executor executor;
    private int sendBufferSize = 4_096;

    /** Makes the default options. */
    public ConnectOptions() {}

    /**
     * Adds a parameter of the query that the server sees in {@code handshake().query(...)}.
     *
     * @param name its name; the last value of a name counts
     * @param value its value
     * @return these options
     */
    public ConnectOptions query(String name, String value) {
        query.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Adds a header: socket.io-client's {@code extraHeaders}.
     *
     * @param name its name, in any case
     * @param value its value, added to those of the same name
     * @return these options
     */
    public ConnectOptions header(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        headers.computeIfAbsent(key, unused -> new ArrayList<>())
                .add(Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * What the client says about itself when it enters a namespace.
     *
     * @param auth any value; nothing by default
     * @return these options
     */
    public ConnectOptions auth(Object auth) {
        Objects.requireNonNull(auth, "auth");
        return auth(() -> auth);
    }

    /**
     * What the client says about itself, asked for at each connect: the place to renew a token.
     *
     * @param auth makes the value, on the namespace's loop; null for nothing
     * @return these options
     */
    public ConnectOptions auth(Supplier<?> auth) {
        this.auth = Objects.requireNonNull(auth, "auth");
        return this;
    }

    /**
     * The address that the server sees.
     *
     * @param address the address; none by default
     * @return these options
     */
    public ConnectOptions address(String address) {
        this.address = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Where this client's listeners run, instead of on the namespace's loop. They still run one at
     * a time for each socket, in order.
     *
     * @param executor runs them; the transport's by default
     * @return these options
     */
    public ConnectOptions executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * How many events are kept for each socket while it is not connected. Beyond that they are
     * dropped and counted as {@link io.ringcast.transport.Counter#DROPPED_OUTBOUND_FULL}, and their
     * acks fail.
     *
     * @param size zero or more; 4,096 by default
     * @return these options
     * @throws IllegalArgumentException if it is negative
     */
    public ConnectOptions sendBufferSize(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("sendBufferSize must not be negative: " + size);
        }
        sendBufferSize = size;
        return this;
    }

    /**
     * The query's parameters.
     *
     * @return an unmodifiable view
     */
    public Map<String, String> query() {
        return Collections.unmodifiableMap(query);
    }

    /**
     * The headers, by their names in lower case.
     *
     * @return an unmodifiable view
     */
    public Map<String, List<String>> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /**
     * What makes the client's auth.
     *
     * @return the supplier
     */
    public Supplier<?> auth() {
        return auth;
    }

    /**
     * The client's address.
     *
     * @return the address, if there is one
     */
    public Optional<String> address() {
        return Optional.ofNullable(address);
    }

    /**
     * Where the client's listeners run.
     *
     * @return the executor, empty for the namespace's loop
     */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /**
     * How many events are kept while a socket is not connected.
     *
     * @return the number
     */
    public int sendBufferSize() {
        return sendBufferSize;
    }
}
