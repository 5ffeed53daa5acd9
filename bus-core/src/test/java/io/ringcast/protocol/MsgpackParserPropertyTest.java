package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MsgpackParserPropertyTest {
    private static final MsgpackParser PARSER = MsgpackParser.create(ParserFixture.MAPPER);

    @Property(tries = 300)
    void shouldReadWhatItWrote(@ForAll("arguments") List<Object> arguments, @ForAll boolean ack) {
        long id = ack ? 1L << 53 : Packet.NO_ACK;
        Packet.Event event = new Packet.Event("/é", "n", Payload.of(arguments.toArray()), id);

        Packet.Event read = (Packet.Event) roundTrip(event);
        Packet.Event again = (Packet.Event) roundTrip(read);

        assertThat(read.namespace()).isEqualTo("/é");
        assertThat(read.event()).isEqualTo("n");
        assertThat(read.ackId()).isEqualTo(id);
        assertSame(read.arguments(), arguments);
        assertSame(again.arguments(), arguments);
    }

    @Property
    void shouldThrowNothingButProtocolExceptions(@ForAll("messages") byte[] message) {
        survives(message);
    }

    @Property(tries = 500)
    void shouldThrowNothingElseWhenAByteIsWrong(
            @ForAll("arguments") List<Object> arguments, @ForAll int place, @ForAll byte wrong) {
        byte[] message = message(new Packet.Ack("/", 1, Payload.of(arguments.toArray())));

        message[Math.floorMod(place, message.length)] = wrong;
        survives(message);
        survives(Arrays.copyOf(message, Math.floorMod(place, message.length)));
    }

    private static void survives(byte[] message) {
        assertThat(PARSER.decoder().heldBytes(message)).isGreaterThanOrEqualTo(message.length);
        try {
            assertThat(PARSER.decoder().binary(message)).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static byte[] message(Packet packet) {
        Encoded encoded = PARSER.encode(packet);
        int to = encoded.offset() + encoded.length();
        return Arrays.copyOfRange(encoded.buffer(), encoded.offset(), to);
    }

    private static Packet roundTrip(Packet packet) {
        return PARSER.decoder().binary(message(packet));
    }

    private static void assertSame(Payload payload, List<Object> expected) {
        assertThat(JsonValues.comparable(ParserFixture.values(payload)))
                .isEqualTo(JsonValues.comparable(travelled(expected)));
    }

    /** What MessagePack has no form for: numbers beyond 64 bits, half a character. */
    private static Object travelled(Object value) {
        if (value instanceof String text) {
            return new String(text.getBytes(UTF_8), UTF_8);
        }
        if (value instanceof BigInteger big && big.bitLength() > 63) {
            return big.doubleValue();
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(travelled(each)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(travelled(key), travelled(each)));
            return copy;
        }
        return value;
    }

    @Provide
    Arbitrary<List<Object>> arguments() {
        return JsonValues.withBytes(JsonValues.values()).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<byte[]> messages() {
        Arbitrary<Byte> telling =
                Arbitraries.of(
                        (byte) 0x82,
                        (byte) 0x93,
                        (byte) 0xa1,
                        (byte) 0xc0,
                        (byte) 0xc4,
                        (byte) 0xc7,
                        (byte) 0xd4,
                        (byte) 0xd6,
                        (byte) 0xdb,
                        (byte) 0xdd,
                        (byte) 0xdf,
                        (byte) 0xcf,
                        (byte) 0xff,
                        (byte) 0);
        return Arbitraries.oneOf(telling, Arbitraries.bytes()).array(byte[].class).ofMaxSize(40);
    }
}
