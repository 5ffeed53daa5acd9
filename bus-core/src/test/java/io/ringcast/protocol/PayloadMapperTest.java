package io.ringcast.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.ObjectNode;

class PayloadMapperTest {
    private final PayloadMapper mapper = PayloadMapper.standard();

    enum Suit {
        HEARTS
    }

    record Order(String item, int count) {}

    @SuppressWarnings("ArrayRecordComponent") // what applications declare
    record Blob(String name, byte[] data) {}

    record Buffered(ByteBuffer data) {}

    record Holder(Object value) {}

    @Test
    void shouldHandOverTheSameObjectWhenItsClassFits() {
        Order order = new Order("tea", 2);

        Order converted = mapper.type(Order.class).convert(order);

        assertThat(converted).isSameAs(order);
    }

    @Test
    void shouldRememberTypesWhenAskedAgain() {
        TypeRef<List<Order>> orders = new TypeRef<>() {};

        assertThat(mapper.type(Order.class)).isSameAs(mapper.type(Order.class));
        assertThat(mapper.type(orders)).isSameAs(mapper.type(orders));
    }

    @Test
    void shouldHandOverCollectionsWhenEveryElementFits() {
        PayloadType<List<Order>> orders = mapper.type(new TypeRef<List<Order>>() {});
        PayloadType<Map<String, List<Order>>> byName = mapper.type(new TypeRef<>() {});
        List<Order> list = new ArrayList<>(List.of(new Order("tea", 2)));
        list.add(null);
        Map<String, List<Order>> map = Map.of("a", list);

        assertThat(orders.convert(list)).isSameAs(list);
        assertThat(byName.convert(map)).isSameAs(map);
        assertThat(byName.fits(Map.of(1, list))).isFalse();
        assertThat(orders.fits(List.of(Map.of()))).isFalse();
    }

    @Test
    void shouldConvertElementsWhenOneDoesNotFit() {
        PayloadType<List<Order>> orders = mapper.type(new TypeRef<List<Order>>() {});

        List<Order> converted =
                orders.convert(List.of(Map.of("item", "tea", "count", 2), new Order("milk", 1)));

        assertThat(converted).containsExactly(new Order("tea", 2), new Order("milk", 1));
    }

    @Test
    void shouldHandOverAnyMapOrListWhenNoElementTypeIsDeclared() {
        Map<Object, Object> map = Map.of(1, 2);

        assertThat((Object) mapper.type(Map.class).convert(map)).isSameAs(map);
        assertThat(mapper.type(new TypeRef<Map<?, Object>>() {}).convert(map)).isSameAs(map);
        assertThat(mapper.type(new TypeRef<Map<String, ?>>() {}).fits(map)).isFalse();
        assertThat(mapper.type(Object.class).convert(map)).isSameAs(map);
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of(7, Long.class, 7L),
                Arguments.of(7, long.class, 7L),
                Arguments.of(7L, int.class, 7),
                Arguments.of(7.0, Integer.class, 7),
                Arguments.of(-0.0, Integer.class, 0),
                Arguments.of(7, Double.class, 7.0),
                Arguments.of(0.1, float.class, 0.1f),
                Arguments.of(Double.POSITIVE_INFINITY, float.class, Float.POSITIVE_INFINITY),
                Arguments.of(7, BigInteger.class, BigInteger.valueOf(7)),
                Arguments.of(7.5, BigDecimal.class, new BigDecimal("7.5")),
                Arguments.of(BigInteger.TEN, byte.class, (byte) 10),
                Arguments.of(Long.MAX_VALUE, BigInteger.class, BigInteger.valueOf(Long.MAX_VALUE)),
                Arguments.of((short) 3, short.class, (short) 3));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void shouldConvertNumbersWhenNothingIsLost(Number from, Class<?> type, Number expected) {
        assertThat((Object) mapper.type(type).convert(from)).isEqualTo(expected);
    }

    static Stream<Arguments> lossyNumbers() {
        return Stream.of(
                Arguments.of(1L << 31, Integer.class),
                Arguments.of(1.5, Integer.class),
                Arguments.of(1e30, Long.class),
                Arguments.of(Double.NaN, Long.class),
                Arguments.of(Double.POSITIVE_INFINITY, BigDecimal.class),
                Arguments.of(300, byte.class),
                Arguments.of(new BigDecimal("1e999999999"), BigInteger.class),
                Arguments.of(new BigDecimal("1e400"), double.class),
                Arguments.of(1e300, float.class));
    }

    @ParameterizedTest
    @MethodSource("lossyNumbers")
    void shouldRefuseNumbersWhenSomethingWouldBeLost(Number from, Class<?> type) {
        assertThatThrownBy(() -> mapper.type(type).convert(from))
                .isInstanceOf(PayloadException.class);
    }

    @Test
    void shouldRefuseNullWhenTheTypeIsPrimitive() {
        assertThatThrownBy(() -> mapper.type(int.class).convert(null))
                .isInstanceOf(PayloadException.class);
        assertThat(mapper.type(Integer.class).convert(null)).isNull();
        assertThat(mapper.type(JsonNode.class).convert(null)).isNull();
    }

    @Test
    void shouldWrapBytesWhenTheOtherFormIsWanted() {
        byte[] bytes = {1, 2, 3};

        ByteBuffer buffer = mapper.type(ByteBuffer.class).convert(bytes);

        assertThat(mapper.type(byte[].class).convert(buffer)).isSameAs(bytes);
        assertThat(mapper.type(byte[].class).convert(ByteBuffer.wrap(bytes))).isSameAs(bytes);
        assertThat(mapper.type(byte[].class).convert(ByteBuffer.wrap(bytes, 1, 2)))
                .containsExactly(2, 3);
        assertThat(mapper.type(byte[].class).convert(ByteBuffer.allocateDirect(2)))
                .containsExactly(0, 0);
    }

    @Test
    void shouldKeepBytesAsBytesWhenAMapBecomesARecordAndBack() {
        byte[] bytes = {1, 2, 3};

        Blob blob = mapper.type(Blob.class).convert(Map.of("name", "a", "data", bytes));
        Buffered buffered = mapper.type(Buffered.class).convert(Map.of("data", bytes));
        Map<?, ?> map = mapper.type(Map.class).convert(new Blob("b", bytes));

        assertThat(blob.data()).isSameAs(bytes);
        assertThat(buffered.data()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(map.get("data")).isSameAs(bytes);
    }

    @Test
    void shouldMakeBinaryNodesWhenATreeIsWanted() {
        JsonNode tree =
                mapper.type(JsonNode.class)
                        .convert(Map.of("a", List.of(ByteBuffer.wrap(new byte[] {9}))));

        assertThat(tree.get("a").get(0)).isEqualTo(new BinaryNode(new byte[] {9}));
    }

    @Test
    void shouldReadTreesWhenARecordIsWanted() {
        ObjectNode tree = JsonMapper.shared().createObjectNode();
        tree.put("name", "a").put("data", new byte[] {4});

        Blob blob = mapper.type(Blob.class).convert(tree);

        assertThat(blob.data()).containsExactly(4);
    }

    @Test
    void shouldConvertTextWhenEnumsUuidsOrDatesAreWanted() {
        UUID uuid = new UUID(1, 2);

        assertThat(mapper.type(Suit.class).convert("HEARTS")).isEqualTo(Suit.HEARTS);
        assertThat(mapper.type(String.class).convert(Suit.HEARTS)).isEqualTo("HEARTS");
        assertThat(mapper.type(String.class).convert(uuid)).isEqualTo(uuid.toString());
        assertThat(mapper.type(UUID.class).convert(uuid.toString())).isEqualTo(uuid);
        assertThat(mapper.type(String.class).convert(Instant.EPOCH))
                .isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void shouldTreatOptionalAsAValueThatMayBeAbsent() {
        PayloadType<Optional<Order>> type = mapper.type(new TypeRef<Optional<Order>>() {});
        Order order = new Order("tea", 1);

        assertThat(type.convert(null)).isEmpty();
        assertThat(type.convert(order).orElseThrow()).isSameAs(order);
        assertThat(type.convert(Map.of("item", "tea", "count", 1))).contains(order);
        assertThat(type.convert(Optional.of(Map.of("item", "tea", "count", 1)))).contains(order);
        assertThat(type.convert(Optional.empty())).isEmpty();
        assertThat(mapper.type(OptionalInt.class).convert(3)).hasValue(3);
        assertThat(mapper.type(OptionalInt.class).convert(null)).isEmpty();
    }

    @Test
    void shouldWriteNoNumberWhenItIsNotANumber() {
        Map<?, ?> map =
                mapper.type(Map.class).convert(new Holder(new double[] {Double.NaN, 1, 1 / 0.0}));

        assertThat(map).isEqualTo(Map.of("value", Arrays.asList(null, 1.0, null)));
    }

    @Test
    void shouldRefuseWhenAValueContainsItself() {
        Map<String, Object> cycle = new HashMap<>();
        cycle.put("self", List.of(cycle));

        assertThatThrownBy(() -> mapper.type(Holder.class).convert(cycle))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("cycle");
    }

    @Test
    void shouldSayTheTypeAndNoValueWhenAValueDoesNotFit() {
        assertThatThrownBy(() -> mapper.type(Order.class).convert("secret"))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("Order")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldRefuseAMapperWhenPeersCouldChooseClasses() {
        JsonMapper open =
                JsonMapper.builder()
                        .activateDefaultTyping(
                                BasicPolymorphicTypeValidator.builder()
                                        .allowIfBaseType(Object.class)
                                        .build(),
                                DefaultTyping.NON_FINAL)
                        .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PayloadMapper.of(open))
                .withMessageContaining("mapper");
        assertThat(PayloadMapper.of(JsonMapper.shared()).json()).isSameAs(JsonMapper.shared());
    }

    /** An application's own reader. */
    static final class Sevens extends StdDeserializer<Integer> {
        Sevens() {
            super(Integer.class);
        }

        @Override
        public Integer deserialize(JsonParser tokens, DeserializationContext context) {
            return 7;
        }
    }

    record Named(String firstName, Integer lucky, Map<String, Object> more) {}

    @Test
    void shouldKeepTheSettingsAndModulesOfAMapperThatIsHandedIn() {
        JsonMapper given =
                JsonMapper.builder(
                                JsonFactory.builder()
                                        .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                                        .build())
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .addModule(
                                new SimpleModule("own")
                                        .addDeserializer(Integer.class, new Sevens()))
                        .addMixIn(Order.class, Mix.class)
                        .build();
        PayloadMapper own = PayloadMapper.of(given);

        assertThat(read(own, "{\"first_name\":\"a\",\"lucky\":1,\"more\":{\"b\":1}}", Named.class))
                .isEqualTo(new Named("a", 7, Map.of("b", 1)));
        assertThat(read(own, "{\"thing\":\"tea\",\"count\":1.0}", Order.class))
                .isEqualTo(new Order("tea", 1));
        assertThatThrownBy(() -> read(own, "{\"last_name\":1}", Named.class))
                .isInstanceOf(PayloadException.class);
        assertThat(
                        ParserFixture.text(
                                io.ringcast.protocol.JsonParser.create(own)
                                        .encode(
                                                ParserFixture.event(
                                                        "e",
                                                        Payload.of(new Named("é", 1, Map.of()))))))
                .isEqualTo("2[\"e\",{\"first_name\":\"\\u00e9\",\"lucky\":1,\"more\":{}}]");
        assertThat(given.isEnabled(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES))
                .isTrue();
    }

    interface Mix {
        @JsonProperty("thing")
        String item();
    }

    private static Object read(PayloadMapper mapper, String json, Class<?> type) {
        return ((Packet.Event)
                        ParserFixture.text(
                                io.ringcast.protocol.JsonParser.create(mapper).decoder(),
                                "2[\"a\"," + json + "]"))
                .arguments()
                .get(0, mapper.type(type));
    }

    private static final class OwnFactory extends JsonFactory {
        OwnFactory(boolean canonical) {
            super(
                    JsonFactory.builder()
                            .configure(
                                    TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES,
                                    canonical));
        }
    }

    private static final class OwnMapper extends JsonMapper {
        OwnMapper(JsonFactory factory) {
            super(factory);
        }
    }

    /** It can't be copied without its class, and so not be made safe. */
    @Test
    void shouldRefuseAMapperOfAClassOfItsOwnWhenItsParsersShareATable() {
        for (JsonMapper mapper :
                List.of(
                        new JsonMapper(new OwnFactory(true)),
                        new OwnMapper(new JsonFactory()),
                        new OwnMapper(new OwnFactory(true)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PayloadMapper.of(mapper))
                    .withMessageContaining("CANONICALIZE_PROPERTY_NAMES");
        }
        for (JsonMapper mapper :
                List.of(
                        new JsonMapper(new OwnFactory(false)),
                        new OwnMapper(new OwnFactory(false)))) {
            assertThat(read(PayloadMapper.of(mapper), "{\"a\":1}", Map.class))
                    .isEqualTo(Map.of("a", 1));
        }
    }

    @Test
    void shouldTakeClassNamesAsDataWhenAPeerSendsThem() {
        Map<String, Object> hostile = Map.of("@class", "java.net.URL", "@type", "x");

        Object converted = mapper.type(new TypeRef<Map<String, String>>() {}).convert(hostile);

        assertThat(converted).isSameAs(hostile);
    }

    @Test
    void shouldForgetTypesWhenThereAreTooMany() throws Exception {
        PayloadType<Order> first = mapper.type(Order.class);

        for (int i = 0; i < 1_024; i++) {
            mapper.type(new ArrayOf(i));
        }

        assertThat(mapper.type(Order.class)).isNotSameAs(first);
    }

    /** As many types as wanted: each equal to itself only. */
    private record ArrayOf(int number) implements java.lang.reflect.GenericArrayType {
        @Override
        public java.lang.reflect.Type getGenericComponentType() {
            return String.class;
        }
    }
}
