package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form that socket.io-msgpack-parser writes and reads (V2, V3). */
class MsgpackParserTest {
    private static final MsgpackParser PARSER = MsgpackParser.create(ParserFixture.MAPPER);
    private static final String TYPE = "a474797065";
    private static final String DATA = "a464617461";
    private static final String NSP = "a36e7370";
    private static final String ROOT = NSP + "a12f";
    private static final String ID = "a26964";
    private static final String EVENT = "83" + TYPE + "02" + ROOT + DATA;

    private static Packet decode(String hex) {
        return PARSER.decoder().binary(HexFormat.of().parseHex(hex));
    }

    private static Packet.Event event(String arguments) {
        return (Packet.Event) decode(EVENT + arguments);
    }

    private static String encode(Packet packet) {
        Encoded encoded = PARSER.encode(packet);
        assertThat(encoded.binary()).isTrue();
        assertThat(encoded.attachments()).isEmpty();
        int to = encoded.offset() + encoded.length();
        return HexFormat.of().formatHex(encoded.buffer(), encoded.offset(), to);
    }

    @Test
    void shouldReadAClientsPackets() {
        Packet.Connect connect =
                (Packet.Connect) decode("83" + TYPE + "00" + DATA + "81a16101" + ROOT);
        Packet.Event event =
                (Packet.Event)
                        decode(
                                "85"
                                        + TYPE
                                        + "02"
                                        + DATA
                                        + "93a26869c40101c0"
                                        + ID
                                        + "05"
                                        + ROOT
                                        + "a76f7074696f6e7381a8636f6d7072657373c3");
        Packet.Ack ack =
                (Packet.Ack) decode("84" + ID + "05" + TYPE + "03" + DATA + "91a172" + ROOT);

        assertThat(connect.payload().get(0)).isEqualTo(Map.of("a", 1));
        assertThat(event.event()).isEqualTo("hi");
        assertThat(event.ackId()).isEqualTo(5);
        assertThat((byte[]) event.arguments().get(0)).containsExactly(1);
        assertThat(event.arguments().size()).isEqualTo(2);
        assertThat(ack.ackId()).isEqualTo(5);
        assertThat(ack.arguments().get(0)).isEqualTo("r");
        assertThat(decode("82" + TYPE + "01" + NSP + "a22f61"))
                .isEqualTo(new Packet.Disconnect("/a"));
    }

    @Test
    void shouldTakeUndefinedForNothing() {
        Packet.Connect connect =
                (Packet.Connect) decode("83" + TYPE + "00" + DATA + "d40000" + ROOT);
        Packet.Event event = event("93a16182a162d40000a163c0d40000");

        assertThat(connect.payload().size()).isZero();
        assertThat(event.arguments().get(0)).isEqualTo(Collections.singletonMap("c", null));
        assertThat(event.arguments().size()).isEqualTo(2);
        assertThat(event.arguments().get(1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d7000000000000000005",
                "d7ff01312d0000000000",
                "c70cff004c4b400000000000000000",
            })
    void shouldReadDatesOfAllEncoders(String date) {
        PayloadType<Instant> type = ParserFixture.MAPPER.type(Instant.class);

        Payload arguments = event("92a161" + date).arguments();

        assertThat(arguments.get(0)).isEqualTo("1970-01-01T00:00:00.005Z");
        assertThat(arguments.get(0, type)).isEqualTo(Instant.ofEpochMilli(5));
    }

    @Test
    void shouldReadArrayBuffersAsBytes() {
        Payload arguments = event("93a161c70200" + "0102" + "c70100" + "07").arguments();

        assertThat((byte[]) arguments.get(0)).containsExactly(1, 2);
        assertThat((byte[]) arguments.get(1)).containsExactly(7);
    }

    @Test
    void shouldReadNumbers() {
        Payload arguments =
                event(
                                "97a161cb3fe0000000000000ca3f000000cf7fffffffffffffffd3ffffffffffffffff"
                                    + "cfffffffffffffffffe0")
                        .arguments();

        assertThat(ParserFixture.values(arguments))
                .containsExactly(
                        0.5,
                        0.5,
                        Long.MAX_VALUE,
                        -1,
                        new java.math.BigInteger("18446744073709551615"),
                        -32);
        assertThat(event("910f").event()).isEqualTo("15");
        assertThat(event("91cb3fe0000000000000").event()).isEqualTo("0.5");
    }

    @Test
    void shouldWriteWhatAClientReads() {
        assertThat(encode(new Packet.Event("/", "hi", Payload.of(new byte[] {1}), Packet.NO_ACK)))
                .isEqualTo(EVENT + "92a26869c40101");
        assertThat(encode(new Packet.Ack("/", 5, Payload.of("r", null))))
                .isEqualTo("84" + ID + "05" + TYPE + "03" + ROOT + DATA + "92a172c0");
        assertThat(encode(new Packet.Connect("/", Payload.of(Map.of("sid", "x")))))
                .isEqualTo("83" + TYPE + "00" + ROOT + DATA + "81a3736964a178");
        assertThat(encode(new Packet.Disconnect("/"))).isEqualTo("82" + TYPE + "01" + ROOT);
        assertThat(encode(new Packet.ConnectError("/", "no", null)))
                .isEqualTo("83" + TYPE + "04" + ROOT + DATA + "81a76d657373616765a26e6f");
        assertThat(encode(new Packet.Refusal("/", "no")))
                .isEqualTo("83" + TYPE + "04" + ROOT + DATA + "a26e6f");
    }

    @Test
    void shouldWriteJavaValuesAsJsonWould() {
        record Point(int x, double y, ByteBuffer shape) {}

        Object point = new Point(1, Double.NaN, ByteBuffer.wrap(new byte[] {9, 8}, 1, 1));

        assertThat(encode(new Packet.Event("/", "p", Payload.of(point, Instant.EPOCH), -1)))
                .isEqualTo(
                        EVENT
                                + "93a170"
                                + "83a17801a179c0a57368617065c40108"
                                + "b4"
                                + HexFormat.of()
                                        .formatHex("1970-01-01T00:00:00Z".getBytes(US_ASCII)));
    }

    @Test
    void shouldRefuseACircle() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);

        assertThatThrownBy(() -> encode(new Packet.Event("/", "c", Payload.of(circle), -1)))
                .isInstanceOf(PayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c0",
                "80",
                "01",
                "c1",
                "82" + TYPE + "02" + ROOT,
                "82" + TYPE + "05" + ROOT,
                "82" + TYPE + "cb3ff0000000000000" + ROOT,
                "82" + TYPE + "01" + NSP + "a161",
                "82" + TYPE + "01" + NSP + "01",
                "81" + TYPE + "01",
                "82" + TYPE + "01" + ROOT + "00",
                "83" + TYPE + "01" + ROOT + DATA + "c0",
                "83" + TYPE + "00" + ROOT + DATA + "c0",
                "83" + TYPE + "00" + ROOT + DATA + "a161",
                "83" + TYPE + "04" + ROOT + DATA + "01",
                EVENT + "90",
                EVENT + "80",
                EVENT + "91c0",
                EVENT + "91a7636f6e6e656374",
                "84" + ID + "ff" + TYPE + "03" + ROOT + DATA + "90",
                "84" + ID + "a131" + TYPE + "03" + ROOT + DATA + "90",
                "84" + ID + "cf0020000000000001" + TYPE + "03" + ROOT + DATA + "90",
                // lengths that nothing stands behind
                "ddffffffff",
                "dd7fffffff",
                "dfffffffff",
                "df7fffffff",
                "dbffffffff",
                "db7fffffff",
                "c67fffffff",
                "c97fffffff00",
                EVENT + "92a161df40000000",
                // keys and extensions that mean nothing
                "81c001",
                EVENT + "92a161d40100",
                EVENT + "92a161d5ff0000",
                EVENT + "92a161c70cff3b9aca007fffffffffffffff",
            })
    void shouldRefuseWhatIsNoPacket(String hex) {
        assertThatThrownBy(() -> decode(hex)).isExactlyInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldBoundDepthAndArguments() {
        String nested = EVENT + "92a161" + "91".repeat(600) + "c0";
        String many = EVENT + "dc2712" + "a161" + "c0".repeat(10_001);

        assertThatThrownBy(() -> decode(nested)).isExactlyInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> decode(many)).isExactlyInstanceOf(ProtocolException.class);
        assertThat(event("92a161" + "91".repeat(490) + "c0").arguments().size()).isEqualTo(1);
    }

    @Test
    void shouldRefuseText() {
        assertThatThrownBy(() -> PARSER.decoder().text(new byte[] {'2', '[', ']'}, 0, 3))
                .isExactlyInstanceOf(ProtocolException.class);
    }

    // A million empty maps, each one byte of a message, took 57 MB, and a megabyte was paid for.
    @Test
    void shouldKnowWhatItsValuesTakeBeforeItMakesThem() {
        int count = 100_000;
        String maps = "93a165c0dd" + HexFormat.of().toHexDigits(count) + "80".repeat(count);
        byte[] message = HexFormat.of().parseHex(EVENT + maps);

        assertThat(PARSER.decoder().heldBytes(message)).isBetween(56L * count, 150L * count);
        assertThat(PARSER.decoder().heldBytes(new byte[] {(byte) 0xdf, 127, 0, 0, 0})).isEqualTo(5);
    }
}
