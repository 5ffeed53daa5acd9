package io.ringcast.protocol;

import static io.ringcast.protocol.ParserFixture.MAPPER;
import static io.ringcast.protocol.ParserFixture.PARSER;
import static io.ringcast.protocol.ParserFixture.decode;
import static io.ringcast.protocol.ParserFixture.event;
import static io.ringcast.protocol.ParserFixture.text;
import static io.ringcast.protocol.ParserFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

class PacketEncoderTest {

    enum Suit {
        HEARTS
    }

    record Zebra(String z, int a) {}

    @SuppressWarnings("ArrayRecordComponent") // what applications declare
    record Numbers(double d, float f, Double boxed, double[] many, float[] few) {}

    @SuppressWarnings("ArrayRecordComponent") // what applications declare
    record Upload(String name, byte[] data, ByteBuffer more) {}

    record Raw(@JsonRawValue String json) {}

    static final class Endless {
        @JsonValue
        Endless another() {
            return new Endless();
        }
    }

    static Stream<Arguments> packets() {
        Map<String, Object> sids = new LinkedHashMap<>();
        sids.put("sid", "5sqB9YPNNiGRLSGxAAAC");
        sids.put("pid", "1RU8dVV5HQKxNg0mAAAD");
        return Stream.of(
                Arguments.of(
                        "0{\"sid\":\"aHIp2ASQmkybSiptAAAA\"}",
                        new Packet.Connect("/", Payload.of(Map.of("sid", "aHIp2ASQmkybSiptAAAA")))),
                Arguments.of(
                        "0/admin,{\"sid\":\"BFdJZYPJ3Hp8MZJMAAAF\"}",
                        new Packet.Connect(
                                "/admin", Payload.of(Map.of("sid", "BFdJZYPJ3Hp8MZJMAAAF")))),
                Arguments.of(
                        "0{\"sid\":\"5sqB9YPNNiGRLSGxAAAC\",\"pid\":\"1RU8dVV5HQKxNg0mAAAD\"}",
                        new Packet.Connect("/", Payload.of(sids))),
                Arguments.of("0", new Packet.Connect("/", Payload.of())),
                Arguments.of("0/nope,", new Packet.Connect("/nope", Payload.of())),
                Arguments.of("1", new Packet.Disconnect("/")),
                Arguments.of("1/admin,", new Packet.Disconnect("/admin")),
                Arguments.of(
                        "4/nope,{\"message\":\"Invalid namespace\"}",
                        new Packet.ConnectError("/nope", "Invalid namespace", null)),
                Arguments.of(
                        "4{\"message\":\"not authorized\",\"data\":{\"content\":\"later\"}}",
                        new Packet.ConnectError("/", "not authorized", Map.of("content", "later"))),
                Arguments.of(
                        "4/plain,{\"message\":\"x\"}",
                        new Packet.ConnectError("/plain", "x", null)),
                Arguments.of("2[\"1\"]", event("1", Payload.of())),
                Arguments.of("2/mw,[\"early\",1]", event("/mw", "early", 1)),
                Arguments.of("30[1]", new Packet.Ack("/", 0, Payload.of(1))),
                Arguments.of("31[null]", new Packet.Ack("/", 1, Payload.of(new Object[] {null}))),
                Arguments.of("3/y,7[\"late\"]", new Packet.Ack("/y", 7, Payload.of("late"))),
                Arguments.of("35[]", new Packet.Ack("/", 5, Payload.of())),
                Arguments.of(
                        "20[\"withack\",1]", new Packet.Event("/", "withack", Payload.of(1), 0)),
                Arguments.of(
                        "2/nsp?a=1,9007199254740992[\"é😀\"]",
                        new Packet.Event("/nsp?a=1", "é😀", Payload.of(), 1L << 53)));
    }

    private static Packet event(String namespace, String name, Object... arguments) {
        return new Packet.Event(namespace, name, Payload.of(arguments), Packet.NO_ACK);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void shouldWriteWhatTheReferenceWrites(String expected, Packet packet) {
        assertThat(wire(packet)).isEqualTo(expected);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("a\u001eb", "\"a\\u001eb\""),
                Arguments.of(List.of("a\u001eb"), "[\"a\\u001eb\"]"),
                Arguments.of(Map.of("\u001e", 1), "{\"\\u001e\":1}"),
                Arguments.of(
                        "\"\\/\b\f\n\r\t\u0000\u007f", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\u007f\""),
                Arguments.of("é€😀", "\"é€😀\""),
                Arguments.of("\ud83d", "\"\\ud83d\""),
                Arguments.of("a\ude00\ud83d", "\"a\\ude00\\ud83d\""),
                Arguments.of(List.of("\ud83d"), "[\"\\ud83d\"]"),
                Arguments.of("?".repeat(70), "\"" + "?".repeat(70) + "\""),
                Arguments.of("é".repeat(70), "\"" + "é".repeat(70) + "\""),
                // Went out as question marks: the text has none, only its UTF-8 form does.
                Arguments.of("\ud83d".repeat(70), "\"" + "\\ud83d".repeat(70) + "\""),
                Arguments.of("?".repeat(70) + "\ud83d", "\"" + "?".repeat(70) + "\\ud83d\""),
                Arguments.of("😀\n\"".repeat(70), "\"" + "😀\\n\\\"".repeat(70) + "\""),
                Arguments.of("", "\"\""),
                Arguments.of(null, "null"),
                Arguments.of(true, "true"),
                Arguments.of(false, "false"),
                Arguments.of(0, "0"),
                Arguments.of(9, "9"),
                Arguments.of(10, "10"),
                Arguments.of(-1, "-1"),
                Arguments.of(Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of((short) 3, "3"));
    }

    @SuppressWarnings("JavaUtilDate") // what applications send
    static Stream<Arguments> more() {
        return Stream.of(
                Arguments.of(1.5, "1.5"),
                Arguments.of(1.5f, "1.5"),
                Arguments.of(Double.NaN, "null"),
                Arguments.of(Float.NEGATIVE_INFINITY, "null"),
                Arguments.of(List.of(Double.NaN, 1.5), "[null,1.5]"),
                Arguments.of(new BigDecimal("1.50"), "1.50"),
                Arguments.of('c', "\"c\""),
                Arguments.of(Suit.HEARTS, "\"HEARTS\""),
                Arguments.of(Optional.empty(), "null"),
                Arguments.of(Optional.of("a"), "\"a\""),
                Arguments.of(new Date(0), "\"1970-01-01T00:00:00.000Z\""),
                Arguments.of(Instant.EPOCH, "\"1970-01-01T00:00:00Z\""),
                Arguments.of(LocalDate.EPOCH, "\"1970-01-01\""),
                Arguments.of(Duration.ofSeconds(90), "\"PT1M30S\""),
                Arguments.of(new UUID(1, 2), "\"00000000-0000-0001-0000-000000000002\""),
                Arguments.of(new Zebra("z", 1), "{\"z\":\"z\",\"a\":1}"),
                Arguments.of(new int[] {1, 2}, "[1,2]"),
                Arguments.of(Arrays.asList(1, null), "[1,null]"),
                Arguments.of(Collections.singletonMap("a", null), "{\"a\":null}"),
                Arguments.of(
                        new Numbers(
                                Double.NaN,
                                Float.NaN,
                                1 / 0.0,
                                new double[] {1, Double.NaN},
                                new float[] {Float.NaN, 2}),
                        "{\"d\":null,\"f\":null,\"boxed\":null,\"many\":[1.0,null],"
                                + "\"few\":[null,2.0]}"),
                Arguments.of(new Raw("[1, {\"a\":2}]"), "{\"json\":[1, {\"a\":2}]}"),
                Arguments.of(Map.of("_placeholder", true), "{\"_placeholder\":true}"),
                Arguments.of(
                        JsonMapper.shared().readTree("{\"a\":[1,\"x\"]}"), "{\"a\":[1,\"x\"]}"));
    }

    @ParameterizedTest
    @MethodSource({"values", "more"})
    void shouldWriteValuesAsJsonHasThem(Object value, String json) {
        assertThat(wire("a", new Object[] {value})).isEqualTo("2[\"a\"," + json + "]");
        assertThat(wire("a", value, new int[0], value))
                .isEqualTo("2[\"a\"," + json + ",[]," + json + "]");
    }

    @Test
    void shouldPutBytesAsideInTheOrderInWhichTheyAreMet() {
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("x", List.of(new byte[] {2}, "y"));
        nested.put(
                "z", new Upload("f", new byte[] {3}, ByteBuffer.wrap(new byte[] {0, 4, 0}, 1, 1)));
        Payload payload =
                Payload.of(new byte[] {1}, nested, ByteBuffer.allocateDirect(1).put(0, (byte) 5));

        Encoded encoded = PARSER.encode(new Packet.Event("/n", "bin", payload, 7));

        assertThat(text(encoded))
                .isEqualTo(
                        "55-/n,7[\"bin\",{\"_placeholder\":true,\"num\":0},"
                            + "{\"x\":[{\"_placeholder\":true,\"num\":1},\"y\"],"
                            + "\"z\":{\"name\":\"f\",\"data\":{\"_placeholder\":true,\"num\":2},"
                            + "\"more\":{\"_placeholder\":true,\"num\":3}}},"
                            + "{\"_placeholder\":true,\"num\":4}]");
        assertThat(encoded.attachments()).isDeepEqualTo(new byte[][] {{1}, {2}, {3}, {4}, {5}});
        assertThat(encoded.attachments()[0]).isSameAs(payload.get(0));
    }

    @Test
    void shouldWriteBinaryAcks() {
        Encoded encoded = PARSER.encode(new Packet.Ack("/", 7, Payload.of(new byte[] {'o', 'k'})));

        assertThat(text(encoded)).isEqualTo("61-7[{\"_placeholder\":true,\"num\":0}]");
        assertThat(encoded.attachments()).isDeepEqualTo(new byte[][] {{'o', 'k'}});
        assertThat(encoded.totalBytes()).isEqualTo(encoded.length() + 2L);
    }

    @Test
    void shouldRefuseMoreAttachmentsThanClientsTake() {
        byte[][] ten = new byte[10][1];
        byte[][] eleven = new byte[11][1];

        assertThat(wire("a", (Object) ten)).startsWith("510-");
        assertThatThrownBy(() -> wire("a", (Object) eleven))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("10");
        assertThatThrownBy(() -> wire("a", (Object[]) eleven)).isInstanceOf(PayloadException.class);
    }

    @Test
    void shouldRefuseBytesWhereNoneCanTravel() {
        Map<String, Object> bytes = Map.of("a", new byte[1]);

        assertThatThrownBy(() -> PARSER.encode(new Packet.Connect("/", Payload.of(bytes))))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> PARSER.encode(new Packet.ConnectError("/", "no", bytes)))
                .isInstanceOf(PayloadException.class);
    }

    static Stream<Object> cycles() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("a", new Object[] {"x", map});
        Object deep = "x";
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }
        return Stream.of(list, map, deep, new Endless(), Optional.of(list));
    }

    @ParameterizedTest
    @MethodSource("cycles")
    void shouldRefuseCyclesAndWhatIsTooDeep(Object value) {
        assertThatThrownBy(() -> wire("a", value)).isInstanceOf(PayloadException.class);
        assertThat(wire("a", 1)).isEqualTo("2[\"a\",1]");
    }

    @Test
    void shouldWriteAsDeepAsItReads() {
        String json = "[".repeat(499) + "]".repeat(499);
        Object deep = ParserFixture.event("2[\"a\"," + json + "]").arguments().get(0);

        assertThat(wire("a", deep)).isEqualTo("2[\"a\"," + json + "]");
        assertThatThrownBy(() -> wire("a", List.of(deep)))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1", "]", "1,2", "{\"a\":\"\u001e\"}", "", "1\u001e2", "\"a\"]"})
    void shouldRefuseRawValuesWhenTheyAreNotJson(String json) {
        assertThatThrownBy(() -> wire("a", new Raw(json)))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a,b", "/a\u001eb", "/\n"})
    void shouldRefuseNamespacesThatWouldReadOtherwise(String namespace) {
        assertThatThrownBy(() -> PARSER.encode(new Packet.Disconnect(namespace)))
                .isInstanceOf(PayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2[\"a\"]",
                "2/n,7[\"a\",{\"x\" : [1, 2.50, \"\\u0041\"]}, null]",
                "3/n,7[1,{\"a\":1,\"a\":2}]",
                "0{\"token\": \"t\"}",
                "2[\"a\",{\"_placeholder\":true,\"num\":5}]"
            })
    void shouldWriteTextAsItCame(String message) {
        assertThat(wire(decode(message))).isEqualTo(message);
    }

    @Test
    void shouldWriteTextAndAttachmentsAsTheyCame() {
        String message =
                "52-/n,7[\"a\",[{\"num\":1,\"_placeholder\":true}],{\"_placeholder\":true,\"num\":0}]";
        byte[] first = {1};
        byte[] second = {2};

        Encoded encoded = PARSER.encode(decode(message, first, second));

        assertThat(text(encoded)).isEqualTo(message);
        assertThat(encoded.attachments()[0]).isSameAs(first);
        assertThat(encoded.attachments()[1]).isSameAs(second);
    }

    @Test
    void shouldAppendToWhatCameAsText() {
        Payload text = ParserFixture.event("2[\"a\",{\"x\": 1}]").arguments();
        Payload binary =
                ParserFixture.event("51-[\"a\",{\"_placeholder\":true,\"num\":0}]", new byte[] {1})
                        .arguments();

        assertThat(wire(event("/", "b", text.with("o")))).isEqualTo("2[\"b\",{\"x\": 1},\"o\"]");
        assertThat(wire(event("b", Payload.of().with("o")))).isEqualTo("2[\"b\",\"o\"]");
        assertThat(text.with("o").get(1)).isEqualTo("o");
        assertThat(text.with("o").get(0, MAPPER.type(Map.class)).toString()).isEqualTo("{x=1}");
        Encoded encoded = PARSER.encode(event("b", binary.with(new byte[] {2}).with(3)));
        assertThat(text(encoded))
                .isEqualTo(
                        "52-[\"b\",{\"_placeholder\":true,\"num\":0},"
                                + "{\"_placeholder\":true,\"num\":1},3]");
        assertThat(encoded.attachments()).isDeepEqualTo(new byte[][] {{1}, {2}});
    }

    private static Packet event(String namespace, String name, Payload payload) {
        return new Packet.Event(namespace, name, payload, Packet.NO_ACK);
    }

    private static Packet event(String name, Payload payload) {
        return event("/", name, payload);
    }

    @Test
    void shouldNotRunTheMapperWhenTextIsPassedOn() {
        List<String> seen = new ArrayList<>();
        SimpleModule counting = new SimpleModule();
        counting.addSerializer(
                String.class,
                new ValueSerializer<String>() {
                    @Override
                    public void serialize(String s, JsonGenerator g, SerializationContext c) {
                        seen.add(s);
                        g.writeString(s);
                    }
                });
        JsonParser parser =
                JsonParser.create(
                        PayloadMapper.of(JsonMapper.builder().addModule(counting).build()));
        Packet.Event received =
                (Packet.Event) text(parser.decoder(), "2[\"a\",{\"b\":\"c\"},\"d\"]");
        seen.clear();

        Encoded encoded = parser.encode(event("/n", "broadcast", received.arguments()));

        assertThat(text(encoded)).isEqualTo("2/n,[\"broadcast\",{\"b\":\"c\"},\"d\"]");
        assertThat(seen).isEmpty();
        assertThat(text(parser.encode(event("x", Payload.of("e"))))).isEqualTo("2[\"x\",\"e\"]");
        assertThat(seen).containsExactly("e");
    }

    @Test
    void shouldHeedTheMapperWhenItWritesNumbersItsOwnWay() {
        SimpleModule longs = new SimpleModule();
        longs.addSerializer(Long.class, ToStringSerializer.instance);
        JsonParser parser =
                JsonParser.create(PayloadMapper.of(JsonMapper.builder().addModule(longs).build()));

        assertThat(text(parser.encode(event("a", Payload.of(1L, 2)))))
                .isEqualTo("2[\"a\",\"1\",2]");
    }

    @Test
    void shouldWriteBesideWhenASerializerSendsSomethingItself() {
        List<String> inner = new ArrayList<>();
        AtomicReference<JsonParser> parser = new AtomicReference<>();
        SimpleModule sending = new SimpleModule();
        sending.addSerializer(
                Zebra.class,
                new ValueSerializer<Zebra>() {
                    @Override
                    public void serialize(Zebra z, JsonGenerator g, SerializationContext c) {
                        inner.add(text(parser.get().encode(event("inner", Payload.of(z.a())))));
                        g.writeString("zebra");
                    }
                });
        parser.set(
                JsonParser.create(
                        PayloadMapper.of(JsonMapper.builder().addModule(sending).build())));

        Encoded outer = parser.get().encode(event("a", Payload.of("x", new Zebra("z", 1))));

        assertThat(text(outer)).isEqualTo("2[\"a\",\"x\",\"zebra\"]");
        assertThat(inner).containsExactly("2[\"inner\",1]");
    }

    @Test
    void shouldNotReuseAnArrayThatItHasHandedOut() {
        String large = "x".repeat(100_000);

        Encoded first = PARSER.encode(event("a", Payload.of(large)));
        Encoded second = PARSER.encode(event("b", Payload.of(List.of(large))));

        assertThat(text(first)).isEqualTo("2[\"a\",\"" + large + "\"]");
        assertThat(text(second)).isEqualTo("2[\"b\",[\"" + large + "\"]]");
        assertThat(first.buffer()[first.offset() - 1]).isEqualTo((byte) '4');
        assertThat(second.buffer()[second.offset() - 1]).isEqualTo((byte) '4');
    }
}
