package io.ringcast.interop;

import static io.ringcast.interop.RealProxy.Kind.HAPROXY;
import static io.ringcast.interop.RealProxy.Kind.NGINX;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.interop.RealProxy.Kind;
import io.ringcast.transport.jetty.Cors;
import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawClient.Response;
import io.ringcast.transport.jetty.RawWebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What users have in front of their servers, and how they set it up. */
class ProxyTest extends ProxyFixture {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

    /** A session of HTTP/2, and how to ask in it. */
    private static final String HTTP2 =
            """
            const session = require("node:http2").connect(parameters.url, {
              rejectUnauthorized: false,
            });
            const path = "/socket.io/?EIO=4&transport=";
            const ask = (method, path, body) =>
              new Promise((done, fail) => {
                const request = session.request({ ":method": method, ":path": path });
                let text = "";
                request.setEncoding("utf8");
                request.on("data", (chunk) => (text += chunk));
                request.on("end", () => done(text));
                request.on("error", fail);
                request.end(body);
              });
            """;

    private static final String POLLING_OVER_HTTP2 =
            """
            const { sid } = JSON.parse((await ask("GET", path + "polling")).slice(1));
            const target = path + "polling&sid=" + sid;
            await ask("POST", target, "40\\u001e42[\\"echo\\",1]");
            let received = "";
            while (!received.includes("echo")) {
              received += await ask("GET", target);
            }
            await ask("POST", target, "1");
            session.close();
            return received;
            """;

    private static final String WEBSOCKET_OVER_HTTP2 =
            """
            await new Promise((done) => session.once("remoteSettings", done));
            const stream = session.request({
              ":method": "CONNECT",
              ":protocol": "websocket",
              ":path": path + "websocket",
              "sec-websocket-version": "13",
              origin: parameters.url,
            });
            const send = (text) => {
              const bytes = Buffer.from(text);
              stream.write(Buffer.concat([Buffer.from([0x81, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]));
            };
            let received = "";
            await new Promise((done, fail) => {
              stream.on("error", fail);
              stream.on("response", (headers) => {
                if (headers[":status"] === 200) {
                  send("40");
                  send('42["echo",1]');
                } else {
                  fail(new Error(headers[":status"]));
                }
              });
              stream.on("data", (bytes) => {
                received += bytes.toString("latin1");
                if (received.includes("echo")) {
                  done();
                }
              });
            });
            session.destroy();
            return received;
            """;

    // ---- as documented

    @ParameterizedTest
    @MethodSource("ways")
    void shouldServeBehindTlsAsDocumented(Kind kind, Route route) throws Exception {
        ScriptServer server = server();
        RealProxy proxy = start(documented(kind, server.port()));
        Map<String, ?> page = Map.of("extraHeaders", Map.of("Origin", https(proxy)));

        NodeSocket client = open(https(proxy), trusting(route, page));

        served(server, client, route);
        ByteBuffer bytes = ByteBuffer.allocate(600_000).put(599_999, (byte) 1);
        assertThat(client.request("ack", bytes, "text").equals(List.of(bytes, "text"))).isTrue();
    }

    /** Many events in both directions while a proxy collects bodies before it passes them on. */
    @ParameterizedTest
    @MethodSource("ways")
    void shouldServeWhereTheProxyBuffers(Kind kind, Route route) throws Exception {
        ScriptServer server = server();
        String on = "proxy_buffering on; proxy_request_buffering on;";
        Site site =
                documented(kind, server.port())
                        .plain()
                        .with(NGINX, "proxy_buffering off;", on)
                        .with(HAPROXY, "mode http", "mode http\n    option http-buffer-request");
        RealProxy proxy = start(site);

        NodeSocket client = served(server, open(http(proxy), over(route)), route);

        String text = "x".repeat(700_000);
        assertThat(client.request("ack", text).equals(List.of(text))).isTrue();
    }

    // ---- paths and names

    @ParameterizedTest
    @MethodSource("ways")
    void shouldServeBelowAPathOfTheProxys(Kind kind, Route route) throws Exception {
        ScriptServer server = server();
        Site site =
                documented(kind, server.port())
                        .plain()
                        .with(NGINX, "location /", "location /app/")
                        .with(NGINX, "http://chat;", "http://chat/socket.io/;")
                        .with(
                                HAPROXY,
                                "option forwardfor",
                                "http-request replace-path /app(/.*) \\1");
        RealProxy proxy = start(site);

        NodeSocket client = open(http(proxy), over(route, Map.of("path", "/app/socket.io/")));

        served(server, client, route);
    }

    // ---- HTTP/2 in front

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldServePollingOverHttp2(Kind kind) throws Exception {
        ScriptServer server = server();
        RealProxy proxy = start(documented(kind, server.port()));

        Object received = script(HTTP2 + POLLING_OVER_HTTP2, Map.of("url", https(proxy)));

        assertThat((String) received).endsWith("42[\"echo\",1]");
    }

    /** RFC 8441: a WebSocket in a stream of HTTP/2, which nginx does not offer. */
    @Test
    void shouldServeAWebSocketOverHttp2() throws Exception {
        ScriptServer server = server();
        RealProxy proxy = start(documented(HAPROXY, server.port()));

        Object received = script(HTTP2 + WEBSOCKET_OVER_HTTP2, Map.of("url", https(proxy)));

        assertThat((String) received).endsWith("42[\"echo\",1]");
    }

    // ---- bad set-ups

    /** Once it was an error that only WebSockets had, and clients stayed on polling for ever. */
    @ParameterizedTest
    @MethodSource("ways")
    void shouldKnowItsOwnPagesWhereTheProxyDropsThePort(Kind kind, Route route) throws Exception {
        ScriptServer server = server();
        Site site =
                documented(kind, server.port())
                        .with(NGINX, "Host $http_host", "Host $host")
                        .with(
                                HAPROXY,
                                "option forwardfor",
                                "http-request set-header Host %[req.hdr(host),field(1,:)]");
        RealProxy proxy = start(site);
        Map<String, ?> page = Map.of("extraHeaders", Map.of("Origin", https(proxy)));

        served(server, open(https(proxy), trusting(route, page)), route);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldStayOnPollingWhereTheProxyDropsUpgrades(Kind kind) throws Exception {
        ScriptServer server = server();
        Site site =
                documented(kind, server.port())
                        .plain()
                        .with(NGINX, "proxy_set_header Upgrade $http_upgrade;", "")
                        .with(HAPROXY, "option forwardfor", "http-request del-header Upgrade");
        RealProxy proxy = start(site);
        NodeSocket client = open(http(proxy), over(Route.UPGRADE, Map.of("autoConnect", false)));

        client.run(
                """
                const failed = new Promise((done) => {
                  socket.io.once("open", () => socket.io.engine.once("upgradeError", done));
                });
                socket.connect();
                await failed;
                """);

        served(server, client, Route.POLLING);
    }

    // ---- what the proxy adds and what the page sends

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldTellPagesOfOtherOriginsOnce(Kind kind) throws Exception {
        String page = "https://app.example";
        ScriptServer server = server(bus -> bus, web -> web.cors(Cors.allow(page)));
        RealProxy proxy = start(documented(kind, server.port()).plain());
        try (RawClient client = new RawClient(proxy.port())) {
            Response before =
                    client.request(
                                    "OPTIONS",
                                    POLL,
                                    "Origin: " + page,
                                    "Access-Control-Request-Method: POST")
                            .response();
            Response open = client.get(POLL, "Origin: " + page);
            Response other = client.get(POLL, "Origin: https://evil.example");

            assertThat(before.status()).isEqualTo(204);
            assertThat(before.headers("access-control-allow-origin")).containsExactly(page);
            assertThat(open.headers("access-control-allow-origin")).containsExactly(page);
            assertThat(other.headers("access-control-allow-origin"))
                    .doesNotContain("https://evil.example");
        }
        try (RawWebSocket socket = new RawWebSocket(proxy.port())) {
            assertThat(socket.ask(WEBSOCKET, "Origin: " + page).status()).isEqualTo(101);
        }
        try (RawWebSocket socket = new RawWebSocket(proxy.port())) {
            assertThat(socket.ask(WEBSOCKET, "Origin: https://evil.example").status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldTakeLargeCookies(Kind kind, Route route) throws Exception {
        ScriptServer server = server();
        RealProxy proxy = start(documented(kind, server.port()).plain());
        String cookie = "session=" + "c".repeat(6_500);

        NodeSocket client =
                open(http(proxy), over(route, Map.of("extraHeaders", Map.of("Cookie", cookie))));

        served(server, client, route);
    }

    // ---- several servers

    @Test
    void shouldFindItsServerByAddress() throws Exception {
        ScriptServer one = server();
        ScriptServer two = server();
        Site site =
                documented(NGINX, one.port())
                        .plain()
                        .with("upstream chat {", "upstream chat {\n    ip_hash;")
                        .with(
                                "    keepalive 64;",
                                "    server 127.0.0.1:" + two.port() + ";\n    keepalive 64;");
        RealProxy proxy = start(site);

        for (Route route : Route.values()) {
            NodeSocket client = open(http(proxy), over(route));
            client.awaitConnect();
            assertThat(client.request("ack", 1)).containsExactly(1);
            assertThat(client.request("ack", 2)).containsExactly(2);
        }
    }

    /** Node's clients keep cookies where withCredentials says so, as browsers do. */
    @Test
    void shouldFindItsServerByCookie() throws Exception {
        ScriptServer one = server();
        ScriptServer two = server();
        Site site =
                documented(HAPROXY, one.port())
                        .plain()
                        .with("balance source", "balance roundrobin")
                        .with(
                                "server one 127.0.0.1:" + one.port() + " check",
                                "    cookie SERVER insert indirect nocache\n"
                                        + "    server one 127.0.0.1:"
                                        + one.port()
                                        + " cookie one\n    server two 127.0.0.1:"
                                        + two.port()
                                        + " cookie two");
        RealProxy proxy = start(site);

        for (int i = 0; i < 4; i++) {
            NodeSocket client =
                    open(http(proxy), over(Route.UPGRADE, Map.of("withCredentials", true)));
            client.awaitConnect();
            client.awaitUpgrade();
            assertThat(client.request("ack", i)).containsExactly(i);
        }
        assertThat(one.bus().socketsCount()).isEqualTo(2);
        assertThat(two.bus().socketsCount()).isEqualTo(2);
    }
}
