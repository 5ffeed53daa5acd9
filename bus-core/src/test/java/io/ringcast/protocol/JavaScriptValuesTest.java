package io.ringcast.protocol;

import static io.ringcast.protocol.ParserFixture.MAPPER;
import static io.ringcast.protocol.ParserFixture.PARSER;
import static io.ringcast.protocol.ParserFixture.decode;
import static io.ringcast.protocol.ParserFixture.event;
import static io.ringcast.protocol.ParserFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code JSON.parse} takes arrives, within the limits of a message. */
class JavaScriptValuesTest {
    private static final String LONG_NAME = "n".repeat(900_000);
    private static final String DIGITS = "7".repeat(1_001);

    record Move(int x, int y) {}

    /** Kept aside as tokens until the kind is known. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Measured.class, name = "measured"))
    interface Kind {}

    record Measured(Object any, Double wide, Integer whole) implements Kind {}

    private static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }

    /** Text, what it is in Java, and as what it goes back if it was read in between. */
    static Stream<Arguments> values() {
        double infinity = Double.POSITIVE_INFINITY;
        return Stream.of(
                Arguments.of("{\"\\ud800\":1}", map("\ud800", 1), null),
                Arguments.of("{\"\\uDC00\":1}", map("\udc00", 1), "{\"\\udc00\":1}"),
                Arguments.of("{\"\\udead\\ubeef\":1}", map("\udead\ubeef", 1), "{\"\\udead뻯\":1}"),
                Arguments.of("{\"a\\ud83d\\ude00\":1}", map("a😀", 1), "{\"a😀\":1}"),
                Arguments.of("{\"\\ude00\\ud83d\":1}", map("\ude00\ud83d", 1), null),
                Arguments.of("{\"\\\\ud800\":\"\\\\\\ud800\"}", map("\\ud800", "\\\ud800"), null),
                Arguments.of(
                        "[\"\\ud800\",\"\\u0041\"]", List.of("\ud800", "A"), "[\"\\ud800\",\"A\"]"),
                Arguments.of("{\"\":{\"\":\"\"}}", map("", map("", "")), null),
                Arguments.of(
                        "{\"__proto__\":1,\"constructor\":{\"prototype\":2}}",
                        map("__proto__", 1, "constructor", map("prototype", 2)),
                        null),
                Arguments.of("{\"a\":1,\"b\":2,\"a\":3}", map("a", 3, "b", 2), "{\"a\":3,\"b\":2}"),
                Arguments.of("{\"" + LONG_NAME + "\":1}", map(LONG_NAME, 1), null),
                Arguments.of("[\"" + LONG_NAME + "\"]", List.of(LONG_NAME), null),
                Arguments.of("-0", 0, "0"),
                Arguments.of("-0.0", -0.0, null),
                Arguments.of("1e400", infinity, "null"),
                Arguments.of("-1E+400", -infinity, "null"),
                Arguments.of("[1e-400]", List.of(0.0), "[0.0]"),
                Arguments.of("[" + DIGITS + "]", List.of(infinity), "[null]"),
                Arguments.of("{\"n\":-" + DIGITS + "}", map("n", -infinity), "{\"n\":null}"),
                Arguments.of("0.7" + DIGITS, 0.7777777777777778, "0.7777777777777778"),
                Arguments.of(DIGITS + "e-1000", 7.777777777777778, "7.777777777777778"),
                Arguments.of("1e-" + DIGITS, 0.0, "0.0"),
                Arguments.of("7".repeat(1_000), new BigInteger("7".repeat(1_000)), null),
                Arguments.of("[".repeat(499) + "]".repeat(499), null, null));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldArriveAndGoBack(String json, Object expected, String back) {
        Payload arguments = event("27[\"echo\"," + json + "]").arguments();
        Packet.Connect connect = (Packet.Connect) decode("0{\"auth\":" + shallow(json) + "}");

        Object value = arguments.get(0);

        if (expected != null) {
            assertThat(value).isEqualTo(expected);
            assertThat(arguments.get(0, MAPPER.type(Object.class))).isEqualTo(expected);
            assertThat(connect.payload().get(0)).isEqualTo(map("auth", expected));
        }
        assertThat(wire("echo", value))
                .isEqualTo("2[\"echo\"," + (back == null ? json : back) + "]");
        assertThat(wire(new Packet.Ack("/", 7, arguments))).isEqualTo("37[" + json + "]");
    }

    private static String shallow(String json) {
        return json.startsWith("[[") ? "[]" : json;
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldArriveAsATreeAndNextToAttachments(String json, Object expected, String back) {
        Payload arguments =
                event(
                                "51-[\"echo\",["
                                        + shallow(json)
                                        + ",{\"_placeholder\":true,\"num\":0}],"
                                        + json
                                        + "]",
                                new byte[] {1})
                        .arguments();

        List<?> list = (List<?>) arguments.get(0);
        JsonNode tree = arguments.get(1, MAPPER.type(JsonNode.class));

        assertThat((byte[]) list.get(1)).containsExactly(1);
        if (expected != null) {
            assertThat(list.get(0)).isEqualTo(expected);
            assertThat(MAPPER.type(Object.class).convert(List.of(tree))).isEqualTo(List.of(tree));
        }
        assertThat(tree.isMissingNode()).isFalse();
    }

    @Test
    void shouldArriveInTypesThatAreKeptAsideUntilTheirKindIsKnown() {
        Payload arguments =
                event(
                                "2[\"a\",{\"any\":"
                                        + DIGITS
                                        + ",\"wide\":0.7"
                                        + DIGITS
                                        + ",\"whole\":1e3,\"\\ud800\":[1],\"kind\":\"measured\"}]")
                        .arguments();

        assertThat(arguments.get(0, MAPPER.type(Kind.class)))
                .isEqualTo(new Measured(Double.POSITIVE_INFINITY, 0.7777777777777778, 1_000));
    }

    @Test
    void shouldTakeTheLastOfEqualNamesForARecord() {
        PayloadType<Move> type = MAPPER.type(Move.class);

        assertThat(event("2[\"a\",{\"x\":1,\"y\":2,\"x\":3}]").arguments().get(0, type))
                .isEqualTo(new Move(3, 2));
        assertThat(event("2[\"a\",{\"x\":1,\"x\":3,\"y\":2}]").arguments().get(0, type))
                .isEqualTo(new Move(3, 2));
    }

    @Test
    void shouldReadNumbersOfAnyLengthAsTheNearestDouble() {
        Payload arguments = event("2[\"a\"," + DIGITS + ",0.7" + DIGITS + ",1e400]").arguments();

        for (int i : new int[] {0, 2}) {
            assertThat(arguments.get(i, MAPPER.type(double.class))).isInfinite();
            assertThat(arguments.get(i, MAPPER.type(Double.class))).isInfinite();
            assertThat(arguments.get(i, MAPPER.type(float.class))).isInfinite();
            assertThat(arguments.get(i, MAPPER.type(Number.class)).doubleValue()).isInfinite();
            assertThatThrownBy(() -> arguments.get(i, MAPPER.type(long.class)))
                    .isInstanceOf(PayloadException.class);
        }
        assertThat(arguments.get(1, MAPPER.type(double.class))).isEqualTo(0.7777777777777778);
    }

    /** What an application has set itself stays set. */
    @Test
    void shouldKeepTheLimitsOfAMapperThatHasItsOwn() {
        StreamReadConstraints limits =
                StreamReadConstraints.builder().maxNameLength(5).maxNumberLength(1_500).build();
        PayloadMapper mapper =
                PayloadMapper.of(
                        JsonMapper.builder(
                                        JsonFactory.builder().streamReadConstraints(limits).build())
                                .build());
        Payload arguments =
                ((Packet.Event)
                                ParserFixture.text(
                                        JsonParser.create(mapper).decoder(),
                                        "2[\"a\",{\"123456\":1},"
                                                + DIGITS
                                                + ","
                                                + "7".repeat(1_501)
                                                + "]"))
                        .arguments();

        assertThatThrownBy(() -> arguments.get(0)).isInstanceOf(PayloadException.class);
        assertThat(arguments.get(1)).isEqualTo(new BigInteger(DIGITS));
        assertThat(arguments.get(1, mapper.type(BigDecimal.class)).precision()).isEqualTo(1_001);
        assertThat(arguments.get(2)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void shouldWriteKeysAsJavaScriptDoes() {
        assertThat(wire("a", Map.of("\ud800?", Arrays.asList(1, null))))
                .isEqualTo("2[\"a\",{\"\\ud800?\":[1,null]}]");
        assertThat(PARSER.encode(event("2[\"\\ud800\",1]"))).isNotNull();
    }
}
