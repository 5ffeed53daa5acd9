package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Bus;
import io.ringcast.transport.Counter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same over TLS: row C14. */
class TlsWireTest {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String PASSWORD = "only-for-tests";

    @TempDir private static Path folder;
    private static Path keyStore;
    private final Bus bus = Bus.create();
    private JettyTransport web;

    /** Whose frames; see the subclass. */
    WebSockets engine() {
        return WebSockets.RINGCAST;
    }

    @BeforeEach
    void start() throws Exception {
        web = bus.attach(builder().build());
    }

    private JettyTransport.Builder builder() {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keyStore.toString());
        tls.setKeyStorePassword(PASSWORD);
        tls.setTrustStorePath(keyStore.toString());
        tls.setTrustStorePassword(PASSWORD);
        tls.setWantClientAuth(true);
        return JettyTransport.builder()
                .host("127.0.0.1")
                .port(0)
                .tls(tls)
                .options(options -> options.webSockets(engine()));
    }

    @BeforeAll
    static void makeKeyStore() throws Exception {
        Path file = folder.resolve("server.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command =
                List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost");
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        keyStore = file;
    }

    @AfterEach
    void stop() {
        bus.close(Duration.ofMillis(200));
    }

    private RawClient client() throws Exception {
        return client(null);
    }

    private RawClient client(KeyManager[] identity) throws Exception {
        return client(web, identity);
    }

    private static RawClient client(JettyTransport server, KeyManager[] identity) throws Exception {
        return new RawClient(
                trusting(identity)
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), server.port()));
    }

    private static SSLContext trusting(KeyManager[] identity) throws Exception {
        TrustManager[] all = {new TrustAll()};
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity, all, new SecureRandom());
        return context;
    }

    @Test
    void shouldServePollingAndTellListenersThatItIsSecure() throws Exception {
        var secure = new LinkedBlockingQueue<Boolean>();
        bus.onConnection(socket -> secure.add(socket.handshake().isSecure()));
        try (RawClient client = client()) {
            String session = POLL + "&sid=" + EchoFixture.sid(client.get(POLL).body());
            client.post(session, "40");

            assertThat(client.get(session).body()).startsWith("40{\"sid\":");
            assertThat(secure.poll(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Where TLS ends here, a page without it is another origin. */
    @ParameterizedTest
    @CsvSource({"https://localhost, 101", "http://localhost, 403", "http://localhost:443, 403"})
    void shouldKnowItsPagesByTheirScheme(String origin, int status) throws Exception {
        try (RawWebSocket client = RawWebSocket.on(client())) {
            String target = "/socket.io/?EIO=4&transport=websocket";

            assertThat(client.ask(target, "Origin: " + origin).status()).isEqualTo(status);
        }
    }

    @Test
    void shouldTellWhichCertificateTheClientHasShown() throws Exception {
        var names = new LinkedBlockingQueue<String>();
        bus.onConnection(
                socket ->
                        names.add(
                                socket.handshake().peerCertificates().stream()
                                        .map(each -> each.getSubjectX500Principal().getName())
                                        .collect(Collectors.joining(" < "))));
        for (KeyManager[] identity : new KeyManager[][] {identity(), null}) {
            try (RawClient client = client(identity)) {
                String session = POLL + "&sid=" + EchoFixture.sid(client.get(POLL).body());
                client.post(session, "40");

                assertThat(names.poll(20, TimeUnit.SECONDS))
                        .isEqualTo(identity == null ? "" : "CN=localhost");
            }
        }
    }

    private static KeyManager[] identity() throws Exception {
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
        factory.init(keys, PASSWORD.toCharArray());
        return factory.getKeyManagers();
    }

    @Test
    void shouldServeWebSocketsWithMessagesOfAllSizes() throws Exception {
        bus.onConnection(s -> s.on("echo", String.class, text -> s.emit("echo", text)));
        try (RawWebSocket client =
                RawWebSocket.over(client(), "/socket.io/?EIO=4&transport=websocket")) {
            client.text();
            client.text("40");
            client.text();
            for (int size : new int[] {1, 10_000, 16_384, 100_000, 900_000}) {
                String text = "x".repeat(size);

                client.text("42[\"echo\",\"" + text + "\"]");

                assertThat(client.text()).isEqualTo("42[\"echo\",\"" + text + "\"]");
            }
        }
    }

    @Test
    void shouldNoticeTheEndOfAPollAtOnce() throws Exception {
        var reasons = new LinkedBlockingQueue<String>();
        bus.onConnection(s -> s.onDisconnect(reason -> reasons.add(reason.text())));
        try (RawClient client = client()) {
            String session = POLL + "&sid=" + EchoFixture.sid(client.get(POLL).body());
            client.post(session, "40");
            client.get(session);
            client.request("GET", session);
            // Whether it is parked yet or not, the end is noticed: reading comes before the answer.
            client.close();

            assertThat(reasons.poll(20, TimeUnit.SECONDS)).isEqualTo("transport error");
        }
    }

    @Test
    void shouldAnswerPollsAgainAndAgainOnOneConnection() throws Exception {
        bus.onConnection(s -> s.on("echo", String.class, text -> s.emit("echo", text)));
        try (RawClient poller = client();
                RawClient poster = client()) {
            String session = POLL + "&sid=" + EchoFixture.sid(poller.get(POLL).body());
            poster.post(session, "40");
            poller.get(session);
            for (int i = 0; i < 30; i++) {
                poller.request("GET", session);
                poster.post(session, "42[\"echo\",\"" + i + "\"]");

                assertThat(poller.response().body()).isEqualTo("42[\"echo\",\"" + i + "\"]");
            }
        }
    }

    /** Once each byte began the idle time-out anew, for ever. */
    @Test
    void shouldCloseAConnectionWhoseHandshakeTakesTooLong() throws Exception {
        var other = bus.attach(builder().headTimeout(Duration.ofMillis(200)).build());
        try (RawClient client = new RawClient(other.port())) {
            // The head of a record of 16 KB, in which a greeting would be.
            client.send(new byte[] {0x16, 3, 1, 0x40, 0}).trickle();

            assertThat(bus.counters().get(Counter.REQUEST_HEADS_REFUSED)).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseAConnectionWhoseHeadTakesTooLong() throws Exception {
        var other = bus.attach(builder().headTimeout(Duration.ofMillis(200)).build());
        try (RawClient client = client(other, null)) {
            assertThat(client.get(POLL).status()).isEqualTo(200);

            client.send("GET / HTTP/1.1\r\nX-Slow: ").trickle();
        }
    }

    @Test
    void shouldRefuseTwoWaysToEncrypt() {
        assertThatThrownBy(
                        () ->
                                JettyTransport.builder()
                                        .tls(new SslContextFactory.Server())
                                        .connectionFactories(http -> List.of())
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exclude");
    }

    /** Trusts the certificate that was made a moment ago. */
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
