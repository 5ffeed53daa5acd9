package io.ringcast.protocol;

import io.ringcast.loop.AnyThread;
import java.util.Objects;

/**
 * Socket.IO's default parser: JSON text, with bytes in binary messages of their own.
 *
 * <p>Reading is one pass over the text. It finds the event's name and where the arguments begin and
 * end, and makes sure that all of it is valid JSON within the limits; the arguments stay text until
 * a listener's type is known, and go out again as the same text if nobody asks. What is broken, or
 * more than is allowed, is a {@link ProtocolException} before any of it is kept. The sender is
 * trusted in nothing: every count, length and depth has a limit, and the time is linear.
 *
 * <p>Stricter than the reference in a few points, each of which no client depends on: no space in
 * front of the payload, no event or acknowledgement without a payload, no control characters in a
 * namespace's name, no acknowledgement id where it means nothing. An acknowledgement without an id
 * is read as one with {@link Packet#NO_ACK}, which answers nothing.
 *
 * <p>Threads: any.
 */
@AnyThread
public final class JsonParser implements Parser {
    private final PayloadMapper mapper;
    private final JsonLimits limits;
    private final NameCache names = new NameCache();
    private final PacketEncoder encoder;

    private JsonParser(PayloadMapper mapper, JsonLimits limits) {
        this.mapper = mapper;
        this.limits = limits;
        this.encoder = new PacketEncoder(mapper, limits);
    }

    /**
     * A parser with the default limits.
     *
     * @param mapper reads and writes the arguments
     * @return the parser
     */
    public static JsonParser create(PayloadMapper mapper) {
        return builder(mapper).build();
    }

    /**
     * A parser with limits of one's own.
     *
     * @param mapper reads and writes the arguments
     * @return a builder with the defaults
     */
    public static Builder builder(PayloadMapper mapper) {
        return new Builder(Objects.requireNonNull(mapper, "mapper"));
    }

    @Override
    public Encoded encode(Packet packet) {
        return encoder.encode(packet);
    }

    @Override
    public Encoded append(Encoded encoded, Packet.Event packet, String argument) {
        return encoder.append(encoded, packet, argument);
    }

    @Override
    public Decoder decoder() {
        return new JsonDecoder(mapper, limits, names);
    }

    /**
     * The limits of a {@link JsonParser}.
     *
     * <p>Threads: one at a time.
     */
    public static final class Builder {
        private final PayloadMapper mapper;
        private int maxAttachments = 10;
        private long maxAttachmentBytes = Long.MAX_VALUE;
        private int maxDepth = PayloadGenerator.MAX_DEPTH;
        private int maxArguments = 10_000;
        private int maxNamespaceLength = 4_096;
        private int maxEventLength = 4_096;

        private Builder(PayloadMapper mapper) {
            this.mapper = mapper;
        }

        /**
         * How many binary messages may belong to one packet, in and out: 0 to 1,000,000, by default
         * 10, as in the reference. JavaScript clients drop a connection that sends them more than
         * 10.
         *
         * @param count the most attachments
         * @return this builder
         */
        public Builder maxAttachments(int count) {
            this.maxAttachments = count;
            return this;
        }

        /**
         * How many bytes the attachments of one packet from a peer may have together. There is no
         * such limit by default, as in the reference: the number of attachments is limited, and the
         * size of each by the transport ({@code maxHttpBufferSize}, 1,000,000 bytes unless it is
         * set), so there are 10,000,000 bytes at most unless a transport is told otherwise.
         *
         * @param bytes the most bytes
         * @return this builder
         */
        public Builder maxAttachmentBytes(long bytes) {
            this.maxAttachmentBytes = bytes;
            return this;
        }

        /**
         * How deep arrays and objects may be nested, in and out, counting the array of the
         * arguments: 1 to 500, by default 500, which is what Jackson reads.
         *
         * @param levels the most levels
         * @return this builder
         */
        public Builder maxDepth(int levels) {
            this.maxDepth = levels;
            return this;
        }

        /**
         * How many arguments an event or acknowledgement from a peer may have: 1 or more, by
         * default 10,000.
         *
         * @param count the most arguments
         * @return this builder
         */
        public Builder maxArguments(int count) {
            this.maxArguments = count;
            return this;
        }

        /**
         * How many bytes a namespace's name from a peer may have (with a query, where it has one),
         * by default 4,096.
         *
         * @param bytes the most bytes
         * @return this builder
         */
        public Builder maxNamespaceLength(int bytes) {
            this.maxNamespaceLength = bytes;
            return this;
        }

        /**
         * How many bytes of text an event's name from a peer may have, by default 4,096.
         *
         * @param bytes the most bytes
         * @return this builder
         */
        public Builder maxEventLength(int bytes) {
            this.maxEventLength = bytes;
            return this;
        }

        /**
         * Makes the parser.
         *
         * @return the parser
         * @throws IllegalArgumentException if a limit is out of its range
         */
        public JsonParser build() {
            JsonLimits limits =
                    new JsonLimits(
                            maxAttachments,
                            maxAttachmentBytes,
                            maxDepth,
                            maxArguments,
                            maxNamespaceLength,
                            maxEventLength);
            return new JsonParser(mapper, limits);
        }
    }
}
