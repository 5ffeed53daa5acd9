package io.ringcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.interop.RealProxy.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Servers behind nginx and HAProxy that are set up as the documentation says, or a little worse.
 */
@NeedsProxies
abstract class ProxyFixture extends NodeFixture {
    private static final Path CERTIFICATE = Path.of("target", "proxies", "certificate.pem");
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
            String certificate = CERTIFICATE.toAbsolutePath().toString();
            return with(Kind.NGINX, " ssl http2", "")
                    .with(Kind.HAPROXY, " ssl crt " + certificate + " alpn h2,http/1.1", "");
        }
    }

    /** The documented configuration in front of a port of this machine. */
    static Site documented(Kind kind, int port) throws Exception {
        String file = kind == Kind.NGINX ? "nginx.conf" : "haproxy.cfg";
        String listen = kind == Kind.NGINX ? "listen 443" : "bind :443";
        Site site = new Site(kind, Files.readString(Path.of("src", "test", "proxy", file)));
        return site.with(listen, listen.split(" ")[0] + " 127.0.0.1:PORT")
                .with("/etc/ssl/chat.example.com.pem", certificate().toString())
                .with("127.0.0.1:3000", "127.0.0.1:" + port);
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

    private static synchronized Path certificate() throws Exception {
        Path pem = CERTIFICATE.toAbsolutePath();
        if (!Files.exists(pem)) {
            Files.createDirectories(pem.getParent());
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
            Files.writeString(pem, pem(store));
            Files.delete(store);
        }
        return pem;
    }

    private static String pem(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
        return block("PRIVATE KEY", key)
                + block("CERTIFICATE", keys.getCertificate("server").getEncoded());
    }

    private static String block(String name, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + name + "-----\n" + lines + "\n-----END " + name + "-----\n";
    }
}
