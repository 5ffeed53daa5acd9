package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2, where an application's connector speaks it: requests and WebSockets (RFC 8441). */
class Http2WireTest {
    private final HTTP2Client client = new HTTP2Client();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private EchoFixture server;
    private Session session;

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    @BeforeEach
    void start() throws Exception {
        server = EchoFixture.startHttp2(engine());
        client.start();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Session.Listener listener =
                new Session.Listener() {
                    @Override
                    public void onSettings(Session opened, SettingsFrame frame) {
                        ready.complete(null);
                    }
                };
        InetAddress loopback = InetAddress.getLoopbackAddress();
        session =
                client.connect(new InetSocketAddress(loopback, server.port()), listener)
                        .get(20, TimeUnit.SECONDS);
        ready.get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        server.close();
    }

    private Stream webSocket(HttpFields headers) throws Exception {
        return webSocket("localhost", headers);
    }

    private Stream webSocket(String authority, HttpFields headers) throws Exception {
        return open(
                new MetaData.ConnectRequest(
                        "http",
                        new HostPortHttpField(authority),
                        EchoFixture.WEBSOCKET,
                        headers,
                        "websocket"),
                false);
    }

    private Stream get(String target) throws Exception {
        HttpURI uri = HttpURI.from("http://localhost" + target);
        return open(new MetaData.Request("GET", uri, HttpVersion.HTTP_2, HttpFields.EMPTY), true);
    }

    private Stream open(MetaData.Request request, boolean last) throws Exception {
        return session.newStream(new HeadersFrame(request, null, last), new Answers())
                .get(20, TimeUnit.SECONDS);
    }

    private String answer() throws InterruptedException {
        return answers.poll(20, TimeUnit.SECONDS);
    }

    private static void send(Stream stream, int opcode, String text) {
        byte[] frame = RawWebSocket.frame(true, opcode, text.getBytes(UTF_8));
        stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(frame), false), Callback.NOOP);
    }

    @Test
    void shouldCarryAWebSocketInAStream() throws Exception {
        Stream stream = webSocket(HttpFields.build().put("Sec-WebSocket-Version", "13"));
        assertThat(answer()).isEqualTo("status 200");
        assertThat(answer()).contains("0{\"sid\":");

        send(stream, RawWebSocket.TEXT, "4hello");
        assertThat(answer()).endsWith("4hello");

        send(stream, RawWebSocket.CLOSE, "");
        assertThat(server.end()).startsWith("transport close");
        assertThat(session.isClosed()).isFalse();
    }

    @Test
    void shouldRefuseAWebSocketOfAForeignPage() throws Exception {
        webSocket(
                HttpFields.build()
                        .put("Sec-WebSocket-Version", "13")
                        .put("Origin", "https://page.example"));

        assertThat(answer()).isEqualTo("status 403");
    }

    /** There is no Host header in HTTP/2, so a server's own pages were foreign. */
    @ParameterizedTest
    @CsvSource({
        "localhost, http://localhost, 200",
        "localhost:8443, http://localhost:8443, 200",
        "chat.example:8443, http://chat.example:8443, 200",
        "localhost:8443, http://localhost:8444, 403",
        "localhost:8443, http://evil.example:8443, 403",
    })
    void shouldCompareTheOriginWithTheAuthority(String authority, String origin, int status)
            throws Exception {
        webSocket(
                authority,
                HttpFields.build().put("Sec-WebSocket-Version", "13").put("Origin", origin));

        assertThat(answer()).isEqualTo("status " + status);
    }

    @Test
    void shouldServePollsAndNoticeTheEndOfOne() throws Exception {
        get(EchoFixture.POLL);
        assertThat(answer()).isEqualTo("status 200");
        String target = EchoFixture.POLL + "&sid=" + EchoFixture.sid(answer());
        Stream parked = get(target);
        var open = server.session();
        Patience.await("a poll waits", open::isWritable);

        parked.reset(new ResetFrame(parked.getId(), 8), Callback.NOOP);

        assertThat(server.end()).isEqualTo("transport error: poll connection closed prematurely");
        assertThat(session.isClosed()).isFalse();
    }

    /** Collects what comes back. */
    private final class Answers implements Stream.Listener {
        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
            if (frame.getMetaData() instanceof MetaData.Response response) {
                answers.add("status " + response.getStatus());
            }
            stream.demand();
        }

        @Override
        public void onDataAvailable(Stream stream) {
            Stream.Data data = stream.readData();
            if (data == null) {
                stream.demand();
                return;
            }
            if (data.frame().remaining() > 0) {
                answers.add(BufferUtil.toUTF8String(data.frame().getByteBuffer()));
            }
            boolean last = data.frame().isEndStream();
            data.release();
            if (!last) {
                stream.demand();
            }
        }
    }
}
