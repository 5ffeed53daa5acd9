package io.ringcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Arguments;
import io.ringcast.Socket;
import io.ringcast.protocol.PayloadException;
import io.ringcast.transport.Counter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that only JavaScript or only Java has, between npm's client and the bus (I12 to I16). */
abstract class NodeValues extends NodeFixture {
    private final Route route;
    private ScriptServer server;
    private NodeSocket client;
    private Socket socket;

    NodeValues(Route route) {
        this.route = route;
    }

    @BeforeEach
    void connect() throws Exception {
        server = server();
        Pair pair = pair(server, server.url(), over(route));
        client = pair.client();
        socket = pair.server();
    }

    private CompletableFuture<Arguments> heard(String event) {
        CompletableFuture<Arguments> heard = new CompletableFuture<>();
        socket.on(event, (args, ack) -> heard.complete(args));
        return heard;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    void shouldTakeAllThatJavaScriptCallsBytes() throws Exception {
        CompletableFuture<Arguments> heard = heard("bytes");

        client.run(
                """
                socket.emit("bytes", Buffer.from([1, 2]), new Uint8Array([3, 4]).buffer,
                    { deep: [new Uint16Array([0x0605]), new DataView(new ArrayBuffer(1))] },
                    new Float64Array([1.5]), new Uint8Array([9, 8, 7]).subarray(1, 2));
                """);

        Arguments bytes = get(heard);
        assertThat(bytes.size()).isEqualTo(5);
        assertThat(bytes.get(0, byte[].class)).containsExactly(1, 2);
        assertThat(bytes.get(1, byte[].class)).containsExactly(3, 4);
        List<?> deep = (List<?>) bytes.get(2, Map.class).get("deep");
        assertThat((byte[]) deep.get(0)).containsExactly(5, 6);
        assertThat((byte[]) deep.get(1)).containsExactly(0);
        assertThat(bytes.get(3, byte[].class)).containsExactly(0, 0, 0, 0, 0, 0, 0xf8, 0x3f);
        assertThat(bytes.get(4, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(new byte[] {8}));
    }

    @Test
    void shouldMapWhatJsonCannotSay() throws Exception {
        CompletableFuture<Arguments> heard = heard("odd");

        client.run(
                """
                socket.emit("odd", undefined, { gone: undefined, kept: null }, NaN, Infinity, -0,
                    new Date(0), { toJSON: () => ["own", { b: Buffer.from([1]) }] }, Symbol("s"));
                """);

        Arguments odd = get(heard);
        assertThat(odd.size()).isEqualTo(8);
        assertThat(odd.get(0)).isNull();
        assertThat(odd.get(1)).isEqualTo(Collections.singletonMap("kept", null));
        assertThat(odd.get(2)).isNull();
        assertThat(odd.get(3)).isNull();
        assertThat(odd.get(4, Double.class)).isZero();
        assertThat(odd.get(5, Instant.class)).isEqualTo(Instant.EPOCH);
        assertThat(odd.get(6, List.class).get(0)).isEqualTo("own");
        assertThat(odd.get(7)).isNull();
    }

    @Test
    void shouldSendJavaValuesAsJson() throws Exception {
        record Point(int x, double y, List<byte[]> shapes) {}

        socket.emit(
                "values",
                new Point(1, Double.NaN, List.of(new byte[] {1}, new byte[0])),
                Instant.ofEpochMilli(5),
                Double.POSITIVE_INFINITY,
                Thread.State.NEW,
                ByteBuffer.wrap(new byte[] {9, 8, 7}, 1, 1),
                Long.MAX_VALUE,
                'c');

        List<Object> values = client.next("values").arguments();
        Map<?, ?> point = (Map<?, ?>) values.get(0);
        assertThat(point.get("x")).isEqualTo(1);
        assertThat(point.containsKey("y")).isTrue();
        assertThat(point.get("y")).isNull();
        assertThat(point.get("shapes"))
                .isEqualTo(List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.allocate(0)));
        assertThat(values.get(1)).isEqualTo("1970-01-01T00:00:00.005Z");
        assertThat(values.get(2)).isNull();
        assertThat(values.get(3)).isEqualTo("NEW");
        assertThat(values.get(4)).isEqualTo(ByteBuffer.wrap(new byte[] {8}));
        assertThat(((Number) values.get(5)).doubleValue()).isEqualTo(0x1p63);
        assertThat(values.get(6)).isEqualTo("c");
    }

    @Test
    void shouldPassHalfACharacterOn() throws Exception {
        String text = (String) client.run("return \"<\\ud83d|\\ude00\\ud83d>\"");
        assertThat(text).hasSize(6);
        socket.on("parsed", String.class, parsed -> socket.emit("parsed", parsed));

        client.emit("echo", text);
        client.emit("parsed", text);

        assertThat(client.next("echo").arguments()).containsExactly(text);
        assertThat(client.next("parsed").arguments()).containsExactly(text);
    }

    @Test
    void shouldLeaveObjectsThatLookLikePlaceholdersAlone() throws Exception {
        Map<String, Object> fake = Map.of("_placeholder", true, "num", 0);

        client.emit("echo", fake);

        assertThat(client.next("echo").arguments()).containsExactly(fake);
    }

    @Test
    void shouldExchangeTenAttachments() throws Exception {
        Object[] files = new Object[10];
        Arrays.setAll(files, i -> ByteBuffer.wrap(new byte[] {(byte) i}));

        client.emit("echo", files);

        assertThat(client.next("echo").arguments()).containsExactly(files);
    }

    /** Current clients would drop the connection. */
    @Test
    void shouldNotSendElevenAttachments() throws Exception {
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            files.add(new byte[1]);
        }

        assertThatThrownBy(() -> socket.emit("files", files)).isInstanceOf(PayloadException.class);

        assertThat(client.request("ack", "still here")).containsExactly("still here");
    }

    @Test
    void shouldCloseTheConnectionOfElevenAttachments() throws Exception {
        client.run("socket.emit('echo', ...Array.from({ length: 11 }, () => Buffer.alloc(1)));");

        assertThat(server.end(socket.id())).isIn("forced close", "forced server close");
        assertThat(client.awaitDisconnect()).isIn("transport close", "transport error");
        assertThat(server.bus().counters().get(Counter.PROTOCOL_ERRORS)).isEqualTo(1);
    }

    @Test
    void shouldRefuseACircleInTheCallersThread() throws Exception {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);

        assertThatThrownBy(() -> socket.emit("circle", circle))
                .isInstanceOf(PayloadException.class);

        assertThat(client.request("ack", "still here")).containsExactly("still here");
    }
}
