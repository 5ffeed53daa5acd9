package io.ringcast.protocol;

import static io.ringcast.protocol.ParserFixture.MAPPER;
import static io.ringcast.protocol.ParserFixture.PARSER;
import static io.ringcast.protocol.ParserFixture.decode;
import static io.ringcast.protocol.ParserFixture.event;
import static io.ringcast.protocol.ParserFixture.text;
import static io.ringcast.protocol.ParserFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;

class JsonDecoderTest {

    record Order(String item, int count) {}

    @SuppressWarnings("ArrayRecordComponent") // what applications declare
    record Upload(String name, byte[] data, ByteBuffer more) {}

    /** Kept aside as tokens until the kind is known. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Image.class, name = "image"))
    interface Shape {}

    @SuppressWarnings("ArrayRecordComponent") // what applications declare
    record Image(byte[] data, Shape inner) implements Shape {}

    @Test
    void shouldDecodeConnectWhenItHasNoPayload() {
        Packet.Connect connect = (Packet.Connect) decode("0");

        assertThat(connect.namespace()).isEqualTo("/");
        assertThat(connect.payload().size()).isZero();
    }

    @Test
    void shouldDecodeConnectWhenItHasAuth() {
        Packet.Connect connect = (Packet.Connect) decode("0/admin,{\"token\":\"t\"}");

        assertThat(connect.namespace()).isEqualTo("/admin");
        assertThat(values(connect.payload())).containsExactly(Map.of("token", "t"));
    }

    @ParameterizedTest
    @CsvSource({
        "0/admin,/admin", // no comma: to the end
        "'0/admin,',/admin",
        "'0/nope,{}',/nope",
        "'0/nsp?token=1&a=b,',/nsp?token=1&a=b",
        "'0/,',/",
        "0/,/",
        "'0/é/😀,',/é/😀",
        "0/../,/../"
    })
    void shouldReadTheNamespaceUpToTheCommaOrTheEnd(String message, String namespace) {
        assertThat(decode(message).namespace()).isEqualTo(namespace);
    }

    @ParameterizedTest
    @CsvSource({"1,/", "'1/admin,',/admin", "1/admin,/admin"})
    void shouldDecodeDisconnect(String message, String namespace) {
        assertThat(decode(message)).isEqualTo(new Packet.Disconnect(namespace));
    }

    @Test
    void shouldDecodeAnEventWithItsArguments() {
        Packet.Event event = event("2[\"hello\",1,\"2\",{\"3\":[true,null]},-1.5e3]");

        assertThat(event.event()).isEqualTo("hello");
        assertThat(event.namespace()).isEqualTo("/");
        assertThat(event.ackId()).isEqualTo(Packet.NO_ACK);
        assertThat(values(event.arguments()))
                .containsExactly(1, "2", Map.of("3", Arrays.asList(true, null)), -1500.0);
    }

    @Test
    void shouldTolerateWhiteSpaceInsideThePayload() {
        Packet.Event event = event("2[ \"a\" ,\t1 , { \"b\" : [ ] } \r\n] \n");

        assertThat(event.event()).isEqualTo("a");
        assertThat(values(event.arguments())).containsExactly(1, Map.of("b", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "'20[\"q\",1]',0",
        "'27[\"q\",1]',7",
        "'2007[\"q\",1]',7",
        "'21234567890123[\"q\",1]',1234567890123",
        "'29007199254740992[\"q\",1]',9007199254740992",
        "'2/y,7[\"q\",1]',7"
    })
    void shouldKeepTheAckId(String message, long id) {
        assertThat(event(message).ackId()).isEqualTo(id);
    }

    @Test
    void shouldDecodeAcks() {
        Packet.Ack ack = (Packet.Ack) decode("3/admin,456[1,null,{\"a\":\"b\"}]");

        assertThat(ack.ackId()).isEqualTo(456);
        assertThat(ack.namespace()).isEqualTo("/admin");
        assertThat(values(ack.arguments())).containsExactly(1, null, Map.of("a", "b"));
        assertThat(((Packet.Ack) decode("30[]")).arguments().size()).isZero();
    }

    @Test
    void shouldDecodeAnAckWithoutAnIdAsAnswerToNothing() {
        assertThat(((Packet.Ack) decode("3[]")).ackId()).isEqualTo(Packet.NO_ACK);
        assertThat(((Packet.Ack) decode("3999[\"x\"]")).ackId()).isEqualTo(999);
    }

    @Test
    void shouldDecodeConnectErrors() {
        Packet error = decode("4/x,{\"message\":\"nope\",\"data\":{\"a\":1}}");

        assertThat(error).isEqualTo(new Packet.ConnectError("/x", "nope", Map.of("a", 1)));
        assertThat(decode("4\"nope\"")).isEqualTo(new Packet.ConnectError("/", "nope", null));
        assertThat(decode("4{}")).isEqualTo(new Packet.ConnectError("/", "", null));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "-0,0",
        "1.0,1",
        "1.50,1.5",
        "-7,-7",
        "1e3,1000",
        "1e21,1e+21",
        "12e-8,1.2e-7",
        "-1E-7,-1e-7",
        "0.000001,0.000001",
        "1e999,Infinity",
        "-1e999,-Infinity",
        "1e-999,0",
        "100000000000000000000,100000000000000000000"
    })
    void shouldNameEventsByNumbersAsJavaScriptDoes(String number, String name) {
        assertThat(event("2[" + number + "]").event()).isEqualTo(name);
    }

    @Test
    void shouldUnescapeTheNameOfAnEvent() {
        assertThat(event("2[\"a\\u0062\\n\\\\\\/\\\"\\ud83d\\ude00é\"]").event())
                .isEqualTo("ab\n\\/\"\ud83d\ude00é");
        assertThat(event("2[\"\"]").event()).isEmpty();
        assertThat(event("2[\"\\ud83d\"]").event()).isEqualTo("\ud83d");
        assertThat(event("2[\"error\"]").event()).isEqualTo("error");
    }

    @Test
    void shouldMakeNoNewStringWhenANameIsKnown() {
        Parser.Decoder one = PARSER.decoder();
        Parser.Decoder other = PARSER.decoder();

        Packet.Event first = (Packet.Event) text(one, "2/chat,[\"message\",1]");
        Packet.Event second = (Packet.Event) text(other, "2/chat,[\"message\",2]");

        assertThat(second.event()).isSameAs(first.event());
        assertThat(second.namespace()).isSameAs(first.namespace());
    }

    @Test
    void shouldBindArgumentsToTheTypesAskedFor() {
        Payload arguments = event("2[\"a\",{\"item\":\"tea\",\"count\":2},[1,2],7]").arguments();

        assertThat(arguments.get(0, MAPPER.type(Order.class))).isEqualTo(new Order("tea", 2));
        assertThat(arguments.get(0, MAPPER.type(JsonNode.class)).get("count").intValue())
                .isEqualTo(2);
        assertThat(arguments.get(1, MAPPER.type(int[].class))).containsExactly(1, 2);
        assertThat(arguments.get(1, MAPPER.type(new TypeRef<List<Long>>() {})))
                .containsExactly(1L, 2L);
        assertThat(arguments.get(2, MAPPER.type(Long.class))).isEqualTo(7L);
        assertThat(arguments.get(2, MAPPER.type(String.class))).isEqualTo("7");
        assertThat(arguments.get(2, MAPPER.type(new TypeRef<Optional<Integer>>() {}))).contains(7);
    }

    @Test
    void shouldAnswerNullWhenThereIsNoSuchArgument() {
        Payload arguments = event("2[\"a\",null]").arguments();

        assertThat(arguments.get(1)).isNull();
        assertThat(arguments.get(0, MAPPER.type(JsonNode.class))).isNull();
        assertThat(arguments.get(1, MAPPER.type(Order.class))).isNull();
        assertThat(arguments.get(1, MAPPER.type(new TypeRef<Optional<Order>>() {}))).isEmpty();
        assertThatThrownBy(() -> arguments.get(0, MAPPER.type(int.class)))
                .isInstanceOf(PayloadException.class);
        assertThatIndexOutOfBoundsException().isThrownBy(() -> arguments.get(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "\"x\"", "[]", "99999999999", "{}", "true"})
    void shouldRefuseToBindWhenTheValueDoesNotFit(String value) {
        Payload arguments = event("2[\"a\"," + value + "]").arguments();

        assertThatThrownBy(() -> arguments.get(0, MAPPER.type(int.class)))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("int");
    }

    @Test
    void shouldReadPlainValuesAsJacksonDoes() {
        Payload arguments =
                event("2[\"a\",999999999,9999999999,-5,0,\"é\\n\",\"\",true ,false,1.0]")
                        .arguments();

        assertThat(values(arguments))
                .containsExactly(999999999, 9999999999L, -5, 0, "é\n", "", true, false, 1.0);
    }

    @Test
    void shouldPutAttachmentsInTheirPlaces() {
        Packet.Event event =
                event(
                        "52-[\"bin\",{\"_placeholder\":true,\"num\":0},"
                                + "{\"x\":{\"_placeholder\":true,\"num\":1}}]",
                        new byte[] {1, 2, 3, 4},
                        new byte[] {-1, -2});

        assertThat(event.arguments().get(0, MAPPER.type(byte[].class))).containsExactly(1, 2, 3, 4);
        assertThat((byte[]) event.arguments().get(0)).containsExactly(1, 2, 3, 4);
        assertThat(event.arguments().get(0, MAPPER.type(ByteBuffer.class)))
                .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        assertThat(event.arguments().get(1, MAPPER.type(JsonNode.class)).get("x"))
                .isEqualTo(new BinaryNode(new byte[] {-1, -2}));
    }

    @Test
    void shouldPutAttachmentsInTheirPlacesWhateverTheKeysOrderAndSpaces() {
        Packet.Event event =
                event(
                        "52-[\"b\",[{},{\"a\":{}},{ \"num\" : 1 , \"_placeholder\" : true }],"
                                + "\"x\",{\"n\":{\n\"_placeholder\"\t:true\r,\"num\":0 } }]",
                        new byte[] {1},
                        new byte[] {2});

        List<?> first = (List<?>) event.arguments().get(0);
        assertThat(first.subList(0, 2)).isEqualTo(List.of(Map.of(), Map.of("a", Map.of())));
        assertThat((byte[]) first.get(2)).containsExactly(2);
        assertThat(event.arguments().get(1)).isEqualTo("x");
        assertThat((byte[]) ((Map<?, ?>) event.arguments().get(2)).get("n")).containsExactly(1);
    }

    @Test
    void shouldBindAttachmentsInsideRecords() {
        Packet.Ack ack =
                (Packet.Ack)
                        decode(
                                "62-7[{\"more\":{\"_placeholder\":true,\"num\":1},"
                                        + "\"unknown\":{\"a\":[{}]},\"name\":\"f\","
                                        + "\"data\":{\"_placeholder\":true,\"num\":0}}]",
                                new byte[] {1},
                                new byte[] {2});

        Upload upload = ack.arguments().get(0, MAPPER.type(Upload.class));

        assertThat(upload.name()).isEqualTo("f");
        assertThat(upload.data()).containsExactly(1);
        assertThat(upload.more()).isEqualTo(ByteBuffer.wrap(new byte[] {2}));
        assertThat(ack.ackId()).isEqualTo(7);
    }

    @Test
    void shouldBindAttachmentsWhenPropertiesAreReadOutOfOrder() {
        Packet.Event event =
                event(
                        "52-[\"a\",{\"skipped\":[{},{\"b\":[]}],"
                                + "\"data\":{\"_placeholder\":true,\"num\":1},\"kind\":\"image\","
                                + "\"inner\":{\"data\":{\"_placeholder\":true,\"num\":0},"
                                + "\"kind\":\"image\"}}]",
                        new byte[] {1},
                        new byte[] {2});

        Image image = (Image) event.arguments().get(0, MAPPER.type(Shape.class));

        assertThat(image.data()).containsExactly(2);
        assertThat(((Image) image.inner()).data()).containsExactly(1);
    }

    @Test
    void shouldNotTakeAnObjectForThePlaceholderOfTheNextArgument() {
        Packet.Event event =
                event(
                        "51-[\"a\",[{\"_placeholder\":true,\"num\":0},{\"x\":1},{\"y\":2}],"
                                + "[{},{\"_placeholder\":true,\"num\":0}]]",
                        new byte[] {1});

        List<?> first = (List<?>) event.arguments().get(0);
        assertThat(first.subList(1, 3)).isEqualTo(List.of(Map.of("x", 1), Map.of("y", 2)));
        assertThat((byte[]) ((List<?>) event.arguments().get(1)).get(1)).containsExactly(1);
    }

    @Test
    void shouldTellObjectsFromArraysAtEveryDepth() {
        StringBuilder json = new StringBuilder();
        StringBuilder closing = new StringBuilder();
        for (int level = 0; level < 499; level++) {
            boolean isObject = Integer.bitCount(level) % 2 == 0; // a pattern without a period
            json.append(isObject ? "{\"a\":" : "[");
            closing.insert(0, isObject ? '}' : ']');
        }
        json.append(1).append(closing);

        assertThat(event("2[\"a\"," + json + "]").arguments().get(0)).isNotNull();
    }

    @Test
    void shouldAllowAnAttachmentTwiceOrNotAtAll() {
        Packet.Event event =
                event(
                        "52-[\"a\",{\"_placeholder\":true,\"num\":1},"
                                + "{\"_placeholder\":true,\"num\":1}]",
                        new byte[] {1},
                        new byte[] {2});

        assertThat((byte[]) event.arguments().get(0)).containsExactly(2);
        assertThat((byte[]) event.arguments().get(1)).containsExactly(2);
        assertThat(event("51-[\"a\"]", new byte[0]).arguments().size()).isZero();
    }

    @Test
    void shouldHandOutTheAttachmentItselfWhenItLooksLikeOldFraming() {
        byte[] framing = {0, 1, (byte) 0xff, '4', '1', ':', '4'};

        Packet.Event event = event("51-[\"a\",{\"_placeholder\":true,\"num\":0}]", framing);

        assertThat(event.arguments().get(0)).isSameAs(framing);
    }

    @Test
    void shouldTreatPlaceholdersAsDataWhenThePacketIsNotBinary() {
        Packet.Event event = event("2[\"a\",{\"_placeholder\":true,\"num\":99}]");

        assertThat(event.arguments().get(0)).isEqualTo(Map.of("_placeholder", true, "num", 99));
    }

    @Test
    void shouldTreatPlaceholdersAsDataWhenTheyAreNotMarkedTrue() {
        Packet.Event event =
                event(
                        "51-[\"a\",{\"_placeholder\":false,\"num\":9},{\"num\":0},"
                                + "{\"a_placeholder\":true},{\"_placeholder2\":true}]",
                        new byte[0]);

        assertThat(values(event.arguments()))
                .containsExactly(
                        Map.of("_placeholder", false, "num", 9),
                        Map.of("num", 0),
                        Map.of("a_placeholder", true),
                        Map.of("_placeholder2", true));
    }

    @Test
    void shouldDropAHalfBuiltPacketWhenReset() {
        Parser.Decoder decoder = PARSER.decoder();
        text(decoder, "51-[\"a\",{\"_placeholder\":true,\"num\":0}]");

        decoder.reset();

        assertThat(decoder.isPending()).isFalse();
        assertThat(text(decoder, "2[\"b\"]")).isInstanceOf(Packet.Event.class);
    }

    @Test
    void shouldKeepMapsInTheOrderOfTheirKeys() {
        Packet.Event event = event("2[\"a\",{\"z\":1,\"b\":2,\"__proto__\":3,\"@class\":\"x\"}]");

        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("z", 1);
        expected.put("b", 2);
        expected.put("__proto__", 3);
        expected.put("@class", "x");
        assertThat(((Map<?, ?>) event.arguments().get(0)).toString())
                .isEqualTo(expected.toString());
    }
}
