package io.ringcast.protocol;

import io.ringcast.loop.AnyThread;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packets as MessagePack: one binary message each, bytes in their places. Clients need {@code
 * socket.io-msgpack-parser}; there is no negotiation, so a bus has clients of this form or of JSON.
 *
 * <pre>{@code
 * PayloadMapper mapper = PayloadMapper.standard();
 * Bus bus = Bus.builder().mapper(mapper).parser(MsgpackParser.create(mapper)).build();
 * }</pre>
 *
 * <p>Needs {@code org.msgpack:msgpack-core}, which is not brought along. Values are what they are
 * in JSON, and bytes: dates of a client arrive as ISO-8601 strings, {@code undefined} as null or
 * not at all, {@code NaN} goes out as null. An integer beyond 64 bits and a {@code BigDecimal} go
 * out as the nearest double, which is what JavaScript makes of them.
 *
 * <p>A message is read when it arrives. The sender is trusted in nothing: lengths are checked
 * against what is there before anything is made of them, nesting ends at 500 levels, arguments at
 * 10,000, names of events and namespaces at 4,096 characters. What is broken is a {@link
 * ProtocolException}.
 *
 * <p>Threads: any.
 */
@AnyThread
public final class MsgpackParser implements Parser {
    private final MsgpackWriter writer;

    private MsgpackParser(PayloadMapper mapper) {
        this.writer = new MsgpackWriter(mapper);
    }

    /**
     * Makes a parser.
     *
     * @param mapper reads and writes the arguments; the bus's own
     * @return the parser
     * @throws NoClassDefFoundError if msgpack-core is missing
     */
    public static MsgpackParser create(PayloadMapper mapper) {
        return new MsgpackParser(Objects.requireNonNull(mapper, "mapper"));
    }

    @Override
    public Encoded encode(Packet packet) {
        return writer.encode(packet);
    }

    @Override
    public Decoder decoder() {
        return new MsgpackDecoder();
    }

    /** Has no state: a message is a packet. */
    private static final class MsgpackDecoder implements Decoder {
        @Override
        public @Nullable Packet text(byte[] utf8, int offset, int length) {
            throw new ProtocolException("Got text where MessagePack is spoken");
        }

        @Override
        public long heldBytes(byte[] data) {
            return MsgpackReader.heldBytes(data);
        }

        @Override
        public Packet binary(byte[] data) {
            return MsgpackPacket.of(MsgpackReader.read(data));
        }

        @Override
        public boolean isPending() {
            return false;
        }

        @Override
        public void reset() {
            // nothing is kept between messages
        }
    }
}
