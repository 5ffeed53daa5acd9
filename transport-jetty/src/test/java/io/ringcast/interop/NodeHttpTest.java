package io.ringcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringcast.transport.jetty.JettyTransport;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Node's own HTTP clients make of the server's answers. */
@NeedsNode
class NodeHttpTest {
    private static final String FETCH =
            """
            const [url, coding] = process.argv.slice(1);
            fetch(url, { headers: { "accept-encoding": coding } }).then(async (answer) => {
              const text = await answer.text();
              console.log(answer.headers.get("content-encoding"), text.includes("Socket.IO v4"));
            });
            """;

    private static final String HTTP2 =
            """
            const [url, origin] = process.argv.slice(1);
            const session = require("node:http2").connect(url);
            session.on("remoteSettings", () => {
              const stream = session.request({
                ":method": "CONNECT",
                ":protocol": "websocket",
                ":path": "/socket.io/?EIO=4&transport=websocket",
                "sec-websocket-version": "13",
                origin,
              });
              stream.on("response", (headers) => {
                console.log(headers[":status"]);
                process.exit();
              });
            });
            """;

    private static String run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("node", "-e", script));
        command.addAll(List.of(arguments));
        Process node =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(node.getInputStream().readAllBytes(), UTF_8).strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip"})
    void shouldUnpackTheBrowserClient(String coding) throws Exception {
        assumeThat(JettyTransport.class.getResource("client/client.properties")).isNotNull();
        try (ScriptServer server = ScriptServer.start()) {
            assertThat(run(FETCH, server.url() + "/socket.io/socket.io.js", coding))
                    .isEqualTo(coding + " true");
        }
    }

    /** There is no Host header in HTTP/2, so all pages were foreign. */
    @Test
    void shouldOpenAWebSocketOfItsOwnPageOverHttp2() throws Exception {
        try (ScriptServer server =
                new ScriptServer(
                        bus -> bus,
                        web ->
                                web.connectionFactories(
                                        http ->
                                                List.of(
                                                        new HttpConnectionFactory(http),
                                                        new HTTP2CServerConnectionFactory(
                                                                http))))) {
            assertThat(run(HTTP2, server.url(), server.url())).isEqualTo("200");
            assertThat(run(HTTP2, server.url(), "http://evil.example")).isEqualTo("403");
        }
    }
}
