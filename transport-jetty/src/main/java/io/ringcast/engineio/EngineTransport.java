package io.ringcast.engineio;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways in which an Engine.IO session travels. */
public enum EngineTransport {
    /** HTTP long-polling: GETs that wait for packets, POSTs that bring them. */
    POLLING,
    /** A WebSocket. */
    WEBSOCKET;

    // Read by every request.
    private static final EngineTransport[] ALL = values();
    private final String wireName = name().toLowerCase(Locale.ROOT);

    /**
     * The name in a request's query.
     *
     * @return {@code "polling"} or {@code "websocket"}
     */
    public String wireName() {
        return wireName;
    }

    static @Nullable EngineTransport of(@Nullable String wireName) {
        for (EngineTransport transport : ALL) {
            if (transport.wireName.equals(wireName)) {
                return transport;
            }
        }
        return null;
    }
}
