package io.ringcast;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds on what one client may do. Beyond them it gets an error that names the limit.
 *
 * <p>A transport and the parser have bounds of their own: sessions of one address, bytes of a
 * message, number and bytes of attachments.
 *
 * @param namespacesPerConnection namespaces that one connection may be in, default 100; one more is
 *     refused with {@code connect_error}, and so is one for which there is no memory: the sockets
 *     of all connections, but for the first of each, may take a quarter of the heap ({@code -Xmx})
 * @param pendingConnectsPerConnection namespaces that one connection may be entering at the same
 *     time, while middleware decides; default 100, since after a lost connection clients enter all
 *     of theirs at once; one more is refused with {@code connect_error}
 * @param dynamicNamespaces namespaces of the bus beyond which no client's wish brings another one
 *     into being, default 10,000; one more is refused with {@code connect_error}. The application
 *     itself may make more
 * @param authBytes bytes of what a client behind a network says about itself when it enters a
 *     namespace (Socket.IO's {@code auth}), default 16,384; it is kept as long as the socket. More
 *     is refused with {@code connect_error}
 * @param roomsPerSocket rooms that one socket may join, default 10,000; beyond them {@code join}
 *     fails
 * @param roomNameLength characters of the name of a room that a socket joins, default 1,024; {@code
 *     join} fails where there are more
 * @param roomBytesPerConnection bytes that the rooms of all sockets of one connection may take, 256
 *     and the name's length for each, default 4 MiB; beyond them {@code join} fails. The rooms of
 *     all connections together may take a quarter of the heap ({@code -Xmx}), of which the first 4
 *     KiB of each are not a part
 * @param pendingAcksPerSocket answers that may be waited for from one socket, default 100,000;
 *     beyond them an emit that asks for an answer fails
 * @param eventsPerSecond events and CONNECTs that one connection of a network's client may send in
 *     a second, its namespaces together, on average; twice as many may come at once. Beyond them
 *     the error listeners of the socket are told, and it is disconnected from its namespace, after
 *     which clients don't come back by themselves; a CONNECT is refused. Zero, the default, for no
 *     limit: how much is honest only the application knows
 * @param attachmentTimeout how long a packet's attachments may take to arrive, default 45 s; the
 *     connection of one that is late is closed, twice that time after the packet began at the
 *     latest
 */
public record ClientLimits(
        int namespacesPerConnection,
        int pendingConnectsPerConnection,
        int dynamicNamespaces,
        int authBytes,
        int roomsPerSocket,
        int roomNameLength,
        long roomBytesPerConnection,
        int pendingAcksPerSocket,
        int eventsPerSecond,
        Duration attachmentTimeout) {

    /** The defaults. */
    public static final ClientLimits DEFAULT = builder().build();

    /** Checks the values. */
    public ClientLimits {
        positive("namespacesPerConnection", namespacesPerConnection);
        positive("pendingConnectsPerConnection", pendingConnectsPerConnection);
        positive("dynamicNamespaces", dynamicNamespaces);
        positive("authBytes", authBytes);
        positive("roomsPerSocket", roomsPerSocket);
        positive("roomNameLength", roomNameLength);
        positive("roomBytesPerConnection", roomBytesPerConnection);
        positive("pendingAcksPerSocket", pendingAcksPerSocket);
        if (eventsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "eventsPerSecond must not be negative: " + eventsPerSecond);
        }
        Objects.requireNonNull(attachmentTimeout, "attachmentTimeout");
        if (attachmentTimeout.isNegative() || attachmentTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "attachmentTimeout must be more than zero: " + attachmentTimeout);
        }
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be more than zero: " + value);
        }
    }

    /**
     * Begins with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects limits; {@link ClientLimits} documents each.
     *
     * <p>Threads: one.
     */
    public static final class Builder {
        private int namespacesPerConnection = 100;
        private int pendingConnectsPerConnection = 100;
        private int dynamicNamespaces = 10_000;
        private int authBytes = 16_384;
        private int roomsPerSocket = 10_000;
        private int roomNameLength = 1_024;
        private long roomBytesPerConnection = 4L << 20;
        private int pendingAcksPerSocket = 100_000;
        private int eventsPerSecond;
        private Duration attachmentTimeout = Duration.ofSeconds(45);

        private Builder() {}

        /**
         * Sets how many namespaces one connection may be in.
         *
         * @param count at least 1; 100 by default
         * @return this builder
         */
        public Builder namespacesPerConnection(int count) {
            this.namespacesPerConnection = count;
            return this;
        }

        /**
         * Sets how many namespaces one connection may be entering at the same time.
         *
         * @param count at least 1; 100 by default
         * @return this builder
         */
        public Builder pendingConnectsPerConnection(int count) {
            this.pendingConnectsPerConnection = count;
            return this;
        }

        /**
         * Sets how many namespaces there may be before no client's wish brings another one into
         * being.
         *
         * @param count at least 1; 10,000 by default
         * @return this builder
         */
        public Builder dynamicNamespaces(int count) {
            this.dynamicNamespaces = count;
            return this;
        }

        /**
         * Sets how much a client may say about itself when it enters a namespace.
         *
         * @param bytes at least 1; 16,384 by default
         * @return this builder
         */
        public Builder authBytes(int bytes) {
            this.authBytes = bytes;
            return this;
        }

        /**
         * Sets how many rooms one socket may join.
         *
         * @param count at least 1; 10,000 by default
         * @return this builder
         */
        public Builder roomsPerSocket(int count) {
            this.roomsPerSocket = count;
            return this;
        }

        /**
         * Sets how long the name of a room may be that a socket joins.
         *
         * @param characters at least 1; 1,024 by default
         * @return this builder
         */
        public Builder roomNameLength(int characters) {
            this.roomNameLength = characters;
            return this;
        }

        /**
         * Sets how many bytes the rooms of all sockets of one connection may take.
         *
         * @param bytes at least 1; 4 MiB by default
         * @return this builder
         */
        public Builder roomBytesPerConnection(long bytes) {
            this.roomBytesPerConnection = bytes;
            return this;
        }

        /**
         * Sets how many answers may be waited for from one socket.
         *
         * @param count at least 1; 100,000 by default
         * @return this builder
         */
        public Builder pendingAcksPerSocket(int count) {
            this.pendingAcksPerSocket = count;
            return this;
        }

        /**
         * Sets how many events one connection may send in a second.
         *
         * @param count 0, the default, for no limit
         * @return this builder
         */
        public Builder eventsPerSecond(int count) {
            this.eventsPerSecond = count;
            return this;
        }

        /**
         * Sets how long a packet's attachments may take to arrive.
         *
         * @param timeout more than zero; 45 s by default
         * @return this builder
         */
        public Builder attachmentTimeout(Duration timeout) {
            this.attachmentTimeout = timeout;
            return this;
        }

        /**
         * Makes the limits.
         *
         * @return the limits
         * @throws IllegalArgumentException if one is out of its range
         */
        public ClientLimits build() {
            return new ClientLimits(
                    namespacesPerConnection,
                    pendingConnectsPerConnection,
                    dynamicNamespaces,
                    authBytes,
                    roomsPerSocket,
                    roomNameLength,
                    roomBytesPerConnection,
                    pendingAcksPerSocket,
                    eventsPerSecond,
                    attachmentTimeout);
        }
    }
}
