package io.ringcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Recovery;
import io.ringcast.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket.IO to clients of its version 2, message by message (H3 to H6). */
@Tag("interop")
class SocketRevision3Test {
    private ScriptServer server;
    private WireSocket client;
    private String sid;

    @BeforeEach
    void start() throws Exception {
        // Recovery is nothing for such clients, and must not show.
        Recovery recovery = Recovery.of(Duration.ofMinutes(2));
        server =
                new ScriptServer(
                        bus -> bus.connectionStateRecovery(recovery),
                        web -> web.options(options -> options.allowEIO3(true)));
        client = open();
        sid = Wire.sid(client.text());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private WireSocket open() throws Exception {
        return new Wire(server.port(), "/socket.io").webSocket("?EIO=3&transport=websocket");
    }

    @Test
    void shouldEnterTheMainNamespaceUnasked() throws Exception {
        assertThat(client.text()).isEqualTo("40");
        Socket socket = server.socket("/");

        client.send("420[\"whoami\"]");

        assertThat(client.text()).isEqualTo("430[\"" + sid + "\"]");
        assertThat(socket.id()).isEqualTo(sid);
        assertThat(socket.handshake().auth().size()).isZero();
        assertThat(socket.rooms()).containsExactly(sid);
    }

    @Test
    void shouldTakeTheQueryOfANamespaceForAuth() throws Exception {
        client.text();

        client.send("40/admin?token=guess&token=secret&a%20b=%C3%A4+&empty=&bare,");

        assertThat(client.text()).isEqualTo("40/admin,");
        assertThat(client.text()).isEqualTo("42/admin,[\"welcome\",\"/admin\"]");
        Socket socket = server.socket("/admin");
        assertThat(socket.id()).isEqualTo("/admin#" + sid);
        Object auth = socket.handshake().auth(Map.class);
        assertThat(auth)
                .isEqualTo(Map.of("token", "secret", "a b", "\u00e4 ", "empty", "", "bare", ""));
    }

    @Test
    void shouldRefuseWithABareValue() throws Exception {
        client.text();

        client.send("40/admin,");
        client.send("40/nowhere?token=secret,");

        assertThat(client.text()).isEqualTo("44/admin,{\"code\":401}");
        assertThat(client.text()).isEqualTo("44/nowhere,\"Invalid namespace\"");
    }

    @Test
    void shouldCarryAttachmentsWithTheirType() throws Exception {
        client.text();

        client.send("451-[\"binary-echo\",{\"_placeholder\":true,\"num\":0}]");
        client.send(new byte[] {4, 1, 2});

        assertThat(client.text())
                .isEqualTo("451-[\"binary-echo\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(client.binary()).isEqualTo(ByteBuffer.wrap(new byte[] {4, 1, 2}));
    }

    @Test
    void shouldBroadcastToBothRevisions() throws Exception {
        client.text();
        WireSocket later = new Wire(server.port(), "/socket.io").webSocket();
        later.text();
        later.send("40");
        assertThat(later.text()).startsWith("40{");
        server.socket("/");
        server.socket("/");

        server.bus().local().emit("both", new byte[] {7});

        assertThat(client.text()).startsWith("451-[\"both\",{\"_placeholder\":true,\"num\":0}");
        assertThat(client.binary()).isEqualTo(ByteBuffer.wrap(new byte[] {4, 7}));
        assertThat(later.text()).startsWith("451-[\"both\",{\"_placeholder\":true,\"num\":0}");
        assertThat(later.binary()).isEqualTo(ByteBuffer.wrap(new byte[] {7}));
        later.close();
    }

    @Test
    void shouldBeginAnewUponASecondConnect() throws Exception {
        assertThat(client.text()).isEqualTo("40");
        String id = server.socket("/").id();

        client.send("40");

        assertThat(client.text()).isEqualTo("40");
        assertThat(server.end(id)).isEqualTo("client namespace disconnect");
        assertThat(server.socket("/").id()).isEqualTo(id);
        assertThat(server.bus().socketsCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40/admin?%zz,", "40/admin?a=%,", "4", "42/admin,[\"x\"]"})
    void shouldCloseTheConnectionOfWhoBreaksTheProtocol(String message) throws Exception {
        client.text();

        client.send(message);

        assertThat(client.end()).isEqualTo(1005);
    }
}
