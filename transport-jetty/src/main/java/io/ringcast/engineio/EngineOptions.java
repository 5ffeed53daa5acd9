package io.ringcast.engineio;

import io.ringcast.transport.OutboundLimits;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an engine. Names and defaults are Engine.IO's where it has the same option.
 *
 * @param pingInterval how long after the start, or after an answer, a client is asked for a sign of
 *     life; default 25 s
 * @param pingTimeout how long it has to answer; default 20 s
 * @param upgradeTimeout how long a WebSocket may take to replace polling; default 10 s
 * @param closeTimeout how long a closing session waits for its client to take what is left; default
 *     30 s
 * @param maxPayload the largest message, POST body and, roughly, poll answer in bytes; Socket.IO's
 *     {@code maxHttpBufferSize}; default 1,000,000
 * @param messageTimeout how long a message of a client may stay incomplete; default 45 s
 * @param inboundBudget the bytes that incomplete messages of all clients may take together; 0, the
 *     default, for a quarter of the largest heap, but no less than {@code maxPayload}
 * @param maxExpansion by how many bytes a second the compressed messages of one client may grow;
 *     default 16,000,000
 * @param maxPacketsPerPayload the most packets that one POST may bring; default 50,000
 * @param maxSessions the most sessions at a time; 0, the default, for one for each 32 KiB of the
 *     largest heap, at most 100,000: a session over polling is bounded by no number of connections
 * @param maxSessionsPerAddress the most sessions of one address at a time, of IPv6 of those with
 *     the same first 64 bits; default 0, for no such limit
 * @param transports the transports that are served; default both
 * @param allowUpgrades whether a session may move from polling to a WebSocket; default true
 * @param allowEIO3 whether clients of Engine.IO 3 (Socket.IO 2) are served too, but for those that
 *     ask for JSONP; default false
 * @param cookie the cookie of a polling handshake, or null for none; default none
 * @param initialPacket a packet that follows the open packet at once, or null; default none
 * @param outboundLimits how much a session may hold back for a slow client, and what then
 */
public record EngineOptions(
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        Duration closeTimeout,
        int maxPayload,
        Duration messageTimeout,
        long inboundBudget,
        int maxExpansion,
        int maxPacketsPerPayload,
        int maxSessions,
        int maxSessionsPerAddress,
        Set<EngineTransport> transports,
        boolean allowUpgrades,
        boolean allowEIO3,
        @Nullable CookieOptions cookie,
        @Nullable EnginePacket initialPacket,
        OutboundLimits outboundLimits) {

    /** The defaults. */
    public static final EngineOptions DEFAULT = builder().build();

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
        private Duration pingInterval = Duration.ofSeconds(25);
        private Duration pingTimeout = Duration.ofSeconds(20);
        private Duration upgradeTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(30);
        private int maxPayload = 1_000_000;
        private Duration messageTimeout = Duration.ofSeconds(45);
        private long inboundBudget;
        private int maxExpansion = 16_000_000;
        private int maxPacketsPerPayload = 50_000;
        private int maxSessions;
        private int maxSessionsPerAddress;
        private Set<EngineTransport> transports = EnumSet.allOf(EngineTransport.class);
        private boolean allowUpgrades = true;
        private boolean allowEIO3;
        private @Nullable CookieOptions cookie;
        private @Nullable EnginePacket initialPacket;
        private OutboundLimits outboundLimits = OutboundLimits.DEFAULT;

        private Builder() {}

        /**
         * Sets how often a client is asked for a sign of life.
         *
         * @param interval at least 1 ms
         * @return this
         */
        public Builder pingInterval(Duration interval) {
            pingInterval = interval;
            return this;
        }

        /**
         * Sets how long a client has to answer.
         *
         * @param timeout at least 1 ms
         * @return this
         */
        public Builder pingTimeout(Duration timeout) {
            pingTimeout = timeout;
            return this;
        }

        /**
         * Sets how long an upgrade may take.
         *
         * @param timeout at least 1 ms
         * @return this
         */
        public Builder upgradeTimeout(Duration timeout) {
            upgradeTimeout = timeout;
            return this;
        }

        /**
         * Sets how long a closing session waits for its client.
         *
         * @param timeout at least 1 ms
         * @return this
         */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = timeout;
            return this;
        }

        /**
         * Sets the size of the largest message.
         *
         * @param bytes at least 1
         * @return this
         */
        public Builder maxPayload(int bytes) {
            maxPayload = bytes;
            return this;
        }

        /**
         * Sets how long a WebSocket message or the body of a POST may stay incomplete, from its
         * first byte on. A client that is late is closed: by a WebSocket with 1008, by polling with
         * 408. A message of {@code maxPayload} bytes needs a line of {@code maxPayload} divided by
         * this: 23 kB/s with the defaults. Engine.IO has no such option; there the heartbeat ends a
         * WebSocket that is busy for so long, since its pong has to wait for the message's end.
         *
         * @param timeout 1 ms to 1 day
         * @return this
         */
        public Builder messageTimeout(Duration timeout) {
            messageTimeout = timeout;
            return this;
        }

        /**
         * Sets the memory that messages of all clients may take together while they are incomplete,
         * and while a bus holds them for its loops. What holds no more than 1 KiB is not counted. A
         * client that asks for more when it is spent is closed, by a WebSocket with 1013, by
         * polling with 503; small messages of others go on. Engine.IO has no such option.
         *
         * @param bytes at least {@code maxPayload}; 0 for a quarter of the largest heap
         * @return this
         */
        public Builder inboundBudget(long bytes) {
            inboundBudget = bytes;
            return this;
        }

        /**
         * Sets by how many bytes a second the WebSocket messages of one client may grow when they
         * are expanded. A client that sends more is closed with 1008. One message of {@code
         * maxPayload} bytes is always taken after a pause. A million bytes cost some 3 ms; a client
         * may cause that with a thousand. Engine.IO has no such option.
         *
         * @param bytesPerSecond at least 1
         * @return this
         */
        public Builder maxExpansion(int bytesPerSecond) {
            maxExpansion = bytesPerSecond;
            return this;
        }

        /**
         * Sets how many packets one POST may bring.
         *
         * @param packets at least 1
         * @return this
         */
        public Builder maxPacketsPerPayload(int packets) {
            maxPacketsPerPayload = packets;
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
         * Handshakes that come at once are counted one by one.
         *
         * @param sessions 0 for no such limit
         * @return this
         */
        public Builder maxSessionsPerAddress(int sessions) {
            maxSessionsPerAddress = sessions;
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
            transports = EnumSet.of(first, more);
            return this;
        }

        /**
         * Sets whether a session may move to a WebSocket.
         *
         * @param allow false to keep it where it began
         * @return this
         */
        public Builder allowUpgrades(boolean allow) {
            allowUpgrades = allow;
            return this;
        }

        /**
         * Sets whether clients of Engine.IO 3 are served too.
         *
         * @param allow false to refuse them with code 5
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
         * Sets a message that every client gets first.
         *
         * @param packet the message; null for none
         * @return this
         */
        public Builder initialPacket(@Nullable EnginePacket packet) {
            initialPacket = packet;
            return this;
        }

        /**
         * Sets how much a session may hold back.
         *
         * @param limits the limits and the policy
         * @return this
         */
        public Builder outboundLimits(OutboundLimits limits) {
            outboundLimits = limits;
            return this;
        }

        /**
         * Checks the settings.
         *
         * @return the options
         * @throws IllegalArgumentException if a value is out of its range
         */
        public EngineOptions build() {
            atLeastOneMilli("pingInterval", pingInterval);
            atLeastOneMilli("pingTimeout", pingTimeout);
            atLeastOneMilli("upgradeTimeout", upgradeTimeout);
            atLeastOneMilli("closeTimeout", closeTimeout);
            positive("maxPayload", maxPayload);
            atLeastOneMilli("messageTimeout", messageTimeout);
            if (inboundBudget != 0 && inboundBudget < maxPayload) {
                throw new IllegalArgumentException(
                        "inboundBudget must be at least the largest message, "
                                + maxPayload
                                + " bytes: "
                                + inboundBudget);
            }
            positive("maxExpansion", maxExpansion);
            positive("maxPacketsPerPayload", maxPacketsPerPayload);
            notNegative("maxSessions", maxSessions);
            notNegative("maxSessionsPerAddress", maxSessionsPerAddress);
            return new EngineOptions(
                    pingInterval,
                    pingTimeout,
                    upgradeTimeout,
                    closeTimeout,
                    maxPayload,
                    messageTimeout,
                    inboundBudget,
                    maxExpansion,
                    maxPacketsPerPayload,
                    maxSessions,
                    maxSessionsPerAddress,
                    Collections.unmodifiableSet(EnumSet.copyOf(transports)),
                    allowUpgrades,
                    allowEIO3,
                    cookie,
                    initialPacket,
                    Objects.requireNonNull(outboundLimits, "outboundLimits"));
        }

        private static void atLeastOneMilli(String name, Duration value) {
            Duration day = Duration.ofDays(1);
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(day) > 0) {
                throw new IllegalArgumentException(name + " must be 1 ms to 1 day: " + value);
            }
        }

        private static void positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1: " + value);
            }
        }

        private static void notNegative(String name, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " must not be negative: " + value);
            }
        }
    }
}
