package io.ringcast.hostile;

import static io.ringcast.hostile.Attack.counted;
import static io.ringcast.hostile.Attack.served;
import static io.ringcast.hostile.TargetServer.PAYLOAD;
import static io.ringcast.transport.Counter.CONNECTS_REFUSED;
import static io.ringcast.transport.Counter.FAILURES;
import static io.ringcast.transport.Counter.PROTOCOL_ERRORS;
import static io.ringcast.transport.Counter.UNHANDLED_EVENTS;
import static io.ringcast.transport.Counter.UNKNOWN_ACKS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.Counter;
import io.ringcast.transport.jetty.RawWebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Socket.IO's packets against their rules: groups 14 to 22 of the hostile inputs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileSocketIoTest {
    private static final String HOLE = "{\"_placeholder\":true,\"num\":0}";

    private TargetServer server;
    private final BlockingQueue<String> auth = new LinkedBlockingQueue<>();

    @BeforeAll
    void start() throws Exception {
        server =
                new TargetServer(
                        bus -> bus,
                        web -> web.options(options -> options.maxHttpBufferSize(1_500_000)));
        server.bus()
                .onConnection(
                        socket -> {
                            socket.on("number", Integer.class, number -> {});
                            socket.on("bean", Bean.class, bean -> socket.emit("bean", bean.name()));
                            socket.on("me", (args, ack) -> socket.emit("you", 1, a -> {}));
                        });
        server.bus().of("/slow").use((socket, next) -> socket.handshake().query("never"));
        server.bus()
                .of("/auth")
                .use(
                        (socket, next) -> {
                            auth.add(String.valueOf(socket.handshake().auth(Object.class)));
                            next.proceed();
                        });
    }

    /** What a listener wants. */
    record Bean(String name) {}

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @MethodSource({
        "types",
        "attachments",
        "placeholders",
        "acks",
        "namespaces",
        "events",
        "keys",
        "connects"
    })
    void shouldWithstand(Attack attack) throws Exception {
        server.withstand(attack);
    }

    /** Messages of a client in the main namespace that close its connection, the last of them. */
    private static Attack closed(String name, String... messages) {
        return counted(
                name,
                PROTOCOL_ERRORS,
                server -> {
                    try (RawWebSocket client = server.enter()) {
                        for (String message : messages) {
                            send(client, message);
                        }
                        expectClose(client);
                    }
                });
    }

    /** Text, or bytes if it begins with "bytes:". */
    private static void send(RawWebSocket client, String message) throws Exception {
        if (message.startsWith("bytes:")) {
            client.binary(message.substring("bytes:".length()).getBytes(UTF_8));
        } else {
            client.text("4" + message);
        }
    }

    private static void expectClose(RawWebSocket client) throws Exception {
        RawWebSocket.Frame frame = client.frame();
        assertThat(frame.opcode()).as(new String(frame.data(), UTF_8)).isEqualTo(8);
        assertThat(frame.data()).isEmpty();
    }

    /** Messages that are counted and do no harm: what is sent behind them is answered. */
    private static Attack borne(String name, Counter counter, String... messages) {
        return counted(name, counter, server -> exchange(server, "", messages));
    }

    /** Messages with an answer like anybody else's; none if that is empty. */
    private static Attack answered(String name, String answer, String... messages) {
        return served(name, server -> exchange(server, answer, messages));
    }

    private static void exchange(TargetServer server, String answer, String... messages)
            throws Exception {
        try (RawWebSocket client = server.enter()) {
            for (String message : messages) {
                send(client, message);
            }
            if (!answer.isEmpty()) {
                assertThat(client.text()).isEqualTo("4" + answer);
            }
            client.text("42[\"echo\",\"end\"]");
            assertThat(client.text()).isEqualTo("42[\"echo\",\"end\"]");
        }
    }

    // ---- 14, 15: headers

    static Stream<Attack> types() {
        return Stream.of(
                        "",
                        "7",
                        "8",
                        "9",
                        "a",
                        " 2[\"a\"]",
                        "-1",
                        "\u0662[\"a\"]",
                        "2",
                        "3",
                        "5",
                        "6")
                .map(header -> closed("14: '" + header + "'", header));
    }

    static Stream<Attack> attachments() {
        String event = "[\"echo\"," + HOLE + "]";
        Stream<Attack> headers =
                Stream.of(
                                "5" + event,
                                "51" + event,
                                "5-1-" + event,
                                "5+1-" + event,
                                "500000001-" + event,
                                "511-" + event,
                                "52147483648-" + event,
                                "59223372036854775808-" + event,
                                "5" + "1".repeat(60_000) + "-" + event,
                                "50-[\"echo\"]",
                                "51.0-" + event,
                                "6-[]")
                        .map(header -> closed("15: " + shown(header), header));
        return Stream.concat(
                headers,
                Stream.of(
                        closed(
                                "15: fewer than announced",
                                "52-[\"echo\"," + HOLE + "]",
                                "bytes:a",
                                "2[\"echo\"]"),
                        closed(
                                "15: more than announced",
                                "51-[\"silent\"," + HOLE + "]",
                                "bytes:a",
                                "bytes:b"),
                        closed("15: text in between", "51-" + event, "2[\"echo\",1]"),
                        closed("15: bytes without a packet", "bytes:" + PAYLOAD),
                        served("15: abandoned", HostileSocketIoTest::abandoned)));
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private static void abandoned(TargetServer server) throws Exception {
        try (RawWebSocket client = server.enter()) {
            client.text("451-[\"echo\"," + HOLE + "]");
            server.expectEcho();
        }
    }

    // ---- 16: placeholders, 22: bytes

    static Stream<Attack> placeholders() {
        Stream<Attack> wrong =
                Stream.of("-1", "0.5", "1", "10", "\"0\"", "null", "1e0", "00", "{}", "99999999999")
                        .map(num -> "{\"_placeholder\":true,\"num\":" + num + "}")
                        .map(
                                hole ->
                                        closed(
                                                "16: " + hole,
                                                "51-[\"echo\"," + hole + "]",
                                                "bytes:a"));
        Stream<Attack> odd =
                Stream.of(
                        closed("16: without num", "51-[\"echo\",{\"_placeholder\":true}]"),
                        answered(
                                "16: in ordinary data",
                                "2[\"echo\"," + HOLE + "]",
                                "2[\"echo\"," + HOLE + "]"),
                        echoedBytes(
                                "16: other order", "{\"num\":0,\"_placeholder\":true}", PAYLOAD),
                        echoedBytes(
                                "16: spaces", "{ \"_placeholder\" : true , \"num\" : 0 }", PAYLOAD),
                        echoedBytes("22: a zero byte", HOLE, "\u0000"),
                        echoedBytes("22: old framing", HOLE, "1:4" + PAYLOAD),
                        echoedBytes("22: a packet's type", HOLE, "42[\"echo\"]"));
        return Stream.concat(wrong, Stream.concat(odd, Stream.of(repeated())));
    }

    private static Attack echoedBytes(String name, String hole, String bytes) {
        return served(
                name,
                server -> {
                    try (RawWebSocket client = server.enter()) {
                        send(client, "51-[\"echo\"," + hole + "]");
                        send(client, "bytes:" + bytes);

                        assertThat(client.text()).isEqualTo("451-[\"echo\"," + hole + "]");
                        assertThat(client.frame().data()).isEqualTo(bytes.getBytes(UTF_8));
                    }
                });
    }

    private static Attack repeated() {
        return served(
                "16: twice the same",
                server -> {
                    try (RawWebSocket client = server.enter()) {
                        send(client, "51-[\"ask\"," + HOLE + "," + HOLE + "]");
                        send(client, "bytes:a");
                        send(client, "27[\"ask\"]");

                        assertThat(client.text()).startsWith("43");
                    }
                });
    }

    // ---- 17: acknowledgements

    static Stream<Attack> acks() {
        return Stream.of(
                closed("17: an id of 60,000 digits", "2" + "1".repeat(60_000) + "[\"ask\"]"),
                closed("17: an id of 2^53 + 1", "29007199254740993[\"ask\"]"),
                closed("17: an id in other digits", "2\u0661[\"ask\"]"),
                closed("17: a negative id", "2-1[\"ask\"]"),
                answered("17: leading zeros", "37[0]", "20007[\"ask\"]"),
                borne("17: of an unknown id", UNKNOWN_ACKS, "399[1]"),
                borne("17: without an id", UNKNOWN_ACKS, "3[\"" + PAYLOAD + "\"]"),
                counted("17: twice", UNKNOWN_ACKS, HostileSocketIoTest::twice),
                counted("17: of another namespace", UNKNOWN_ACKS, HostileSocketIoTest::otherAck),
                served("17: a hundred thousand at once", HostileSocketIoTest::manyAcks));
    }

    private static String askMe(RawWebSocket client) throws Exception {
        client.text("42[\"me\"]");
        String question = client.text();
        return question.substring(2, question.indexOf('['));
    }

    private static void twice(TargetServer server) throws Exception {
        try (RawWebSocket client = server.enter()) {
            String id = askMe(client);
            send(client, "3" + id + "[1]");
            send(client, "3" + id + "[1]");
            client.text("42[\"echo\",1]");

            assertThat(client.text()).isEqualTo("42[\"echo\",1]");
        }
    }

    private static void otherAck(TargetServer server) throws Exception {
        try (RawWebSocket client = server.enter()) {
            client.text("40/auth,");
            assertThat(client.text()).startsWith("40/auth,{");
            String id = askMe(client);
            send(client, "3/auth," + id + "[1]");
            client.text("42[\"echo\",1]");

            assertThat(client.text()).isEqualTo("42[\"echo\",1]");
        }
    }

    private static void manyAcks(TargetServer server) throws Exception {
        try (RawWebSocket client = server.enter()) {
            for (int from = 0; from < 20_000; from += 500) {
                for (int id = from; id < from + 500; id++) {
                    send(client, "2" + id + "[\"ask\",1]");
                }
                for (int id = from; id < from + 500; id++) {
                    assertThat(client.text()).isEqualTo("43" + id + "[1]");
                }
            }
        }
    }

    // ---- 18: namespaces

    static Stream<Attack> namespaces() {
        String none = "{\"message\":\"Invalid namespace\"}";
        return Stream.of(
                refused("18: unknown", "0/" + PAYLOAD + ",", "4/" + PAYLOAD + "," + none),
                refused("18: without a comma", "0/nsp", "4/nsp," + none),
                refused("18: like a path", "0/../../etc/passwd,", "4/../../etc/passwd," + none),
                refused("18: two slashes", "0//,", "4//," + none),
                closed("18: 64 kB long", "0/" + "n".repeat(65_536) + ","),
                closed("18: control characters", "0/a\u0007b,"),
                closed("18: a line end", "0/a\nb,"),
                closed("18: an event elsewhere", "2/auth,[\"echo\",\"" + PAYLOAD + "\"]"),
                closed("18: leaving elsewhere", "1/auth,"),
                served("18: CONNECT again and again", HostileSocketIoTest::againAndAgain),
                answered("18: CONNECT again, in time", "", "0/slow,", "0/slow,", "0/slow,"),
                closed("18: an event before the answer", "0/slow,", "2/slow,[\"echo\"]"),
                closed("18: an answer before the answer", "0/slow,", "3/slow,1[]"),
                counted("18: before all else", PROTOCOL_ERRORS, HostileSocketIoTest::early),
                counted("18: thousands", CONNECTS_REFUSED, HostileSocketIoTest::manyNamespaces));
    }

    /** Each time it begins anew: a server that kept the sockets before would fill up. */
    private static void againAndAgain(TargetServer server) throws Exception {
        int others = server.bus().socketsCount();
        try (RawWebSocket client = server.enter()) {
            for (int i = 0; i < 1_000; i++) {
                client.text("40");
                assertThat(client.text()).startsWith("40{");
            }
            assertThat(server.bus().socketsCount()).isEqualTo(others + 1);
        }
    }

    private static Attack refused(String name, String connect, String answer) {
        return counted(name, CONNECTS_REFUSED, server -> exchange(server, answer, connect));
    }

    private static void early(TargetServer server) throws Exception {
        try (RawWebSocket client = server.webSocket()) {
            client.text("42[\"echo\",1]");
            expectClose(client);
        }
    }

    private static void manyNamespaces(TargetServer server) throws Exception {
        server.bus().of((name, payload) -> done(name.startsWith("/dyn-")));
        try (RawWebSocket client = server.enter()) {
            for (int i = 0; i < 1_000; i++) {
                client.text("40/dyn-" + i + ",");
            }
            int refused = 0;
            for (int i = 0; i < 1_000; i++) {
                refused += client.text().startsWith("44/dyn-") ? 1 : 0;
            }
            assertThat(refused).isEqualTo(1_000 - 99);
        }
    }

    private static CompletionStage<Boolean> done(boolean result) {
        return CompletableFuture.completedFuture(result);
    }

    // ---- 19: events

    static Stream<Attack> events() {
        List<String> wrong =
                List.of(
                        "2{}",
                        "2\"echo\"",
                        "2[]",
                        "2[null]",
                        "2[true]",
                        "2[{}]",
                        "2[[]]",
                        "2null",
                        "2[\"echo\",]",
                        "2[\"echo\"",
                        "2[\"echo\"]]",
                        "2[\"echo\",NaN]",
                        "2[\"echo\",Infinity]",
                        "2[\"echo\",01]",
                        "2[\"echo\",'a']",
                        "2[\"echo\",{a:1}]",
                        "2[\"echo\",\"\\x\"]",
                        "2[\"echo\",\"\n\"]",
                        "2[\"connect\"]",
                        "2[\"connect_error\"]",
                        "2[\"disconnect\"]",
                        "2[\"disconnecting\"]",
                        "2[\"newListener\"]",
                        "2[\"removeListener\"]");
        return Stream.concat(
                wrong.stream().map(message -> closed("19: " + message, message)), large());
    }

    private static Stream<Attack> large() {
        String deep = "[".repeat(20_000) + "]".repeat(20_000);
        String arguments = ",1".repeat(100_000);
        String digits = "1".repeat(999_900);
        String huge = "x".repeat(1_000_000);
        return Stream.of(
                closed("19: 20,000 deep", "2[\"echo\"," + deep + "]"),
                closed("19: 100,000 arguments", "2[\"echo\"" + arguments + "]"),
                answered(
                        "19: a million digits",
                        "2[\"echo\"," + digits + "]",
                        "2[\"echo\"," + digits + "]"),
                borne("19: too many of them", FAILURES, "2[\"number\"," + digits + "]"),
                closed("19: a huge name", "2[\"" + huge + "\"]"),
                borne("19: an event nobody knows", UNHANDLED_EVENTS, "2[\"" + PAYLOAD + "\"]"),
                borne("19: a number as a name", UNHANDLED_EVENTS, "2[1]"),
                borne("19: error", UNHANDLED_EVENTS, "2[\"error\"]"),
                answered(
                        "19: duplicate keys",
                        "2[\"echo\",{\"a\":1,\"a\":2}]",
                        "2[\"echo\",{\"a\":1,\"a\":2}]"),
                answered("19: half a pair", "2[\"echo\",\"\\ud800\"]", "2[\"echo\",\"\\ud800\"]"),
                answered(
                        "19: a huge string",
                        "2[\"echo\",\"" + huge + "\"]",
                        "2[\"echo\",\"" + huge + "\"]"),
                borne("19: another type", FAILURES, "2[\"number\",\"" + PAYLOAD + "\"]"),
                borne("19: no argument", FAILURES, "2[\"number\",{\"" + PAYLOAD + "\":1}]"));
    }

    // ---- 20: keys

    static Stream<Attack> keys() {
        return Stream.of(
                        "__proto__",
                        "constructor",
                        "prototype",
                        "@class",
                        "@type",
                        "class",
                        "$type")
                .map(
                        key ->
                                answered(
                                        "20: " + key,
                                        "2[\"bean\",\"a\"]",
                                        "2[\"bean\",{\""
                                                + key
                                                + "\":\"javax.naming.InitialContext\",\"name\":\"a\"}]"));
    }

    // ---- 21: CONNECT

    Stream<Attack> connects() {
        Stream<Attack> wrong =
                Stream.of("[]", "\"" + PAYLOAD + "\"", "1", "null", "true", "{", "{}{}", "{\"a\"}")
                        .map(payload -> closed("21: CONNECT with " + payload, "0/auth," + payload));
        return Stream.concat(
                wrong,
                Stream.of(
                        served("21: without auth", server -> connect("0/auth,", "null")),
                        served("21: with auth", s -> connect("0/auth,{\"a\":1}", "{a=1}")),
                        closed("21: CONNECT_ERROR", "4{\"message\":\"" + PAYLOAD + "\"}"),
                        closed("21: CONNECT_ERROR elsewhere", "4/x,\"" + PAYLOAD + "\""),
                        closed("21: DISCONNECT with a payload", "1{}")));
    }

    /** The application is asked whatever the client has sent. */
    private void connect(String packet, String expected) throws Exception {
        try (RawWebSocket client = server.enter()) {
            auth.clear();
            send(client, packet);

            assertThat(client.text()).startsWith("40/auth,{\"sid\":");
            assertThat(auth.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }
}
