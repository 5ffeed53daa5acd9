package io.ringcast.interop;

import static io.ringcast.interop.RealProxy.Kind.HAPROXY;
import static io.ringcast.interop.RealProxy.Kind.NGINX;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.interop.RealProxy.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Servers behind nginx and HAProxy that are set up as the documentation says, or a little worse.
 */
@NeedsProxies
abstract class ProxyFixture extends NodeFixture {
    private static final Path PAGE = Path.of("..", "docs", "behind-a-proxy.md");
    private static final Path CERTIFICATE =
            Path.of("target", "proxies", "certificate.pem").toAbsolutePath();
    private static final String PASSWORD = "only-for-tests";

    /** Each proxy with each route. */
    static Stream<Arguments> ways() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Route.values()).map(route -> Arguments.of(kind, route)));
    }

    /** A configuration. */
    record Site(Kind kind, String text) {

        /** Changes a part, which has to be there: a test must not pass because nothing changed. */
        Site with(String part, String other) {
            assertThat(text).contains(part);
            return new Site(kind, text.replace(part, other));
        }

        /** Changes a part of the one proxy's configuration, and leaves the other's alone. */
        Site with(Kind only, String part, String other) {
            return kind == only ? with(part, other) : this;
        }

        /** Without TLS. */
        Site plain() {
            return with(NGINX, nginxTls(), "")
                    .with(HAPROXY, " ssl crt " + CERTIFICATE + " alpn h2,http/1.1", "");
        }
    }

    /** The documented configuration in front of a port of this machine, with a certificate. */
    static Site documented(Kind kind, int port) throws Exception {
        certificate();
        return new Site(kind, block(kind.name().toLowerCase(Locale.ROOT)))
                .with(NGINX, "listen 443 ssl;", "listen 127.0.0.1:PORT" + nginxTls() + ";")
                .with(HAPROXY, "bind :443", "bind 127.0.0.1:PORT")
                .with(HAPROXY, "/etc/haproxy/site.pem", CERTIFICATE.toString())
                .with("127.0.0.1:3000", "127.0.0.1:" + port);
    }

    private static String nginxTls() {
        return " ssl http2; ssl_certificate "
                + CERTIFICATE
                + "; ssl_certificate_key "
                + CERTIFICATE;
    }

    /** A block of code of the page, by its language. */
    private static String block(String language) throws IOException {
        String page = Files.readString(PAGE);
        String begin = "```" + language + "\n";
        assertThat(page).contains(begin);
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf("```", from));
    }

    final RealProxy start(Site site) throws Exception {
        return closing(RealProxy.start(site.kind(), site.text()));
    }

    /** Options of a client of npm that takes any certificate. */
    static Map<String, Object> trusting(Route route, Map<String, ?> more) {
        Map<String, Object> options = new LinkedHashMap<>(over(route, more));
        options.put("rejectUnauthorized", false);
        return options;
    }

    static String http(RealProxy proxy) {
        return "http://127.0.0.1:" + proxy.port();
    }

    static String https(RealProxy proxy) {
        return "https://127.0.0.1:" + proxy.port();
    }

    /** A client that has connected, and sent and received a lot, in order, to where it goes. */
    final NodeSocket served(ScriptServer server, NodeSocket client, Route route) throws Exception {
        client.awaitConnect();
        var socket = server.socket("/");
        socket.on("number", Integer.class, n -> socket.emit("number", n));

        Map<?, ?> outcome = client.exchange(300, 10, route);

        assertThat(outcome.get("wrong")).isEqualTo(List.of());
        assertThat(outcome.get("received")).isEqualTo(300);
        assertThat(client.transport()).isEqualTo(route.destination());
        return client;
    }

    private static synchronized void certificate() throws Exception {
        if (!Files.exists(CERTIFICATE)) {
            Files.createDirectories(CERTIFICATE.getParent());
            Path store = Files.createTempDirectory("ringcast").resolve("server.p12");
            Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
            List<String> command =
                    List.of(
                            keytool.toString(),
                            "-genkeypair",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD,
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost");
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
            Files.writeString(CERTIFICATE, pem(store));
            Files.delete(store);
        }
    }

    private static String pem(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
        return pem("PRIVATE KEY", key)
                + pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
    }

    private static String pem(String name, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + name + "-----\n" + lines + "\n-----END " + name + "-----\n";
    }
}
