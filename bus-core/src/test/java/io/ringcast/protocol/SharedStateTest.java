package io.ringcast.protocol;

import static io.ringcast.protocol.ParserFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * What one client sends spoils nothing for another. The names of objects' properties were once kept
 * in a table of all clients together: 7,000 of them, and then some of equal hash, made the objects
 * of others fail, three times in four.
 */
class SharedStateTest {
    private static final int CLIENTS = 200;

    // That table's hash had a seed: some attacks came to nothing.
    private static final int ATTACKS = 8;

    private final Random random = new Random(4711);

    record Move(int x, int y) {}

    @SuppressWarnings("ArrayRecordComponent") // what applications declare
    record Upload(byte[] b, Move o) {}

    /** What an application may have chosen. */
    static Stream<PayloadMapper> mappers() {
        JsonFactory interning =
                JsonFactory.builder()
                        .enable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                        .build();
        return Stream.of(
                PayloadMapper.standard(),
                PayloadMapper.of(JsonMapper.builder().build()),
                PayloadMapper.of(JsonMapper.shared()),
                PayloadMapper.of(JsonMapper.builder().addModule(new SimpleModule("own")).build()),
                PayloadMapper.of(new JsonMapper(interning)));
    }

    private String name() {
        char[] name = new char[9];
        for (int i = 0; i < name.length; i++) {
            name[i] = (char) ('a' + random.nextInt(26));
        }
        return new String(name);
    }

    private Map<String, Object> object(int names) {
        Map<String, Object> object = new LinkedHashMap<>(Map.of("x", 1, "y", 2));
        for (int i = 0; i < names; i++) {
            object.put(name(), i);
        }
        return object;
    }

    private Map<String, Object> namesOfEqualHash() {
        Map<String, Object> object = object(0);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder pairs = new StringBuilder();
            for (int bit = 16; bit >= 0; bit--) {
                pairs.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            object.put(pairs.toString(), i);
        }
        return object;
    }

    /** Reads an object in each of the ways in which a client's objects are read. */
    private static void expectRead(Parser.Decoder decoder, PayloadMapper mapper, Map<?, ?> object) {
        String json = JsonMapper.shared().writeValueAsString(object);
        Payload event = ((Packet.Event) text(decoder, "2[\"a\"," + json + "]")).arguments();
        Payload auth = ((Packet.Connect) text(decoder, "0" + json)).payload();
        text(decoder, "51-[\"a\",{\"b\":{\"_placeholder\":true,\"num\":0},\"o\":" + json + "}]");
        Payload binary = ((Packet.Event) decoder.binary(new byte[] {1})).arguments();

        assertThat(event.get(0)).isEqualTo(object);
        assertThat(event.get(0, mapper.type(JsonNode.class)).size()).isEqualTo(object.size());
        assertThat(event.get(0, mapper.type(Move.class))).isEqualTo(new Move(1, 2));
        assertThat(auth.get(0)).isEqualTo(object);
        assertThat(auth.get(0, mapper.type(Move.class))).isEqualTo(new Move(1, 2));
        assertThat(((Map<?, ?>) binary.get(0)).get("o")).isEqualTo(object);
        assertThat(binary.get(0, mapper.type(Upload.class)).o()).isEqualTo(new Move(1, 2));
    }

    /** Who attacks may spoil the message that does it. */
    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (PayloadException e) {
            // its own
        }
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void shouldReadEveryObjectWhenAnotherClientSendsNamesOfEqualHash(PayloadMapper mapper) {
        JsonParser parser = JsonParser.create(mapper);

        for (int i = 0; i < ATTACKS; i++) {
            attempt(() -> expectRead(parser.decoder(), mapper, object(7_000)));
            attempt(() -> expectRead(parser.decoder(), mapper, namesOfEqualHash()));
        }

        for (int i = 0; i < CLIENTS; i++) {
            expectRead(parser.decoder(), mapper, object(20));
        }
    }

    @Test
    void shouldReadEveryObjectOfMessagePackToo() {
        PayloadMapper mapper = PayloadMapper.standard();
        MsgpackParser parser = MsgpackParser.create(mapper);

        for (int i = 0; i < ATTACKS; i++) {
            attempt(() -> expectRead(parser, mapper, object(7_000)));
            attempt(() -> expectRead(parser, mapper, namesOfEqualHash()));
        }

        for (int i = 0; i < CLIENTS; i++) {
            expectRead(parser, mapper, object(20));
        }
    }

    private static void expectRead(MsgpackParser parser, PayloadMapper mapper, Map<?, ?> object) {
        Encoded sent = parser.encode(new Packet.Event("/", "a", Payload.of(object), Packet.NO_ACK));
        byte[] message =
                Arrays.copyOfRange(sent.buffer(), sent.offset(), sent.offset() + sent.length());

        Payload event = ((Packet.Event) parser.decoder().binary(message)).arguments();

        assertThat(event.get(0)).isEqualTo(object);
        assertThat(event.get(0, mapper.type(Move.class))).isEqualTo(new Move(1, 2));
    }

    /** Names of events and namespaces are remembered for all clients, in a place by their hash. */
    @Test
    void shouldTellNamesOfOnePlaceApart() {
        List<String> names = List.of("AaAa", "BBBB", "AaBB", "BBAa", "Aa", "BB");
        assertThat(names.subList(0, 4).stream().map(String::hashCode).distinct()).hasSize(1);

        for (int i = 0; i < 3; i++) {
            for (String name : names) {
                Packet packet = ParserFixture.decode("2/" + name + ",[\"" + name + "\"]");

                assertThat(packet.namespace()).isEqualTo("/" + name);
                assertThat(((Packet.Event) packet).event()).isEqualTo(name);
            }
        }
    }
}
