package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * A whole number is an integer however it is written. Python's clients send 10.0 where JavaScript's
 * send 10.
 */
class WholeNumbersTest {
    private static final PayloadMapper MAPPER = ParserFixture.MAPPER;

    record Move(int x, int y) {}

    record Path(String name, List<Move> moves, Map<String, Integer> counts, Optional<Long> time) {}

    @SuppressWarnings("ArrayRecordComponent") // what applications declare
    record Everything(
            byte a,
            Byte b,
            short c,
            Short d,
            int e,
            Integer f,
            long g,
            Long h,
            BigInteger i,
            AtomicInteger j,
            AtomicLong k,
            OptionalInt l,
            OptionalLong m,
            byte[] n,
            short[] o,
            int[] p,
            long[] q,
            Integer[] r,
            Set<BigInteger> s) {}

    /** Kept aside as tokens until the kind is known. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Step.class, name = "step"))
    interface Kind {}

    @SuppressWarnings("ArrayRecordComponent") // what applications declare
    record Step(int x, List<Integer> y, int[] z) implements Kind {}

    /** The ways of a value to a listener. */
    enum Road {
        JSON {
            @Override
            Payload payload(String json) {
                return ParserFixture.event("2[\"a\"," + json + "]").arguments();
            }
        },
        ATTACHMENTS {
            @Override
            Payload payload(String json) {
                String second = ",{\"_placeholder\":true,\"num\":0}]";
                return ParserFixture.event("51-[\"a\"," + json + second, new byte[1]).arguments();
            }
        },
        MSGPACK {
            @Override
            Payload payload(String json) {
                MsgpackParser parser = MsgpackParser.create(MAPPER);
                Encoded sent = parser.encode(new Packet.Ack("/", 1, REFERENCE.payload(json)));
                int to = sent.offset() + sent.length();
                byte[] message = Arrays.copyOfRange(sent.buffer(), sent.offset(), to);
                return ((Packet.Ack) parser.decoder().binary(message)).arguments();
            }
        },
        REFERENCE {
            @Override
            Payload payload(String json) {
                return Payload.of(JsonMapper.shared().readValue(json, Object.class));
            }
        };

        abstract Payload payload(String json);
    }

    private static <T> T read(Road road, String json, Class<T> type) {
        return road.payload(json).get(0, MAPPER.type(type));
    }

    static Stream<Arguments> integers() {
        return Stream.of(
                        Arguments.of("10.0", 10),
                        Arguments.of("1e3", 1_000),
                        Arguments.of("-1.50e2", -150),
                        Arguments.of("0.0", 0),
                        Arguments.of("-0.0", 0),
                        Arguments.of("12300e-2", 123),
                        Arguments.of("2147483647.0", Integer.MAX_VALUE),
                        Arguments.of("-2.147483648E9", Integer.MIN_VALUE))
                .flatMap(
                        number ->
                                Stream.of(Road.values())
                                        .map(
                                                road ->
                                                        Arguments.of(
                                                                road,
                                                                number.get()[0],
                                                                number.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("integers")
    void shouldFitAnInteger(Road road, String json, int expected) {
        String object = "{\"x\":" + json + ",\"y\":1}";

        assertThat(read(road, json, int.class)).isEqualTo(expected);
        assertThat(read(road, json, Integer.class)).isEqualTo(expected);
        assertThat(read(road, json, long.class)).isEqualTo(expected);
        assertThat(read(road, json, BigInteger.class)).isEqualTo(BigInteger.valueOf(expected));
        assertThat(read(road, json, AtomicLong.class)).hasValue(expected);
        assertThat(read(road, json, OptionalInt.class)).hasValue(expected);
        assertThat(read(road, object, Move.class)).isEqualTo(new Move(expected, 1));
        assertThat(read(road, "[" + json + ",1]", int[].class)).containsExactly(expected, 1);
        assertThat(read(road, "[" + json + "]", Integer[].class)).containsExactly(expected);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFitIntegersOfEveryKind(Road road) {
        String json =
                "{\"a\":1.0,\"b\":2.0,\"c\":3.0,\"d\":4.0,\"e\":5.0,\"f\":6.0,\"g\":7.0,\"h\":8.0,"
                    + "\"i\":1e21,\"j\":10.0,\"k\":11.0,\"l\":12.0,\"m\":13.0,\"n\":[14.0,1],"
                    + "\"o\":[15.0,1],\"p\":[16.0,1],\"q\":[17.0,1],\"r\":[18.0,1],\"s\":[1e2]}";

        Everything all = read(road, json, Everything.class);

        assertThat(List.of(all.a, all.b, all.c, all.d, all.e, all.f, all.g, all.h))
                .hasToString("[1, 2, 3, 4, 5, 6, 7, 8]");
        assertThat(all.i).isEqualTo(new BigInteger("1000000000000000000000"));
        assertThat(List.of(all.j.get(), all.k.get())).hasToString("[10, 11]");
        assertThat(all.l).hasValue(12);
        assertThat(all.m).hasValue(13);
        assertThat(all.n).containsExactly(14, 1);
        assertThat(all.o).containsExactly((short) 15, (short) 1);
        assertThat(all.p).containsExactly(16, 1);
        assertThat(all.q).containsExactly(17, 1);
        assertThat(all.r).containsExactly(18, 1);
        assertThat(all.s).containsExactly(BigInteger.valueOf(100));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFitIntegersInsideListsMapsAndRecords(Road road) {
        String json =
                "{\"name\":\"p\",\"moves\":[{\"x\":1.0,\"y\":2e0}],\"counts\":{\"a\":3.0,\"b\":4},"
                        + "\"time\":5.0}";
        PayloadType<Map<String, List<Integer>>> lists = MAPPER.type(new TypeRef<>() {});
        Path path = new Path("p", List.of(new Move(1, 2)), Map.of("a", 3, "b", 4), Optional.of(5L));

        assertThat(read(road, json, Path.class)).isEqualTo(path);
        assertThat(road.payload("{\"k\":[1.0,2,3e1]}").get(0, lists))
                .isEqualTo(Map.of("k", List.of(1, 2, 30)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFitIntegersOfTypesThatAreKeptAside(Road road) {
        String json = "{\"x\":1.0,\"y\":[2.0],\"z\":[3.0],\"kind\":\"step\"}";

        Step step = (Step) road.payload(json).get(0, MAPPER.type(Kind.class));

        assertThat(step.x).isEqualTo(1);
        assertThat(step.y).containsExactly(2);
        assertThat(step.z).containsExactly(3);
        assertThatThrownBy(() -> read(road, json.replace("1.0", "1.5"), Kind.class))
                .isInstanceOf(PayloadException.class);
    }

    /** A double of JavaScript has 53 bits; text has all of its digits. */
    @Test
    void shouldKeepEveryDigitOfText() {
        assertThat(read(Road.JSON, "9007199254740993.0", long.class)).isEqualTo((1L << 53) + 1);
        assertThat(read(Road.JSON, "[9223372036854775807.0]", long[].class))
                .containsExactly(Long.MAX_VALUE);
    }

    static Stream<Arguments> misfits() {
        List<Class<?>> types =
                List.of(
                        byte.class,
                        Short.class,
                        int.class,
                        Integer.class,
                        long.class,
                        BigInteger.class,
                        AtomicInteger.class,
                        OptionalLong.class);
        return Stream.of(Road.values())
                .flatMap(road -> types.stream().map(type -> Arguments.of(road, type)));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void shouldRefuseFractions(Road road, Class<?> type) {
        for (String fraction : List.of("10.5", "-0.1", "1e-3", "1.0000001")) {
            assertThatThrownBy(() -> read(road, fraction, type))
                    .isInstanceOf(PayloadException.class);
            assertThatThrownBy(() -> read(road, "[" + fraction + "]", type.arrayType()))
                    .isInstanceOf(PayloadException.class);
        }
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                Arguments.of(byte.class, "128.0"),
                Arguments.of(Short.class, "-1e5"),
                Arguments.of(int.class, "2147483648.0"),
                Arguments.of(Integer.class, "1e10"),
                Arguments.of(AtomicInteger.class, "1e10"),
                Arguments.of(OptionalInt.class, "1e10"),
                Arguments.of(long.class, "1e19"),
                Arguments.of(int[].class, "[1e10]"),
                Arguments.of(short[].class, "[1e10]"),
                Arguments.of(Move.class, "{\"x\":1e300,\"y\":1}"));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void shouldRefuseWholeNumbersThatAreOutOfRange(Class<?> type, String json) {
        for (Road road : Road.values()) {
            assertThatThrownBy(() -> read(road, json, type)).isInstanceOf(PayloadException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayDoublesWhereNobodyWantsIntegers(Road road) {
        PayloadType<List<Double>> doubles = MAPPER.type(new TypeRef<>() {});

        assertThat(road.payload("[1.0,2.5]").get(0)).isEqualTo(List.of(1.0, 2.5));
        assertThat(road.payload("[1.0,2.5]").get(0, doubles)).isEqualTo(List.of(1.0, 2.5));
        assertThat(read(road, "[1.0]", JsonNode.class).get(0).isDouble()).isTrue();
        assertThat(read(road, "1.0", Number.class)).isEqualTo(1.0);
    }

    private static Object readBy(PayloadMapper mapper, String json, Type type) {
        byte[] message = ("2[\"a\"," + json + "]").getBytes(UTF_8);
        Packet packet = JsonParser.create(mapper).decoder().text(message, 0, message.length);
        return ((Packet.Event) packet).arguments().get(0, mapper.type(type));
    }

    /** What an application's mapper makes of fractions is its own affair. */
    @Test
    void shouldFitWithAMapperOfOnesOwn() {
        PayloadMapper cutting = PayloadMapper.of(JsonMapper.builder().build());
        PayloadMapper exact =
                PayloadMapper.of(
                        JsonMapper.builder()
                                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                                .build());

        assertThat(readBy(cutting, "{\"x\":10.0,\"y\":1e3}", Move.class))
                .isEqualTo(new Move(10, 1_000));
        assertThat(readBy(exact, "{\"x\":10.0,\"y\":1e3}", Move.class))
                .isEqualTo(new Move(10, 1_000));
        assertThat(readBy(cutting, "{\"x\":10.5,\"y\":1}", Move.class)).isEqualTo(new Move(10, 1));
        assertThatThrownBy(() -> readBy(exact, "{\"x\":10.5,\"y\":1}", Move.class))
                .isInstanceOf(PayloadException.class);
    }

    @Test
    void shouldLeaveIntegersToAnApplicationsOwnReaders() {
        SimpleModule module =
                new SimpleModule("own")
                        .addDeserializer(Integer.class, new PayloadMapperTest.Sevens());
        PayloadMapper mapper = PayloadMapper.of(JsonMapper.builder().addModule(module).build());

        assertThat(readBy(mapper, "[1.0,2]", new TypeRef<List<Integer>>() {}.type()))
                .isEqualTo(List.of(7, 7));
    }
}
