package io.ringcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.BusBuilder;
import io.ringcast.interop.InteropClient.Settings;
import io.ringcast.interop.InteropSocket.Received;
import io.ringcast.interop.InteropSocket.Refusal;
import io.ringcast.transport.jetty.JettyTransportOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every official client has to find here, over every way that packets can take. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientScript {
    private final List<InteropSocket> open = new ArrayList<>();
    private ScriptServer server;
    private InteropClient client;
    private final Route route;

    ClientScript(Route route) {
        this.route = route;
    }

    abstract InteropClient client() throws Exception;

    @BeforeAll
    void start() throws Exception {
        client = client();
        server = start(bus -> bus);
    }

    /** What the server has to have so that this client can talk to it. */
    BusBuilder fitting(BusBuilder bus) {
        return bus;
    }

    void options(JettyTransportOptions.Builder web) {
        web.allowEIO3(client.protocol() == 3);
    }

    private ScriptServer start(UnaryOperator<BusBuilder> settings) {
        return new ScriptServer(
                bus -> fitting(settings.apply(bus)), web -> web.options(this::options));
    }

    @AfterEach
    void closeSockets() {
        open.forEach(InteropSocket::close);
        open.clear();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private InteropSocket open(String path, Settings settings) throws Exception {
        InteropSocket socket = client.open(server.url() + path, settings);
        open.add(socket);
        return socket;
    }

    private InteropSocket connect() throws Exception {
        InteropSocket socket = open("/", Settings.over(route));
        socket.awaitConnect();
        return socket;
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        Arrays.stream(values).forEach(value -> bytes.put((byte) value));
        return bytes.flip();
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    @Test
    void shouldTravelOnTheTransportThatWasAskedFor() throws Exception {
        InteropSocket socket = connect();

        if (route == Route.UPGRADE) {
            socket.awaitUpgrade();
        }

        assertThat(socket.transport()).isEqualTo(route.destination());
        String id = (String) socket.request("whoami").get(0);
        assertThat(server.bus().socket(id).orElseThrow().transportName())
                .isEqualTo(route.destination());
    }

    @Test
    void shouldGetADifferentIdEachTime() throws Exception {
        String first = open("/", Settings.over(route)).awaitConnect().id();
        String second = open("/", Settings.over(route)).awaitConnect().id();

        assertThat(first).matches("[A-Za-z0-9_-]{20}").isNotEqualTo(second);
    }

    @Test
    void shouldShowQueryAndAuthInTheHandshake() throws Exception {
        Settings settings = Settings.over(route).query("where", "d\u00e4 + & 1").auth("who", "me");
        InteropSocket socket = open("/", settings);
        socket.awaitConnect();

        Map<?, ?> seen = (Map<?, ?>) socket.request("handshake").get(0);

        Map<?, ?> query = (Map<?, ?>) seen.get("query");
        assertThat(query.get("where")).isEqualTo("d\u00e4 + & 1");
        assertThat(query.get("EIO")).isEqualTo("" + client.protocol());
        assertThat(seen.get("auth")).isEqualTo(client.protocol() == 3 ? null : Map.of("who", "me"));
        assertThat(seen.get("secure")).isEqualTo(false);
        assertThat((String) seen.get("url")).startsWith("/socket.io/?");
        assertThat((List<?>) seen.get("headers")).asString().contains("host");
    }

    @Test
    void shouldEchoEveryTypeOfJson() throws Exception {
        InteropSocket socket = connect();
        Object[] values = {
            "text",
            "",
            0,
            -1,
            2_147_483_648L,
            9_007_199_254_740_991L,
            0.5,
            -1.0E-10,
            true,
            false,
            null,
            List.of(),
            object(),
            Arrays.asList(1, null, List.of(List.of("deep"))),
            object("a", null, "b", object("c", List.of(object("d", 1))), "", "empty key")
        };

        socket.emit("echo", values);

        assertThat(socket.next("echo").arguments()).containsExactly(values);
    }

    @Test
    void shouldEchoAnEventWithoutArguments() throws Exception {
        InteropSocket socket = connect();

        socket.emit("echo");

        assertThat(socket.next("echo").arguments()).isEmpty();
    }

    @Test
    void shouldEchoAnyText() throws Exception {
        InteropSocket socket = connect();
        Object[] texts = {
            "\u00e4\u00f6\u00fc \u20ac",
            "\ud83d\ude00 \ud83d\udc69\u200d\ud83d\ude80 \ud840\udc00",
            "\u0000\u0001\u001e\u001f\u007f\u0080",
            "\u2028\u2029\ufeff\ufffe\uffff",
            "\"\\/\b\f\n\r\t",
            "2probe",
            "b64"
        };

        socket.emit("echo", texts);

        assertThat(socket.next("echo").arguments()).containsExactly(texts);
    }

    @Test
    void shouldEchoALongText() throws Exception {
        InteropSocket socket = connect();
        String text = "\u20ac\ud83d\ude00x".repeat(20_000);

        socket.emit("echo", text);

        assertThat(socket.next("echo").arguments()).containsExactly(text);
    }

    @Test
    void shouldEchoBytesAnywhereInTheArguments() throws Exception {
        InteropSocket socket = connect();
        Object[] values = {
            bytes(0, 1, 2, 255),
            object("deep", List.of(object("file", bytes(4)), "text", bytes()), "n", 1),
            ByteBuffer.wrap("4binary that looks like a packet".getBytes(UTF_8))
        };

        socket.emit("binary-echo", values);

        assertThat(socket.next("binary-echo").arguments()).containsExactly(values);
    }

    @Test
    void shouldKeepTheOrderOfTextAndBytes() throws Exception {
        InteropSocket socket = connect();

        for (int i = 0; i < 50; i++) {
            socket.emit("echo", i, i % 2 == 0 ? "text" : bytes(i));
        }

        for (int i = 0; i < 50; i++) {
            assertThat(socket.next("echo").arguments())
                    .containsExactly(i, i % 2 == 0 ? "text" : bytes(i));
        }
    }

    @Test
    void shouldAcknowledgeWithTheArguments() throws Exception {
        InteropSocket socket = connect();

        assertThat(socket.request("ack")).isEmpty();
        assertThat(socket.request("ack", 1, "2", object("3", List.of(true))))
                .containsExactly(1, "2", object("3", List.of(true)));
    }

    @Test
    void shouldAcknowledgeWithBytes() throws Exception {
        InteropSocket socket = connect();

        assertThat(socket.request("ack", object("file", bytes(0, 49, 58, 52)), bytes(7)))
                .containsExactly(object("file", bytes(0, 49, 58, 52)), bytes(7));
    }

    @Test
    void shouldAnswerWhatTheServerAsks() throws Exception {
        InteropSocket socket = connect();
        socket.emit("ask", "how?", bytes(1));

        Received question = socket.next("question");
        question.answer().send("so", object("bytes", bytes(2)));

        assertThat(question.arguments()).containsExactly("how?", bytes(1));
        assertThat(socket.next("answer").arguments())
                .containsExactly("so", object("bytes", bytes(2)));
    }

    @Test
    void shouldHearWhatIsSaidInItsRoomsOnly() throws Exception {
        String room = "room of " + route;
        InteropSocket speaker = connect();
        InteropSocket member = connect();
        InteropSocket stranger = connect();
        assertThat(speaker.request("join", room)).containsExactly(room);
        assertThat(member.request("join", room)).containsExactly(room);

        speaker.emit("say", room, "hello");
        speaker.emit("room", room, bytes(9));

        assertThat(member.next("said").arguments()).containsExactly(room, "hello");
        assertThat(member.next("room").arguments()).containsExactly(bytes(9));
        assertThat(speaker.next("room").arguments()).containsExactly(bytes(9));
        assertThat(stranger.request("ack", "nothing came before this")).isNotEmpty();
        assertThat(stranger.pending()).isEmpty();
        assertThat(speaker.pending()).isEmpty();
    }

    @Test
    void shouldHearNothingOfARoomAfterItHasLeft() throws Exception {
        String room = "left of " + route;
        InteropSocket socket = connect();
        socket.request("join", room);
        socket.emit("room", room, 1);
        socket.request("leave", room);
        socket.emit("room", room, 2);

        socket.request("ack");

        assertThat(socket.next("room").arguments()).containsExactly(1);
        assertThat(socket.pending()).isEmpty();
    }

    @Test
    void shouldEnterANamespaceWithAuth() throws Exception {
        InteropSocket admin = open("/admin", Settings.over(route).auth("token", "secret"));

        admin.awaitConnect();

        assertThat(admin.next("welcome").arguments()).containsExactly("/admin");
        assertThat(admin.request("ack", bytes(1))).containsExactly(bytes(1));
    }

    @Test
    void shouldBeRefusedWithData() throws Exception {
        Assumptions.assumeTrue(client.takesRefusalData(), "the client can't take data");
        InteropSocket wrong = open("/admin", Settings.over(route).auth("token", "guess"));
        InteropSocket none = open("/admin", Settings.over(route));

        Refusal expected = client.refusal("unauthorized", Map.of("code", 401));
        assertThat(wrong.awaitRefusal()).isEqualTo(expected);
        assertThat(none.awaitRefusal()).isEqualTo(expected);
    }

    @Test
    void shouldBeToldOfAnUnknownNamespace() throws Exception {
        InteropSocket socket = open("/nowhere", Settings.over(route));

        assertThat(socket.awaitRefusal()).isEqualTo(client.refusal("Invalid namespace", null));
    }

    @Test
    void shouldEnterNamespacesThatComeIntoBeing() throws Exception {
        InteropSocket tenant = open("/tenant-42", Settings.over(route));
        InteropSocket nobody = open("/tenant-x", Settings.over(route));

        tenant.awaitConnect();
        tenant.emit("echo", "in /tenant-42");

        assertThat(tenant.next("echo").arguments()).containsExactly("in /tenant-42");
        assertThat(nobody.awaitRefusal().message()).isEqualTo("Invalid namespace");
    }

    @Test
    void shouldLeaveOneOfTwoNamespacesOfAConnection() throws Exception {
        InteropSocket main = connect();
        InteropSocket admin = client.namespace(main, "/admin", Map.of("token", "secret"));
        String adminId = admin.awaitConnect().id();
        String mainId = (String) main.request("whoami").get(0);
        admin.next("welcome");

        admin.emit("echo", "admin");
        main.emit("echo", "main");
        assertThat(admin.next("echo").arguments()).containsExactly("admin");
        assertThat(main.next("echo").arguments()).containsExactly("main");
        admin.disconnect();

        assertThat(admin.awaitDisconnect()).isEqualTo("io client disconnect");
        assertThat(server.end(adminId)).isEqualTo("client namespace disconnect");
        assertThat(adminId).isNotEqualTo(mainId);
        assertThat(main.request("ack", "still here")).containsExactly("still here");
        assertThat(server.hasEnded(mainId)).isFalse();
    }

    @Test
    void shouldTellTheServerWhenItLeaves() throws Exception {
        InteropSocket socket = open("/", Settings.over(route));
        String id = socket.awaitConnect().id();

        socket.disconnect();

        assertThat(socket.awaitDisconnect()).isEqualTo("io client disconnect");
        assertThat(server.end(id)).isEqualTo("client namespace disconnect");
    }

    @Test
    void shouldComeBackAfterItHasLeft() throws Exception {
        InteropSocket socket = open("/", Settings.over(route));
        String first = socket.awaitConnect().id();
        socket.disconnect();
        socket.awaitDisconnect();

        socket.connect();

        assertThat(socket.awaitConnect().id()).isNotEqualTo(first);
        assertThat(socket.request("ack", 1)).containsExactly(1);
    }

    @Test
    void shouldHearThatTheServerEndsTheSocket() throws Exception {
        InteropSocket socket = open("/", Settings.over(route));
        String id = socket.awaitConnect().id();

        socket.emit("kick");

        assertThat(socket.awaitDisconnect()).isEqualTo("io server disconnect");
        assertThat(server.end(id)).isEqualTo("server namespace disconnect");
    }

    @Test
    void shouldHearThatTheServerEndsTheConnection() throws Exception {
        InteropSocket socket = open("/", Settings.over(route));
        String id = socket.awaitConnect().id();

        socket.emit("kick-hard");

        assertThat(socket.awaitDisconnect()).isEqualTo("io server disconnect");
        assertThat(server.end(id)).isEqualTo("server namespace disconnect");
    }

    /** Between two polls the server has nothing that could break: its next ping finds out. */
    @Test
    void shouldReconnectAfterTheNetworkWasCut() throws Exception {
        UnaryOperator<BusBuilder> impatient =
                bus -> bus.heartbeat(Duration.ofMillis(500), Duration.ofSeconds(2));
        try (ScriptServer fragile = start(impatient);
                TcpProxy network = new TcpProxy(fragile.port())) {
            InteropSocket socket = client.open(network.url(), Settings.over(route));
            open.add(socket);
            String first = socket.awaitConnect().id();
            if (route == Route.UPGRADE) {
                // One that is cut between its last poll and its first frame learns of it by the
                // heartbeat only.
                socket.awaitUpgrade();
            }
            // Behind its answer no CONNECT is under way, which OkHttp would send once more: the
            // client would begin anew, and another socket than the first be cut off.
            assertThat(socket.request("ack", "here")).containsExactly("here");

            network.cut();
            assertThat(socket.awaitDisconnect()).isIn("transport close", "transport error");
            network.mend();

            assertThat(socket.awaitConnect().id()).isNotEqualTo(first);
            assertThat(socket.request("ack", "back")).containsExactly("back");
            assertThat(fragile.end(first))
                    .isIn("transport close", "transport error", "ping timeout");
        }
    }
}
