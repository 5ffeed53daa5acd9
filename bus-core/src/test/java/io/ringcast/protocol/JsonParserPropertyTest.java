package io.ringcast.protocol;

import static io.ringcast.protocol.ParserFixture.PARSER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class JsonParserPropertyTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();
    private static final JsonParser WIDE =
            JsonParser.builder(PayloadMapper.standard()).maxAttachments(1_000).build();

    @Provide
    Arbitrary<List<Object>> arguments() {
        return JsonValues.withBytes(JsonValues.values()).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> names() {
        return JsonValues.texts().filter(name -> !EventName.isReserved(name));
    }

    @Provide
    Arbitrary<String> namespaces() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars('é', '€')
                .excludeChars(',')
                .ofMaxLength(20)
                .map(name -> "/" + name);
    }

    @Property(tries = 300)
    void shouldReadEventsAsTheyWereWritten(
            @ForAll("namespaces") String namespace,
            @ForAll("names") String name,
            @ForAll("arguments") List<Object> arguments,
            @ForAll boolean wantsAck,
            @ForAll long id) {
        long ackId = wantsAck ? id & ((1L << 53) - 1) : Packet.NO_ACK;
        Packet.Event event =
                new Packet.Event(namespace, name, Payload.of(arguments.toArray()), ackId);

        Packet.Event read = (Packet.Event) roundTrip(event);

        assertThat(read.namespace()).isEqualTo(namespace);
        assertThat(read.event()).isEqualTo(name);
        assertThat(read.ackId()).isEqualTo(ackId);
        assertSame(read.arguments(), arguments);
        assertThat(((Packet.Event) roundTrip(read)).arguments().size()).isEqualTo(arguments.size());
    }

    @Property(tries = 300)
    void shouldReadAcksAsTheyWereWritten(@ForAll("arguments") List<Object> arguments) {
        Packet.Ack ack = new Packet.Ack("/", 7, Payload.of(arguments.toArray()));

        Packet.Ack read = (Packet.Ack) roundTrip(ack);
        Packet.Ack again = (Packet.Ack) roundTrip(read);

        assertThat(read.ackId()).isEqualTo(7);
        assertSame(read.arguments(), arguments);
        assertSame(again.arguments(), arguments);
    }

    private static void assertSame(Payload payload, List<Object> expected) {
        assertThat(JsonValues.comparable(ParserFixture.values(payload)))
                .isEqualTo(JsonValues.comparable(expected));
    }

    private static @Nullable Packet roundTrip(Packet packet) {
        Encoded encoded = WIDE.encode(packet);
        assertThat(new String(encoded.buffer(), encoded.offset(), encoded.length(), UTF_8))
                .doesNotContain("\u001e");
        Parser.Decoder decoder = WIDE.decoder();
        Packet read = decoder.text(encoded.buffer(), encoded.offset(), encoded.length());
        for (byte[] attachment : encoded.attachments()) {
            assertThat(read).isNull();
            read = decoder.binary(attachment);
        }
        return read;
    }

    @Property
    void shouldThrowNothingButProtocolExceptionWhenBytesAreArbitrary(@ForAll byte[] bytes) {
        survives(bytes);
    }

    @Provide
    Arbitrary<String> almostPackets() {
        return Combinators.combine(
                        Arbitraries.of("2", "3", "51-", "52-", "61-", "0", "4", "2/a,", "27", "1"),
                        pieces().list().ofMaxSize(12))
                .as((head, tail) -> head + String.join("", tail));
    }

    private static Arbitrary<String> pieces() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "[",
                        "]",
                        "{",
                        "}",
                        ",",
                        ":",
                        "\"",
                        "\\",
                        "\"a\"",
                        "\"a\":",
                        "1",
                        "-",
                        ".5",
                        "e",
                        "true",
                        "null",
                        " ",
                        "[\"x\",",
                        "]]",
                        "\\u0041",
                        "\\u",
                        "0",
                        "{\"_placeholder\":true,\"num\":0}",
                        "{\"_placeholder\":true,",
                        "\"num\":1",
                        "\n",
                        "\"message\"",
                        "é",
                        "\ud83d\ude00"),
                Arbitraries.strings().ascii().ofMaxLength(3));
    }

    @Property(tries = 5_000)
    void shouldThrowNothingButProtocolExceptionWhenPacketsAreAlmostRight(
            @ForAll("almostPackets") String message) {
        survives(message.getBytes(UTF_8));
    }

    @Property(tries = 300)
    void shouldThrowNothingButProtocolExceptionWhenAByteIsWrong(
            @ForAll("names") String name,
            @ForAll("arguments") List<Object> arguments,
            @ForAll int place,
            @ForAll byte wrong) {
        Encoded encoded =
                WIDE.encode(new Packet.Event("/n", name, Payload.of(arguments.toArray()), 5));
        byte[] bytes =
                Arrays.copyOfRange(
                        encoded.buffer(), encoded.offset(), encoded.offset() + encoded.length());
        bytes[Math.floorMod(place, bytes.length)] = wrong;

        survives(bytes);
    }

    /** Reads a message, and what is found in it, and writes it again. */
    private static void survives(byte[] message) {
        Parser.Decoder decoder = PARSER.decoder();
        try {
            Packet packet = decoder.text(message, 0, message.length);
            while (packet == null) {
                packet = decoder.binary(new byte[3]);
            }
            touch(packet);
        } catch (ProtocolException e) {
            assertThat(decoder.isPending()).isFalse();
        }
    }

    private static void touch(Packet packet) {
        try {
            if (packet instanceof Packet.Event event) {
                ParserFixture.values(event.arguments());
            }
            Encoded again = PARSER.encode(packet);
            assertThat(again.length()).isPositive();
        } catch (PayloadException e) {
            // Text that is not UTF-8, which transports refuse before it gets here.
            assertThat(e).hasMessageNotContaining("\"");
        }
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.oneOf(
                pieces().list().ofMaxSize(8).map(list -> String.join("", list)),
                JsonValues.values().map(JACKSON::writeValueAsString),
                Combinators.combine(
                                JsonValues.values().map(JACKSON::writeValueAsString),
                                Arbitraries.integers().between(0, 200),
                                pieces())
                        .as(JsonParserPropertyTest::inserted),
                Arbitraries.strings().withChars("0123456789.eE+-").ofMaxLength(8));
    }

    private static String inserted(String json, int place, String piece) {
        int at = place % (json.length() + 1);
        return json.substring(0, at) + piece + json.substring(at);
    }

    @Property(tries = 3_000)
    void shouldAcceptWhatJacksonAccepts(@ForAll("almostJson") String json) {
        byte[] message = ("3[" + json + "]").getBytes(UTF_8);

        assertThat(isAccepted(message))
                .as(json)
                .isEqualTo(isJson(new String(message, 1, message.length - 1, UTF_8)));
    }

    private static boolean isAccepted(byte[] message) {
        try {
            return PARSER.decoder().text(message, 0, message.length) != null;
        } catch (ProtocolException e) {
            return false;
        }
    }

    private static boolean isJson(String json) {
        try {
            JACKSON.readTree(json);
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    @Property(tries = 5_000)
    void shouldFindTheEndOfPlainTextWhereverItIs(@ForAll byte[] text, @ForAll int start) {
        int from = Math.floorMod(start, text.length + 1);
        int expected = from;
        while (expected < text.length
                && (text[expected] < 0 || text[expected] >= ' ')
                && text[expected] != '"'
                && text[expected] != '\\') {
            expected++;
        }

        assertThat(Words.plainEnd(text, from, text.length)).isEqualTo(expected);
    }

    @Property
    void shouldReadStringsAsTheyWereWritten(@ForAll("anyText") String text) {
        Output out = new Output();

        JsonStrings.write(out, text);

        byte[] json = Arrays.copyOf(out.bytes(), out.length());
        assertThat(units(JACKSON.readValue(json, String.class))).isEqualTo(units(text));
        assertThat(units(JsonStrings.read(json, 1, json.length - 1))).isEqualTo(units(text));
    }

    /** Code units, which a report can show. */
    private static String units(String text) {
        return text.chars().mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
    }

    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.oneOf(
                JsonValues.texts(), JsonValues.texts().map(text -> text.repeat(20)));
    }
}
