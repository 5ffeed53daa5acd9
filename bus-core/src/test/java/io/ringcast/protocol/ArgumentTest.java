package io.ringcast.protocol;

import static io.ringcast.protocol.ParserFixture.MAPPER;
import static io.ringcast.protocol.ParserFixture.PARSER;
import static io.ringcast.protocol.ParserFixture.event;
import static io.ringcast.protocol.ParserFixture.text;
import static io.ringcast.protocol.ParserFixture.values;
import static io.ringcast.protocol.ParserFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Single arguments that are passed on among others. */
class ArgumentTest {

    record Order(String item, int count) {}

    private final Payload json =
            event("2[\"a\",1,{\"item\": \"tea\",\"count\":2.0e0} ,\"\\u0041\"]").arguments();

    private final Payload binary =
            event(
                            "53-[\"a\",{\"_placeholder\":true,\"num\":2},"
                                    + "[1,{\"num\":1,\"_placeholder\":true},"
                                    + "{\"_placeholder\":true,\"num\":0}, 2],7]",
                            new byte[] {0},
                            new byte[] {1},
                            new byte[] {2})
                    .arguments();

    @Test
    void shouldSendAnArgumentAsItCame() {
        assertThat(wire("b", "x", json.argument(1), json.argument(2)))
                .isEqualTo("2[\"b\",\"x\",{\"item\": \"tea\",\"count\":2.0e0} ,\"\\u0041\"]");
        assertThat(wire(event("b", json.argument(0)))).isEqualTo("2[\"b\",1]");
        assertThat(wire("b", json.argument(9))).isEqualTo("2[\"b\",null]");
    }

    private static Packet.Event event(String name, Payload payload) {
        return new Packet.Event("/", name, payload, Packet.NO_ACK);
    }

    private static Packet.Event event(String message, byte[]... attachments) {
        return ParserFixture.event(message, attachments);
    }

    @Test
    void shouldSendNoBytesButThoseOfTheArgument() {
        Encoded alone = PARSER.encode(event("b", binary.argument(0)));
        Encoded none = PARSER.encode(event("b", binary.argument(2)));
        Encoded last = PARSER.encode(event("b", Payload.of("x").with(binary.argument(0))));

        assertThat(text(alone)).isEqualTo("51-[\"b\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(alone.attachments()).isDeepEqualTo(new byte[][] {{2}});
        assertThat(text(none)).isEqualTo("2[\"b\",7]");
        assertThat(text(last)).isEqualTo("51-[\"b\",\"x\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(last.attachments()).isDeepEqualTo(new byte[][] {{2}});
    }

    @Test
    void shouldCountPlaceholdersOnWhenArgumentsOfSeveralPacketsMeet() {
        Encoded encoded =
                PARSER.encode(
                        event(
                                "b",
                                Payload.of(
                                        new byte[] {9},
                                        binary.argument(1),
                                        json.argument(0),
                                        binary.argument(0))));

        assertThat(text(encoded))
                .isEqualTo(
                        "54-[\"b\",{\"_placeholder\":true,\"num\":0},"
                                + "[1,{\"_placeholder\":true,\"num\":1},"
                                + "{\"_placeholder\":true,\"num\":2}, 2],1,"
                                + "{\"_placeholder\":true,\"num\":3}]");
        assertThat(encoded.attachments()).isDeepEqualTo(new byte[][] {{9}, {1}, {0}, {2}});
    }

    @Test
    void shouldLookLikeTheArgumentWhenItArrivesInProcess() {
        Payload payload = Payload.of("x", json.argument(1), binary.argument(0));

        assertThat(payload.get(1)).isEqualTo(Map.of("item", "tea", "count", 2.0));
        assertThat((byte[]) payload.get(2)).containsExactly(2);
        assertThat(payload.get(2, MAPPER.type(byte[].class))).containsExactly(2);
        assertThat(payload.get(1, MAPPER.type(Object.class))).isInstanceOf(Map.class);
        assertThat(MAPPER.type(Object.class).fits(json)).isFalse();
        assertThat(Payload.of("x").with(json.argument(0)).get(1)).isEqualTo(1);
        assertThat(Payload.of("x").with(json.argument(0)).get(1, MAPPER.type(Long.class)))
                .isEqualTo(1L);
    }

    @Test
    void shouldBeWhatAListenerOfPayloadsIsGiven() {
        PayloadType<Payload> type = MAPPER.type(Payload.class);
        Order order = new Order("tea", 2);

        assertThat(wire("b", json.get(1, type)))
                .isEqualTo("2[\"b\",{\"item\": \"tea\",\"count\":2.0e0} ]");
        assertThat(type.convert(order).get(0)).isSameAs(order);
        assertThat(Payload.of(order).get(0, type).get(0)).isSameAs(order);
        assertThat(values(type.convert(null))).containsExactly((Object) null);
        assertThat(values(json.get(9, type))).containsExactly((Object) null);
    }

    @Test
    void shouldBeReadableWhenItIsInsideAValue() {
        assertThat(wire("b", Map.of("a", binary.argument(0)), List.of(json, Payload.of(5))))
                .isEqualTo(
                        "51-[\"b\",{\"a\":{\"_placeholder\":true,\"num\":0}},"
                                + "[[1,{\"item\":\"tea\",\"count\":2.0},\"A\"],5]]");
    }

    @Test
    void shouldAnswerForAJavaValueToo() {
        Order order = new Order("tea", 2);

        assertThat(Payload.of("x", order).argument(1).get(0)).isSameAs(order);
        assertThat(wire("b", Payload.of("x", order).argument(1)))
                .isEqualTo("2[\"b\",{\"item\":\"tea\",\"count\":2}]");
    }
}
