package io.ringcast.protocol;

import static io.ringcast.protocol.ParserFixture.MAPPER;
import static io.ringcast.protocol.ParserFixture.PARSER;
import static io.ringcast.protocol.ParserFixture.assertRefused;
import static io.ringcast.protocol.ParserFixture.event;
import static io.ringcast.protocol.ParserFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers must not get away with. Messages are without Engine.IO's type. */
class HostileInputTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // which close a connection in the reference
                "",
                "abc",
                "7",
                "0[1]",
                "0\"x\"",
                "2[]",
                "2[\"connect\"]",
                "2{}",
                "2-1[\"x\"]",
                "2[\"x\"]extra",
                "50-[\"x\"]",
                "511-[\"x\"]",
                "3.5[\"x\"]",
                // which it tolerates and we do not
                "2",
                "3",
                "2 [\"x\"]",
                // types
                "8",
                "9[\"x\"]",
                "/",
                ":",
                "-",
                " 2[\"x\"]",
                "\u00e9",
                // payloads of the wrong kind
                "0null",
                "0true",
                "01",
                "0{",
                "0{}{}",
                "0 {}",
                "0/admin,{}x",
                "1{}",
                "1[\"x\"]",
                "1/admin,[]",
                "17",
                "07{}",
                "2null",
                "2\"x\"",
                "2[null]",
                "2[{}]",
                "2[{\"toString\":\"foo\"}]",
                "2[[\"x\"]]",
                "2[true]",
                "2[\"x\"",
                "2[\"x\",]",
                "2[,\"x\"]",
                "2[\"x\"]]",
                "2[\"x\"],",
                "2[\"x",
                "3{}",
                "3\"x\"",
                "4",
                "4[]",
                "41",
                "4null",
                // reserved names, escaped too
                "2[\"connect_error\",1]",
                "2[\"disconnect\"]",
                "2[\"disconnecting\"]",
                "2[\"newListener\"]",
                "2[\"removeListener\"]",
                "2[\"\\u0063onnect\"]",
                "52-[\"disconnect\"]",
                // attachment counts
                "5[\"x\"]",
                "5-[\"x\"]",
                "51[\"x\"]",
                "5-1-[\"x\"]",
                "5+1-[\"x\"]",
                "500000001-[\"x\"]",
                "51.0-[\"x\"]",
                "5 1-[\"x\"]",
                "52147483648-[\"x\"]",
                "54294967297-[\"x\"]",
                "59223372036854775808-[\"x\"]",
                "518446744073709551617-[\"x\"]",
                "51",
                "51-",
                "6[\"x\"]",
                "60-[]",
                // ids
                "29007199254740993[\"x\"]",
                "218446744073709551617[\"x\"]",
                "200000000000000001[\"x\"]",
                "2\u0661[\"x\"]",
                "2+1[\"x\"]",
                "2-1[\"x\"]",
                "21 [\"x\"]",
                // namespaces
                "2/admin",
                "2/admin[\"x\"]",
                "2/a\u0000b,[\"x\"]",
                "0/a\u001eb,",
                "0/a\u007f",
                "0/a\nb",
                "2admin,[\"x\"]",
                // JSON that is none
                "2[\"x\",NaN]",
                "2[\"x\",Infinity]",
                "2[\"x\",-Infinity]",
                "2[\"x\",undefined]",
                "2[\"x\",tru]",
                "2[\"x\",nulll]",
                "2[\"x\",True]",
                "2[\"x\",01]",
                "2[\"x\",-]",
                "2[\"x\",+1]",
                "2[\"x\",.5]",
                "2[\"x\",1.]",
                "2[\"x\",1e]",
                "2[\"x\",1e+]",
                "2[\"x\",0x1]",
                "2[\"x\",'y']",
                "2[\"x\",\"\\x41\"]",
                "2[\"x\",\"\\u12g4\"]",
                "2[\"x\",\"\\u123\"]",
                "2[\"x\",\"\\\"]",
                "2[\"x\",\"a\nb\"]",
                "2[\"x\",\"a\u0000b\"]",
                "2[\"x\",\"a\u001eb\"]",
                "2[\"x\",{a:1}]",
                "2[\"x\",{1:1}]",
                "2[\"x\",{\"a\"}]",
                "2[\"x\",{\"a\":}]",
                "2[\"x\",{\"a\":1,}]",
                "2[\"x\",{,}]",
                "2[\"x\",{\"a\":1]]",
                "2[\"x\",[1}]",
                "2[\"x\",[1,]]",
                "2[\"x\",[1 2]]",
                "2[\"x\" 1]",
                "2[\"x\",/*c*/1]",
                "2[\"x\",1//c\n]",
                "2[\"x\",\u00a01]",
                "2\ufeff[\"x\"]"
            })
    void shouldRefuseWhatIsNoPacket(String message) {
        assertRefused(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_placeholder\":true,\"num\":-1}",
                "{\"_placeholder\":true,\"num\":0.5}",
                "{\"_placeholder\":true,\"num\":0.0}",
                "{\"_placeholder\":true,\"num\":0e0}",
                "{\"_placeholder\":true,\"num\":1}",
                "{\"_placeholder\":true,\"num\":4294967296}",
                "{\"_placeholder\":true,\"num\":99999999999999999999}",
                "{\"_placeholder\":true,\"num\":\"0\"}",
                "{\"_placeholder\":true,\"num\":\"splice\"}",
                "{\"_placeholder\":true,\"num\":null}",
                "{\"_placeholder\":true,\"num\":[0]}",
                "{\"_placeholder\":true}",
                "{\"num\":1,\"_placeholder\":true}",
                "{\"_placeholder\":true,\"num\":0,\"more\":1}",
                "{\"more\":1,\"_placeholder\":true,\"num\":0}",
                "{\"_placeholder\":true,\"_placeholder\":true,\"num\":0}",
                "{\"_placeholder\":true,\"num\":0,\"num\":5}",
                "{\"\\u005fplaceholder\":true,\"num\":0}",
                "{\"_placehol\\u0064er\":true,\"num\":5}",
                "{\"_placeholder\":true,\"\\u006eum\":0}",
                "[[{\"a\":{\"_placeholder\":true,\"num\":1}}]]"
            })
    void shouldRefusePlaceholdersWhenTheyStandForNothing(String placeholder) {
        assertRefused("51-[\"a\"," + placeholder + "]").hasMessage("Illegal attachments");
        assertRefused("61-1[" + placeholder + "]").hasMessage("Illegal attachments");
    }

    @Test
    void shouldRefuseTextWhileAttachmentsAreDue() {
        Parser.Decoder decoder = PARSER.decoder();
        text(decoder, "52-[\"a\"]");
        decoder.binary(new byte[1]);

        assertThatThrownBy(() -> text(decoder, "2[\"b\"]")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldRefuseBinaryWithoutAHeader() {
        Parser.Decoder decoder = PARSER.decoder();
        assertThatThrownBy(() -> decoder.binary(new byte[1])).isInstanceOf(ProtocolException.class);

        text(decoder, "51-[\"a\"]");
        decoder.binary(new byte[0]);

        assertThatThrownBy(() -> decoder.binary(new byte[1])).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldBoundTheBytesOfAttachments() {
        Parser.Decoder decoder =
                JsonParser.builder(MAPPER).maxAttachmentBytes(10).build().decoder();
        text(decoder, "53-[\"a\"]");
        decoder.binary(new byte[4]);
        decoder.binary(new byte[6]);

        assertThatThrownBy(() -> decoder.binary(new byte[1])).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldBoundTheNumberOfAttachments() {
        Parser.Decoder none = JsonParser.builder(MAPPER).maxAttachments(0).build().decoder();
        Parser.Decoder eleven = JsonParser.builder(MAPPER).maxAttachments(11).build().decoder();

        assertThatThrownBy(() -> text(none, "51-[\"a\"]")).isInstanceOf(ProtocolException.class);
        assertThat(text(eleven, "511-[\"a\"]")).isNull();
        assertThat(text(PARSER.decoder(), "510-[\"a\"]")).isNull();
        assertRefused("511-[\"a\"]").hasMessage("Too many attachments");
    }

    @Test
    void shouldBoundTheDepth() {
        assertThat(depthOf(event("2[\"a\"," + nested(499) + "]").arguments().get(0)))
                .isEqualTo(499);
        assertRefused("2[\"a\"," + nested(500) + "]");
        assertRefused("2[\"a\"," + nested(5_000) + "]");
        assertRefused("2[\"a\"," + "[".repeat(1_000_000));
        assertRefused("2[\"a\"," + "{\"a\":".repeat(1_000_000));
        assertRefused("0" + "{\"a\":".repeat(1_000_000));
        assertRefused("51-[\"a\"," + "[".repeat(1_000_000));
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static int depthOf(Object value) {
        int depth = 0;
        for (Object at = value; at instanceof List<?> list; depth++) {
            at = list.isEmpty() ? null : list.get(0);
        }
        return depth;
    }

    @Test
    void shouldBoundTheNumberOfArguments() {
        Parser.Decoder decoder = JsonParser.builder(MAPPER).maxArguments(3).build().decoder();

        assertThat(text(decoder, "2[\"a\",1,2,3]")).isInstanceOf(Packet.Event.class);
        assertThat(text(decoder, "3[1,2,3]")).isInstanceOf(Packet.Ack.class);
        assertThatThrownBy(() -> text(decoder, "2[\"a\",1,2,3,4]"))
                .isInstanceOf(ProtocolException.class);
        assertThat(event("2[\"a\"" + ",1".repeat(10_000) + "]").arguments().size())
                .isEqualTo(10_000);
        assertRefused("2[\"a\"" + ",1".repeat(10_001) + "]");
        assertRefused("2[\"a\"" + ",1".repeat(100_000) + "]");
    }

    @Test
    void shouldBoundNames() {
        Parser.Decoder decoder =
                JsonParser.builder(MAPPER)
                        .maxEventLength(3)
                        .maxNamespaceLength(4)
                        .build()
                        .decoder();

        assertThat(text(decoder, "2/abc,[\"abc\"]")).isInstanceOf(Packet.Event.class);
        assertThatThrownBy(() -> text(decoder, "2[\"abcd\"]"))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> text(decoder, "2[1234]")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> text(decoder, "0/abcd,")).isInstanceOf(ProtocolException.class);
        assertRefused("0/" + "a".repeat(65_536));
        assertRefused("2[\"" + "a".repeat(4_097) + "\"]");
    }

    @Test
    void shouldBoundNumbersThatNameEvents() {
        assertThat(event("2[" + "9".repeat(4_096) + "]").event()).isEqualTo("Infinity");
        assertRefused("2[" + "9".repeat(4_097) + "]");
        assertRefused("2[" + "9".repeat(1_000_000) + "]");
    }

    /** To make all digits of a number takes quadratic time: 10 seconds for a million of them. */
    @ParameterizedTest
    @ValueSource(classes = {BigInteger.class, BigDecimal.class, BigInteger[].class, Whole.class})
    void shouldRefuseToReadMoreThanAThousandDigits(Class<?> type) {
        String digits = "9".repeat(900_000);
        List<String> numbers =
                List.of(digits, "-" + digits, "1." + digits, "1e" + digits, "\"" + digits + "\"");

        for (String number : numbers) {
            String value =
                    type == Whole.class
                            ? "{\"number\":" + number + "}"
                            : type.isArray() ? "[" + number + "]" : number;
            Payload arguments = event("2[\"a\"," + value + "]").arguments();

            assertThatThrownBy(() -> arguments.get(0, MAPPER.type(type)))
                    .isInstanceOf(PayloadException.class);
        }
    }

    record Whole(BigInteger number) {}

    /** Six bytes for a number of a thousand digits, nine for one of a hundred thousand. */
    @Test
    void shouldRefuseExponentsThatMakeTooManyDigits() {
        PayloadType<BigInteger[]> type = MAPPER.type(BigInteger[].class);
        String many = "1e99999,".repeat(10_000) + "1e999999999";

        assertThatThrownBy(() -> event("2[\"a\",[" + many + "]]").arguments().get(0, type))
                .isInstanceOf(PayloadException.class);
        assertThat(event("2[\"a\",[1e999]]").arguments().get(0, type)[0].toString()).hasSize(1_000);
    }

    /**
     * Messages of 4 million bytes: what takes quadratic time in any part of them would not end
     * within the limit that tests have.
     */
    static Stream<String> longMessages() {
        int size = 4_000_000;
        String digits = "1".repeat(size);
        return Stream.of(
                "2" + digits + "[\"x\"]",
                "5" + digits + "-[\"x\"]",
                "3/a," + digits,
                "0/" + "a".repeat(size),
                "0/" + "?".repeat(size) + ",",
                "2[" + digits,
                "2[\"" + "a".repeat(size),
                "2[\"" + "\\u0061".repeat(size / 6),
                "2[\"a\"," + " ".repeat(size),
                "51-[\"a\"," + "{ ".repeat(size / 2),
                "51-[\"a\",[" + "{\"_placeholder\" ".repeat(size / 16),
                "51-[\"a\",[" + ("{" + " ".repeat(1000)).repeat(size / 1000),
                "2[\"a\",\"" + "\\".repeat(size + 1),
                "2[\"a\"," + digits,
                "2[\"a\",[1." + digits,
                "2[\"a\",1e" + digits + ",",
                "2[\"a\",[" + "[],".repeat(size / 3),
                "2[\"a\"" + ",1".repeat(size / 2));
    }

    @ParameterizedTest
    @MethodSource("longMessages")
    void shouldTakeLinearTime(String message) {
        assertRefused(message);
    }

    @Test
    void shouldTakeLinearTimeWhenAllOfItIsValid() {
        String placeholder = ",{\"_placeholder\":true,\"num\":0}";
        String objects = "[" + "{},".repeat(300_000) + "{\"_placeholder\":true,\"num\":0}]";

        Packet.Event event =
                event("51-[\"a\"" + placeholder.repeat(9_999) + "," + objects + "]", new byte[1]);

        assertThat((byte[]) event.arguments().get(9_998)).hasSize(1);
        List<?> list = (List<?>) event.arguments().get(9_999);
        assertThat((byte[]) list.get(300_000)).hasSize(1);
    }

    @Test
    void shouldKeepNothingWhenAMessageWasRefused() {
        Parser.Decoder decoder = PARSER.decoder();
        List<String> refused = new ArrayList<>(List.of("2[\"a\",[[[", "51-[\"a\",{\"b\":[", "4{"));

        for (String message : refused) {
            assertThatThrownBy(() -> text(decoder, message)).isInstanceOf(ProtocolException.class);
        }

        assertThat(decoder.isPending()).isFalse();
        assertThat(((Packet.Event) text(decoder, "2[\"a\",{}]")).event()).isEqualTo("a");
    }

    @Test
    void shouldSayNothingOfWhatThePeerSent() {
        assertRefused("2[\"secret\",secret]").hasMessageNotContaining("secret");
    }

    @Test
    void shouldRefuseLimitsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonParser.builder(MAPPER).maxDepth(501).build())
                .withMessageContaining("maxDepth")
                .withMessageContaining("501");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonParser.builder(MAPPER).maxAttachments(-1).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonParser.builder(MAPPER).maxArguments(0).build());
    }
}
