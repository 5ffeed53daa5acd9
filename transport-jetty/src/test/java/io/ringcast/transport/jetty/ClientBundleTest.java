package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringcast.transport.jetty.RawClient.Response;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser client: row U4. */
class ClientBundleTest {
    private static void assumeBundle() {
        // A build may leave it out, and says so; everything else here still holds.
        assumeThat(ClientBundle.class.getResource("client/client.properties")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket.io.js",
                "socket.io.min.js",
                "socket.io.esm.min.js",
                "socket.io.msgpack.min.js"
            })
    void shouldServeTheClientAndItsMap(String name) throws Exception {
        assumeBundle();
        try (var server = EchoFixture.start();
                var client = server.client()) {
            Response script = client.get("/engine.io/" + name);
            Response map = client.get("/engine.io/" + name + ".map");

            assertThat(script.status()).isEqualTo(200);
            assertThat(script.header("content-type"))
                    .isEqualTo("application/javascript; charset=utf-8");
            assertThat(script.header("cache-control")).isEqualTo("public, max-age=0");
            assertThat(script.header("etag")).matches("\"\\d+\\.\\d+\\.\\d+\"");
            assertThat(script.body()).contains("Socket.IO");
            assertThat(map.header("content-type")).isEqualTo("application/json; charset=utf-8");
            assertThat(map.body()).startsWith("{\"version\":3");
        }
    }

    @Test
    void shouldNotSendWhatTheBrowserHas() throws Exception {
        assumeBundle();
        try (var server = EchoFixture.start();
                var client = server.client()) {
            String target = "/engine.io/socket.io.js";
            String tag = client.get(target).header("etag");

            for (String known : new String[] {tag, "W/" + tag}) {
                Response response = client.get(target, "If-None-Match: " + known);
                assertThat(response.status()).isEqualTo(304);
                assertThat(response.header("etag")).isEqualTo(tag);
            }
            assertThat(client.get(target, "If-None-Match: \"0.0.1\"").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldCompressTheClient() throws Exception {
        assumeBundle();
        try (var server = EchoFixture.start();
                var client = server.client()) {
            Response plain = client.get("/engine.io/socket.io.js");
            Response packed = client.get("/engine.io/socket.io.js", "Accept-Encoding: gzip");

            assertThat(packed.header("content-encoding")).isEqualTo("gzip");
            var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.bytes()));
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.bytes());
            Response head = client.request("HEAD", "/engine.io/socket.io.js").response(false);
            assertThat(head.header("content-length")).isEqualTo("" + plain.bytes().length);
        }
    }

    /** Java cannot unpack it: {@code NodeHttpTest} has Node do so. */
    @ParameterizedTest
    @ValueSource(strings = {"socket.io.js", "socket.io.min.js.map"})
    void shouldSendWhatBrowsersLikeBest(String name) throws Exception {
        assumeBundle();
        try (var server = EchoFixture.start();
                var client = server.client()) {
            String target = "/engine.io/" + name;
            Response brotli = client.get(target, "Accept-Encoding: gzip, deflate, br, zstd");
            Response gzip = client.get(target, "Accept-Encoding: gzip, deflate");

            assertThat(brotli.header("content-encoding")).isEqualTo("br");
            assertThat(brotli.header("vary")).isEqualTo("Accept-Encoding");
            assertThat(brotli.bytes()).hasSizeLessThan(gzip.bytes().length);
            assertThat(gzip.header("content-encoding")).isEqualTo("gzip");
            assertThat(client.get(target).header("content-encoding")).isNull();
            assertThat(client.get(target).header("vary")).isEqualTo("Accept-Encoding");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | -",
                "'' | -",
                "gzip | gzip",
                "br | br",
                "BR | br",
                "gzip, br | br",
                "br;q=0.5, gzip | gzip",
                "br;q=0.5, gzip;q=0.5 | br",
                "br; q=0, gzip | gzip",
                "br;q=0, gzip;q=0.000 | -",
                "* | br",
                "*;q=0.1, gzip;q=0.2 | gzip",
                "*, br;q=0 | gzip",
                "*;q=0 | -",
                "identity | -",
                "identity, br | br",
                "identity, br;q=0.5 | -",
                "identity;q=0.1, br;q=0.5 | br",
                "brotli, xgzip, gzipx | -",
                "gzip;q=x | -",
                "gzip;q=2 | -",
            })
    void shouldHonourHowMuchACodingIsLiked(String accepted, String coding) {
        List<String> values = accepted == null ? List.of() : List.of(accepted);

        assertThat(Compression.coding(values, List.of("br", "gzip"))).isEqualTo(coding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine.io/socket.io.css",
                "/engine.io/socket.io.js.br",
                "/engine.io/client.properties",
                "/engine.io/../client/socket.io.js",
                "/engine.io/x/socket.io.js"
            })
    void shouldLeaveOtherNamesToTheEngine(String target) throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            assertThat(client.get(target).status()).isIn(400, 404);
        }
    }

    @Test
    void shouldAllowOtherOriginsThatMayUseTheServer() throws Exception {
        try (var server = EchoFixture.start(o -> o.cors(Cors.allowAny()));
                var client = server.client()) {
            Response response = client.get("/engine.io/socket.io.js", "Origin: https://x.example");

            assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
        }
    }

    @Test
    void shouldNotServeTheClientWhenToldSo() throws Exception {
        try (var server = EchoFixture.start(o -> o.serveClient(false));
                var client = server.client()) {
            assertThat(client.get("/engine.io/socket.io.js").body())
                    .isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
        }
    }

    @Test
    void shouldSayThatABuildHasNoClient() throws Exception {
        try (var server = EchoFixture.start();
                var client = server.client()) {
            server.handler().mount().client(new ClientBundle("nowhere/"));

            Response response = client.get("/engine.io/socket.io.js");

            assertThat(response.status()).isEqualTo(404);
            assertThat(response.header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(response.body()).contains("not in this build");
        }
    }
}
