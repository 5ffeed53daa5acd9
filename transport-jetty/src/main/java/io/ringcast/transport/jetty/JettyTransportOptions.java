package io.ringcast.transport.jetty;

import io.ringcast.engineio.AllowRequest;
import io.ringcast.engineio.ConnectionError;
import io.ringcast.engineio.CookieOptions;
import io.ringcast.engineio.EngineFilter;
import io.ringcast.engineio.EngineTransport;
import io.ringcast.engineio.HeadersHook;
import io.ringcast.engineio.IdGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a bus or an engine is served over Jetty. Names and defaults are those of Socket.IO's server
 * where it has the same option.
 *
 * @param path the path that is served; default {@code /socket.io}. What lies below it is served
 *     too, a slash at its end makes no difference
 * @param pingInterval how often a client is asked for a sign of life; null, the default, for the
 *     bus's own, which is 25 s
 * @param pingTimeout how long it has to answer; null, the default, for the bus's own, which is 20 s
 * @param upgradeTimeout how long a WebSocket may take to replace polling; default 10 s
 * @param maxHttpBufferSize the largest message or request body in bytes; default 1,000,000. Each
 *     attachment of a packet is a message, so a packet may bring 11 times as much in all: its text
 *     and {@code JsonParser.Builder.maxAttachments} of them. Larger ones end the session, or are
 *     refused with 413; a warning, once a minute at most, names this option
 * @param transports the transports that are served; default polling and WebSocket
 * @param allowUpgrades whether a client may move from polling to a WebSocket; default true
 * @param allowEIO3 whether clients of Socket.IO 2 (Engine.IO 3) are served too, but for those that
 *     ask for JSONP; default false, which refuses them with code 5. The ids of their sockets are
 *     made of the connection's, as that protocol has it: whoever learns one can speak for its
 *     client, so do not show them to others
 * @param cookie a cookie with the session id for load balancers; null, the default, for none
 * @param cors which pages of other origins may use the server; null, the default, for none
 * @param webSocketOrigins origins that may open WebSockets besides the server's own host and those
 *     that {@code cors} allows; default none. Requests without an origin do not come from a browser
 *     and may always
 * @param allowedHosts the hosts that the server may be asked as, {@code chat.example.com} or {@code
 *     *.example.com} for all below it; requests for others are refused with 403. Default none,
 *     which allows any. Against DNS rebinding, where a foreign page's own name leads here: a server
 *     that only its own network reaches should set it
 * @param trustProxy the proxies whose word about clients counts; null, the default, for none.
 *     Express has it as {@code trust proxy}
 * @param allowRequest who decides about handshakes; null, the default, lets all come in
 * @param generateId who makes the ids of sessions; null, the default, for 20 random characters
 * @param filters what sees each request before the engine does, in order; default none. Where
 *     {@code cors} is set they see the preflights of browsers too and may add headers, but not
 *     refuse them: those carry neither cookies nor tokens
 * @param initialHeaders what changes the headers of a session's first answer; default null
 * @param headers what changes the headers of each answer of a session, and of those to preflights
 *     where {@code cors} is set; default null
 * @param connectionErrors who hears of each request that is refused, besides the counters; default
 *     null
 * @param serveClient whether the browser client is served at {@code <path>/socket.io.js} and the
 *     other names that Socket.IO has for it; default true
 * @param httpCompression the size in bytes from which a poll's answer is compressed if the client
 *     accepts that; 0 for never; default 1,024
 * @param perMessageDeflate the size in bytes from which a WebSocket message is compressed if the
 *     client accepts that; 0, the default, for never. Each message is compressed on its own, on the
 *     thread that writes it, and once for all recipients of a broadcast; what clients send may be
 *     compressed then, and must not exceed {@code maxHttpBufferSize} when it is expanded. Socket.IO
 *     compresses from 1,024 on where it is on. Secrets do not belong into one message with what an
 *     attacker chooses
 * @param maxExpansion by how many bytes a second the compressed WebSocket messages of one client
 *     may grow when they are expanded; default 16,000,000
 * @param webSockets who reads and writes the frames of WebSockets; default {@link
 *     WebSockets#RINGCAST}. With {@link WebSockets#JETTY} a size of {@code perMessageDeflate} only
 *     switches compression on, for all messages; Jetty drops what a compressed message has behind a
 *     block that says it is the last; and who announces a message that is too large is closed when
 *     too much has arrived, not at its announcement
 * @param maxSessions the most sessions at a time; 0, the default, for one for each 32 KiB of the
 *     largest heap, at most 100,000
 * @param maxSessionsPerAddress the most sessions of one address at a time, of IPv6 of those with
 *     the same first 64 bits; 0, the default, for no such limit, which is right behind a proxy that
 *     hides addresses
 * @param messageTimeout how long a message or a request body may stay incomplete; default 45 s
 * @param inboundBudget the bytes that messages of all clients may take together before they are
 *     done with; 0, the default, for a quarter of the largest heap, but no less than {@code
 *     maxHttpBufferSize}
 */
public record JettyTransportOptions(
        String path,
        @Nullable Duration pingInterval,
        @Nullable Duration pingTimeout,
        Duration upgradeTimeout,
        int maxHttpBufferSize,
        List<EngineTransport> transports,
        boolean allowUpgrades,
        boolean allowEIO3,
        @Nullable CookieOptions cookie,
        @Nullable Cors cors,
        Predicate<String> webSocketOrigins,
        List<String> allowedHosts,
        @Nullable TrustedProxies trustProxy,
        @Nullable AllowRequest allowRequest,
        @Nullable IdGenerator generateId,
        List<EngineFilter> filters,
        @Nullable HeadersHook initialHeaders,
        @Nullable HeadersHook headers,
        @Nullable Consumer<ConnectionError> connectionErrors,
        boolean serveClient,
        int httpCompression,
        int perMessageDeflate,
        int maxExpansion,
        WebSockets webSockets,
        int maxSessions,
        int maxSessionsPerAddress,
        Duration messageTimeout,
        long inboundBudget) {

    /** The defaults. */
    public static final JettyTransportOptions DEFAULT = builder().build();

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects settings; {@link #build} checks them.
     *
     * <p>Threads: one.
     */
    public static final class Builder {
        private String path = "/socket.io";
        private @Nullable Duration pingInterval;
        private @Nullable Duration pingTimeout;
        private Duration upgradeTimeout = Duration.ofSeconds(10);
        private int maxHttpBufferSize = 1_000_000;
        private List<EngineTransport> transports = List.of(EngineTransport.values());
        private boolean allowUpgrades = true;
        private boolean allowEIO3;
        private @Nullable CookieOptions cookie;
        private @Nullable Cors cors;
        private Predicate<String> webSocketOrigins = origin -> false;
        private List<String> allowedHosts = List.of();
        private @Nullable TrustedProxies trustProxy;
        private @Nullable AllowRequest allowRequest;
        private @Nullable IdGenerator generateId;
        private final List<EngineFilter> filters = new ArrayList<>();
        private @Nullable HeadersHook initialHeaders;
        private @Nullable HeadersHook headers;
        private boolean serveClient = true;
        private @Nullable Consumer<ConnectionError> connectionErrors;
        private int httpCompression = 1_024;
        private int perMessageDeflate;
        private int maxExpansion = 16_000_000;
        private WebSockets webSockets = WebSockets.RINGCAST;
        private int maxSessions;
        private int maxSessionsPerAddress;
        private Duration messageTimeout = Duration.ofSeconds(45);
        private long inboundBudget;

        private Builder() {}

        /**
         * Sets the path.
         *
         * @param value begins with a slash
         * @return this
         */
        public Builder path(String value) {
            path = value;
            return this;
        }

        /**
         * Sets how often a client is asked for a sign of life.
         *
         * @param interval 1 ms to 1 day
         * @return this
         */
        public Builder pingInterval(Duration interval) {
            pingInterval = interval;
            return this;
        }

        /**
         * Sets how long a client has to answer.
         *
         * @param timeout 1 ms to 1 day
         * @return this
         */
        public Builder pingTimeout(Duration timeout) {
            pingTimeout = timeout;
            return this;
        }

        /**
         * Sets how long a WebSocket may take to replace polling.
         *
         * @param timeout 1 ms to 1 day
         * @return this
         */
        public Builder upgradeTimeout(Duration timeout) {
            upgradeTimeout = timeout;
            return this;
        }

        /**
         * Sets the size of the largest message or request body.
         *
         * @param bytes at least 1
         * @return this
         */
        public Builder maxHttpBufferSize(int bytes) {
            maxHttpBufferSize = bytes;
            return this;
        }

        /**
         * Sets the transports that are served.
         *
         * @param first a transport
         * @param more others
         * @return this
         */
        public Builder transports(EngineTransport first, EngineTransport... more) {
            List<EngineTransport> all = new ArrayList<>();
            all.add(first);
            all.addAll(List.of(more));
            transports = List.copyOf(all);
            return this;
        }

        /**
         * Sets whether a client may move from polling to a WebSocket.
         *
         * @param allow false to keep it where it began
         * @return this
         */
        public Builder allowUpgrades(boolean allow) {
            allowUpgrades = allow;
            return this;
        }

        /**
         * Sets whether clients of Socket.IO 2 are served too.
         *
         * @param allow true to serve them
         * @return this
         */
        public Builder allowEIO3(boolean allow) {
            allowEIO3 = allow;
            return this;
        }

        /**
         * Sets a cookie with the session id.
         *
         * @param options the cookie; null for none
         * @return this
         */
        public Builder cookie(@Nullable CookieOptions options) {
            cookie = options;
            return this;
        }

        /**
         * Sets which pages of other origins may use the server.
         *
         * @param permission the permission; null for none
         * @return this
         */
        public Builder cors(@Nullable Cors permission) {
            cors = permission;
            return this;
        }

        /**
         * Sets which origins may open WebSockets besides those that {@link #cors} allows.
         *
         * @param origins asked for each upgrade with a foreign origin; must not block
         * @return this
         */
        public Builder webSocketOrigins(Predicate<String> origins) {
            webSocketOrigins = origins;
            return this;
        }

        /**
         * Sets the hosts that the server may be asked as. A port is not compared.
         *
         * @param first a host, {@code *.} and a domain for all hosts below it, or an address, an
         *     IPv6 address in brackets
         * @param more others
         * @return this
         */
        public Builder allowedHosts(String first, String... more) {
            List<String> all = new ArrayList<>();
            all.add(first);
            all.addAll(List.of(more));
            allowedHosts = List.copyOf(all);
            return this;
        }

        /**
         * Sets the proxies whose word about clients counts.
         *
         * @param proxies the proxies; null for none
         * @return this
         */
        public Builder trustProxy(@Nullable TrustedProxies proxies) {
            trustProxy = proxies;
            return this;
        }

        /**
         * Sets who decides about handshakes.
         *
         * @param decision the decision; null to let all come in
         * @return this
         */
        public Builder allowRequest(@Nullable AllowRequest decision) {
            allowRequest = decision;
            return this;
        }

        /**
         * Sets who makes the ids of sessions.
         *
         * @param generator the generator; null for random ids
         * @return this
         */
        public Builder generateId(@Nullable IdGenerator generator) {
            generateId = generator;
            return this;
        }

        /**
         * Adds a filter behind those that were added before.
         *
         * @param filter the filter
         * @return this
         */
        public Builder use(EngineFilter filter) {
            filters.add(Objects.requireNonNull(filter, "filter"));
            return this;
        }

        /**
         * Sets what changes the headers of a session's first answer.
         *
         * @param hook the hook; null for none
         * @return this
         */
        public Builder onInitialHeaders(@Nullable HeadersHook hook) {
            initialHeaders = hook;
            return this;
        }

        /**
         * Sets what changes the headers of each answer of a session.
         *
         * @param hook the hook; null for none
         * @return this
         */
        public Builder onHeaders(@Nullable HeadersHook hook) {
            headers = hook;
            return this;
        }

        /**
         * Sets who hears of each request that is refused: Engine.IO's {@code connection_error}. It
         * is called by Jetty's threads, several at a time; what it throws is reported.
         *
         * @param listener the listener; null for none
         * @return this
         */
        public Builder onConnectionError(@Nullable Consumer<ConnectionError> listener) {
            connectionErrors = listener;
            return this;
        }

        /**
         * Sets whether the browser client is served.
         *
         * @param serve false for not
         * @return this
         */
        public Builder serveClient(boolean serve) {
            serveClient = serve;
            return this;
        }

        /**
         * Sets the size from which a poll's answer is compressed.
         *
         * @param threshold bytes; 0 for never
         * @return this
         */
        public Builder httpCompression(int threshold) {
            httpCompression = threshold;
            return this;
        }

        /**
         * Sets the size from which a WebSocket message is compressed.
         *
         * @param threshold bytes; 0 for never
         * @return this
         */
        public Builder perMessageDeflate(int threshold) {
            perMessageDeflate = threshold;
            return this;
        }

        /**
         * Sets by how many bytes a second the compressed WebSocket messages of one client may grow
         * when they are expanded: a thousand bytes may stand for a million, and that costs some 3
         * ms. Ten messages of 1 MB in a second are well within the default. A client that sends
         * more is closed with 1008; one message of {@code maxHttpBufferSize} is always taken after
         * a pause. Without a meaning where {@link #perMessageDeflate} is off. Socket.IO has no such
         * option.
         *
         * @param bytesPerSecond at least 1
         * @return this
         */
        public Builder maxExpansion(int bytesPerSecond) {
            maxExpansion = bytesPerSecond;
            return this;
        }

        /**
         * Sets who reads and writes the frames of WebSockets.
         *
         * @param engine Ringcast or Jetty, which needs a dependency
         * @return this
         */
        public Builder webSockets(WebSockets engine) {
            webSockets = engine;
            return this;
        }

        /**
         * Sets how many sessions there may be at a time; more are refused with 503. Default: one
         * for each 32 KiB of the largest heap, at most 100,000.
         *
         * @param sessions at least 1; 0 for the default
         * @return this
         */
        public Builder maxSessions(int sessions) {
            maxSessions = sessions;
            return this;
        }

        /**
         * Sets how many sessions one address may have at a time; more are refused with 429.
         *
         * @param sessions at least 1; 0 for no limit
         * @return this
         */
        public Builder maxSessionsPerAddress(int sessions) {
            maxSessionsPerAddress = sessions;
            return this;
        }

        /**
         * Sets how long a WebSocket message, in one frame or in many, or the body of a POST may
         * stay incomplete, from its first byte on. A client that is late is disconnected: by
         * WebSocket with code 1008, by polling with status 408, and counted in {@code
         * MESSAGES_TIMED_OUT}. Attachments have {@code ClientLimits.attachmentTimeout}.
         *
         * <p>An honest client on a slow line of 100 kB/s needs 10 s for the largest message of
         * 1,000,000 bytes. Whoever raises {@link #maxHttpBufferSize} for such clients has to raise
         * this and the heartbeat's times as well: a pong waits behind the message that is being
         * sent. Socket.IO has no such option.
         *
         * @param timeout 1 ms to 1 day; 45 s by default
         * @return this
         */
        public Builder messageTimeout(Duration timeout) {
            messageTimeout = timeout;
            return this;
        }

        /**
         * Sets the memory that what clients send may take, for all of them together: messages and
         * bodies that are incomplete, packets whose attachments are missing, events that wait for
         * their loop, and what sockets said at their CONNECT while they live. It is what keeps a
         * few clients with large messages from filling the heap, however large {@link
         * #maxHttpBufferSize} is.
         *
         * <p>A client that needs more when it is spent is disconnected with {@code transport
         * error}: by WebSocket with code 1013 ("try again later"), by polling with status 503. That
         * is counted in {@code INBOUND_BUDGET_SPENT}, and one line a minute is logged. Messages up
         * to 1 KiB are not charged, so that those of others go on; a tiny budget lowers that. Two
         * transports have a budget each. Socket.IO has no such option.
         *
         * @param bytes at least {@link #maxHttpBufferSize}; 0, the default, for a quarter of the
         *     largest heap ({@code -Xmx})
         * @return this
         */
        public Builder inboundBudget(long bytes) {
            inboundBudget = bytes;
            return this;
        }

        /**
         * Checks the settings.
         *
         * @return the options
         * @throws IllegalArgumentException if a value is out of its range
         * @throws IllegalStateException if Jetty's WebSockets are asked for and missing
         */
        public JettyTransportOptions build() {
            allowedHosts.forEach(HostPattern::of);
            notNegative("httpCompression", httpCompression);
            notNegative("perMessageDeflate", perMessageDeflate);
            notNegative("maxSessionsPerAddress", maxSessionsPerAddress);
            JettyTransportOptions options =
                    new JettyTransportOptions(
                            checkedPath(path),
                            pingInterval,
                            pingTimeout,
                            upgradeTimeout,
                            maxHttpBufferSize,
                            transports,
                            allowUpgrades,
                            allowEIO3,
                            cookie,
                            cors,
                            Objects.requireNonNull(webSocketOrigins, "webSocketOrigins"),
                            allowedHosts,
                            trustProxy,
                            allowRequest,
                            generateId,
                            List.copyOf(filters),
                            initialHeaders,
                            headers,
                            connectionErrors,
                            serveClient,
                            httpCompression,
                            perMessageDeflate,
                            maxExpansion,
                            Objects.requireNonNull(webSockets, "webSockets"),
                            maxSessions,
                            maxSessionsPerAddress,
                            messageTimeout,
                            inboundBudget);
            if (webSockets == WebSockets.JETTY) {
                JettyWebSockets.require();
            }
            // The rest is checked by the engine, with the same words.
            EngineSettings.of(options).build();
            return options;
        }

        private static String checkedPath(String value) {
            String path = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            if (!path.startsWith("/") || path.matches(".*([?#%;\\\\\\s]|//|/\\.).*")) {
                throw new IllegalArgumentException(
                        "path must begin with a slash, be no root, and have plain segments: "
                                + value);
            }
            return path;
        }

        private static void notNegative(String name, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " must not be negative: " + value);
            }
        }
    }
}
