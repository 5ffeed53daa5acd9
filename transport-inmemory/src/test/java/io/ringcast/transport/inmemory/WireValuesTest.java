package io.ringcast.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.Socket;
import io.ringcast.gateway.Gateways;
import io.ringcast.gateway.SubscribeMessage;
import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Values that clients send as text, at listeners and back. */
class WireValuesTest {
    private static final String DIGITS = "7".repeat(5_000);

    private final List<Object> seen = new ArrayList<>();
    private final Random random = new Random(4711);

    record Move(int x, int y) {}

    record Login(String name, long time) {}

    @WebSocketGateway
    static class Numbers {
        @SubscribeMessage("big")
        int big(BigInteger number) {
            return number.bitLength();
        }

        @SubscribeMessage("move")
        int move(Move move) {
            return move.x() + move.y();
        }
    }

    private void listen(Bus bus) {
        bus.onConnection(
                socket -> {
                    socket.onRequest("echo", Object.class, value -> value);
                    socket.onRequest("map", Map.class, value -> value);
                    socket.on("pass", (args, ack) -> ack.send(args.payload()));
                    socket.onRequest("move", Move.class, move -> move.x() + move.y());
                    login(socket);
                });
    }

    private void login(Socket socket) {
        if (socket.handshake().auth().size() > 0) {
            seen.add(socket.handshake().auth(Login.class));
        }
    }

    private TestBus standard() {
        TestBus bus = TestBus.create();
        listen(bus);
        return bus;
    }

    static Stream<String> objects() {
        return Stream.of(
                "{\"\\ud800\":1}",
                "{\"" + "n".repeat(60_000) + "\":[1]}",
                "{\"\":{\"__proto__\":{\"a\\udc00b\":null}}}",
                "{\"n\":1000000000000000000000}");
    }

    @ParameterizedTest
    @MethodSource("objects")
    void shouldEchoAndAnswerWhateverJavaScriptCanParse(String json) {
        TestBus bus = standard();
        WireClient client = Road.to(bus).enter();
        client.take();

        client.say("21[\"echo\"," + json + "]")
                .say("22[\"map\"," + json + "]")
                .say("23[\"pass\"," + json + "]");

        assertThat(client.take())
                .containsExactly("31[" + json + "]", "32[" + json + "]", "33[" + json + "]");
        assertThat(bus.failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400"})
    void shouldAnswerInfinityAsJavaScriptDoes(String json) {
        WireClient client = Road.to(standard()).enter();
        client.take();

        client.say("21[\"echo\"," + json + "]")
                .say("22[\"echo\",[" + DIGITS + "]]")
                .say("23[\"pass\"," + DIGITS + "]");

        assertThat(client.take()).containsExactly("31[null]", "32[[null]]", "33[" + DIGITS + "]");
    }

    /** Python's clients send 10.0 where JavaScript's send 10. */
    @Test
    void shouldTakeWholeNumbersForIntegers() {
        TestBus bus = standard();
        WireClient client = Road.to(bus).open();

        client.say("0{\"name\":\"p\",\"time\":1.7e9}").take();
        client.say("21[\"move\",{\"x\":10.0,\"y\":1e3}]").say("22[\"move\",{\"x\":10.5,\"y\":1}]");

        assertThat(client.take()).containsExactly("31[1010]");
        assertThat(seen).containsExactly(new Login("p", 1_700_000_000));
        assertThat(bus.takeFailures()).hasSize(1);
    }

    /** All digits of a long number take quadratic time: that is an answer, not a lost event. */
    @Test
    void shouldAnswerThatANumberIsTooLong() {
        TestBus bus = TestBus.create();
        Gateways.register(bus, new Numbers());
        WireClient client = Road.to(bus).enter();
        client.take();

        client.say("21[\"big\"," + DIGITS + "]")
                .say("22[\"big\",1e999999999]")
                .say("23[\"big\",1e21]")
                .say("24[\"move\",{\"x\":1.0,\"y\":2}]")
                .say("25[\"move\",{\"x\":1.5,\"y\":2}]");

        List<String> answers = client.take();
        assertThat(answers).hasSize(5);
        assertThat(answers.get(0)).startsWith("31[{\"status\":\"error\",\"code\":\"bad_request\"");
        assertThat(answers.get(1)).startsWith("32[{\"status\":\"error\",\"code\":\"bad_request\"");
        assertThat(answers.get(2)).isEqualTo("33[70]");
        assertThat(answers.get(3)).isEqualTo("34[3]");
        assertThat(answers.get(4)).startsWith("35[{\"status\":\"error\",\"code\":\"bad_request\"");
        assertThat(bus.failures()).isEmpty();
    }

    private String name() {
        char[] name = new char[9];
        for (int i = 0; i < name.length; i++) {
            name[i] = (char) ('a' + random.nextInt(26));
        }
        return new String(name);
    }

    private String object(String first, int names) {
        StringBuilder json = new StringBuilder("{" + first);
        for (int i = 0; i < names; i++) {
            json.append(",\"").append(name()).append("\":").append(i);
        }
        return json.append('}').toString();
    }

    private static String namesOfEqualHash() {
        StringBuilder json = new StringBuilder("{\"x\":1");
        for (int i = 0; i < 2_000; i++) {
            json.append(",\"");
            for (int bit = 16; bit >= 0; bit--) {
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":0");
        }
        return json.append('}').toString();
    }

    static Stream<PayloadMapper> mappers() {
        return Stream.of(PayloadMapper.standard(), PayloadMapper.of(JsonMapper.builder().build()));
    }

    /** A table of names that all clients shared once made the objects of others fail. */
    @ParameterizedTest
    @MethodSource("mappers")
    void shouldServeOthersWhenOneClientSendsNamesOfEqualHash(PayloadMapper mapper) {
        TestBus bus =
                TestBus.create(options -> options.mapper(mapper).parser(JsonParser.create(mapper)));
        listen(bus);
        Road road = Road.to(bus);
        WireClient attacker = road.enter();
        for (int i = 0; i < 8; i++) {
            attacker.say("21[\"echo\"," + object("\"x\":1", 7_000) + "]");
            attacker.say("21[\"echo\"," + namesOfEqualHash() + "]");
        }
        bus.takeFailures();

        for (int i = 0; i < 200; i++) {
            WireClient client = road.open().say("0" + object("\"name\":\"n\",\"time\":" + i, 20));
            String json = object("\"x\":1,\"y\":2", 20);
            client.take();
            client.say("21[\"echo\"," + json + "]").say("22[\"move\"," + json + "]");

            assertThat(client.take()).containsExactly("31[" + json + "]", "32[3]");
            assertThat(seen).hasSize(i + 1).contains(new Login("n", i));
        }
        assertThat(bus.failures()).isEmpty();
    }
}
