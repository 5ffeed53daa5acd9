package io.ringcast.transport.inmemory.internal;

import io.ringcast.transport.inmemory.ConnectOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client is like.
 *
 * @param query the handshake's query
 * @param headers the handshake's headers, names in lower case
 * @param address the peer's address
 * @param auth what a socket says about itself
 * @param executor where listeners run; null for the namespace's loop
 * @param sendBufferSize events kept while a socket is not connected
 */
public record ClientSettings(
        Map<String, String> query,
        Map<String, List<String>> headers,
        @Nullable String address,
        Supplier<?> auth,
        @Nullable Executor executor,
        int sendBufferSize) {

    /** Copies what could change. */
    public ClientSettings {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableMap(copy);
    }

    /** The settings that options stand for at this moment. */
    public static ClientSettings of(ConnectOptions options) {
        return new ClientSettings(
                options.query(),
                options.headers(),
                options.address().orElse(null),
                options.auth(),
                options.executor().orElse(null),
                options.sendBufferSize());
    }
}
