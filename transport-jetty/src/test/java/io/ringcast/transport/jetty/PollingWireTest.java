package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.engineio.EngineFilter;
import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.EngineSession;
import io.ringcast.protocol.Encoded;
import io.ringcast.transport.jetty.RawClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long-polling, byte by byte on connections: rows B1 to B19. */
class PollingWireTest {
    private static final String RS = "\u001e";

    private EchoFixture server;
    private RawClient client;
    private RawClient other;

    @BeforeEach
    void start() throws Exception {
        server = EchoFixture.start(options -> options.maxHttpBufferSize(10_000));
        client = server.client();
        other = server.client();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        other.close();
        server.close();
    }

    @Test
    void shouldOpenASessionWithThePacketOfTheProtocol() throws Exception {
        Response response = client.get(EchoFixture.POLL);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .matches(
                        "0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[\"websocket\"],"
                                + "\"pingInterval\":25000,\"pingTimeout\":20000,"
                                + "\"maxPayload\":10000}");
        assertThat(response.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
        assertThat(response.header("cache-control")).isEqualTo("no-store");
        assertThat(response.header("content-length")).isEqualTo("116");
        assertThat(response.headerLines()).noneMatch(line -> line.startsWith("Access-Control"));
    }

    @Test
    void shouldEchoOnOneConnectionThatStaysOpen() throws Exception {
        String session = server.handshake(client);

        Response sent = client.post(session, "4hello" + RS + "4w\u00f6rld");
        Response polled = client.get(session);

        assertThat(sent.body()).isEqualTo("ok");
        assertThat(sent.header("content-type")).isEqualTo("text/html");
        assertThat(sent.header("content-length")).isEqualTo("2");
        assertThat(polled.body()).isEqualTo("4hello" + RS + "4w\u00f6rld");
    }

    @Test
    void shouldWorkOnAConnectionForEachRequest() throws Exception {
        Response first = client.get(EchoFixture.POLL, "Connection: close");
        String session = EchoFixture.POLL + "&sid=" + EchoFixture.sid(first.body());

        other.post(session, "4a", "Connection: close");

        try (RawClient third = server.client()) {
            assertThat(third.get(session, "Connection: close").body()).isEqualTo("4a");
            assertThat(third.next()).isEqualTo(-1);
        }
    }

    @Test
    void shouldCarryBytesAsBase64BothWays() throws Exception {
        String session = server.handshake(client);

        client.post(session, "bAQIDBA==" + RS + "b//4=");

        assertThat(client.get(session).body()).isEqualTo("bAQIDBA==" + RS + "b//4=");
    }

    @Test
    void shouldAnswerAParkedPollWhenAPacketComes() throws Exception {
        String session = server.handshake(client);
        park(session);

        other.post(session, "4late");

        assertThat(client.response().body()).isEqualTo("4late");
    }

    @Test
    void shouldHideAnswersFromOldBrowsersSniffing() throws Exception {
        Response response =
                client.get(EchoFixture.POLL, "User-Agent: Mozilla/4.0 (x;MSIE 8.0; Trident/4.0)");

        assertThat(response.header("x-xss-protection")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "9", "\u001e", "\u001e\u001e", "b!!!", "7", "\ufeff4"})
    void shouldEndTheSessionOnAPayloadThatIsNone(String payload) throws Exception {
        String session = server.handshake(client);
        park(session);

        Response posted = other.post(session, payload);

        assertThat(posted.status()).isIn(200, 400);
        assertThat(client.response().body()).endsWith("1");
        assertThat(server.end()).startsWith("parse error");
        assertThat(other.get(session).body()).contains("\"code\":1");
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() throws Exception {
        String session = server.handshake(client);

        client.post(session, new byte[] {'4', (byte) 0xC3, 0x28});

        assertThat(server.end()).startsWith("parse error");
    }

    @Test
    void shouldEndTheSessionWhenTwoPollsOverlap() throws Exception {
        String session = server.handshake(client);
        park(session);

        Response second = other.get(session);

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).isEmpty();
        assertThat(client.response().body()).isEqualTo("1");
        assertThat(server.end()).isEqualTo("transport error: overlap from client");
        assertThat(client.get(session).body()).contains("\"code\":1");
    }

    @Test
    void shouldEndTheSessionWhenTwoPostsOverlap() throws Exception {
        String session = server.handshake(client);
        client.send(RawClient.head("POST", session) + "Content-Length: 100\r\n\r\n4abc");
        awaitReceiving(session);

        Response second = other.post(session, "4b");

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).isEmpty();
        assertThat(client.next()).isEqualTo(-1);
        assertThat(server.end()).isEqualTo("transport error: data request overlap from client");
    }

    /** A GET of the session gets through as long as nothing tells whether the POST has begun. */
    private void awaitReceiving(String session) throws Exception {
        // The body's first bytes and the headers came in one write, so they are read together.
        try (RawClient third = server.client()) {
            third.get(session.replaceAll("&sid=.*", "&sid=other"));
        }
    }

    @Test
    void shouldRefuseAPostOfBytes() throws Exception {
        String session = server.handshake(client);

        Response response = client.post(session, "4a", "Content-Type: application/octet-stream");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).isEmpty();
        assertThat(server.end()).isEqualTo("transport error: invalid content");
    }

    @Test
    void shouldTakeABodyOfExactlyTheLimit() throws Exception {
        String session = server.handshake(client);

        Response response = client.post(session, "4" + "x".repeat(9_999));

        assertThat(response.body()).isEqualTo("ok");
        assertThat(client.get(session).bytes()).hasSize(10_000);
    }

    @Test
    void shouldRefuseABodyThatAnnouncesTooMuchBeforeItArrives() throws Exception {
        String session = server.handshake(client);

        client.send(RawClient.head("POST", session) + "Content-Length: 10001\r\n\r\n");

        Response response = client.response();
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void shouldKeepTheConnectionBehindABodyThatIsThere() throws Exception {
        Response response = client.post(EchoFixture.POLL, "4refused");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("connection")).isNull();
        assertThat(client.get(EchoFixture.POLL).status()).isEqualTo(200);
    }

    // The connection was closed with the body unread: clients met a reset instead of the answer.
    @ParameterizedTest
    @ValueSource(ints = {10_001, 3_000_000})
    void shouldGoOnWithAConnectionWhoseBodyWasTooLong(int size) throws Exception {
        String session = server.handshake(client);

        client.send(RawClient.head("POST", session) + "Content-Length: " + size + "\r\n\r\n");
        int refused = client.response().status();
        client.send(new byte[size]);

        assertThat(refused).isEqualTo(413);
        assertThat(client.post(session, "4still there").body()).isEqualTo("ok");
    }

    // Nobody reads the body of a poll: it stood before the client's next request.
    @Test
    void shouldGoOnBehindAPollWithABody() throws Exception {
        String session = server.handshake(client);
        client.send(RawClient.head("GET", session) + "Content-Length: 6\r\n\r\n");

        EngineSession there = awaitParked();
        there.sendText("hi");
        there.flush();

        assertThat(client.response().body()).isEqualTo("4hi");
        client.send("unread");
        assertThat(client.post(session, "4still there").body()).isEqualTo("ok");
    }

    @Test
    void shouldCutOffABodyWithoutEnd() throws Exception {
        String session = server.handshake(client);
        long size = BodyRest.MOST + 100_000_000;

        client.send(RawClient.head("POST", session) + "Content-Length: " + size + "\r\n\r\n");

        assertThat(client.response().status()).isEqualTo(413);
        assertThatThrownBy(
                        () -> {
                            for (long sent = 0; sent < size; sent += 100_000) {
                                client.send(new byte[100_000]);
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldStopReadingAChunkedBodyThatIsTooLong() throws Exception {
        String session = server.handshake(client);
        client.send(RawClient.head("POST", session) + "Transfer-Encoding: chunked\r\n\r\n");

        for (int i = 0; i < 11; i++) {
            client.send("3e8\r\n" + "4".repeat(1_000) + "\r\n");
        }

        assertThat(client.response().status()).isEqualTo(413);
        assertThat(other.post(session, "4still there").body()).isEqualTo("ok");
    }

    @Test
    void shouldCountBytesAndNotCharacters() throws Exception {
        String session = server.handshake(client);

        Response response = client.post(session, "4" + "\u20ac".repeat(3_334));

        assertThat(response.status()).isEqualTo(413);
    }

    @Test
    void shouldPutACodePointTogetherThatArrivesInPieces() throws Exception {
        String session = server.handshake(client);
        byte[] text = "4\u20ac\ud83d\ude00".getBytes(UTF_8);
        client.send(RawClient.head("POST", session) + "Transfer-Encoding: chunked\r\n\r\n");

        for (byte b : text) {
            client.send("1\r\n");
            client.send(new byte[] {b, '\r', '\n'});
        }
        client.send("0\r\n\r\n");

        assertThat(client.response().body()).isEqualTo("ok");
        assertThat(client.get(session).body()).isEqualTo("4\u20ac\ud83d\ude00");
    }

    @Test
    void shouldEndTheSessionAtOnceWhenTheClientOfAPollLeaves() throws Exception {
        String session = server.handshake(client);
        park(session);

        client.close();

        assertThat(server.end()).isEqualTo("transport error: poll connection closed prematurely");
    }

    @Test
    void shouldEndTheSessionAtOnceWhenTheConnectionOfAPollIsReset() throws Exception {
        String session = server.handshake(client);
        park(session);

        client.reset();

        assertThat(server.end()).isEqualTo("transport error: poll connection closed prematurely");
    }

    @Test
    void shouldEndTheSessionWhenTheClientOfAPostLeaves() throws Exception {
        String session = server.handshake(client);
        client.send(RawClient.head("POST", session) + "Content-Length: 100\r\n\r\n4abc");

        client.close();

        assertThat(server.end())
                .isEqualTo("transport error: data request connection closed prematurely");
    }

    @Test
    void shouldAnswerARequestThatWasPipelinedBehindAPoll() throws Exception {
        String session = server.handshake(client);
        park(session);
        client.request("GET", EchoFixture.POLL + "&sid=other");

        other.post(session, "4first");

        assertThat(client.response().body()).isEqualTo("4first");
        assertThat(client.response().body()).contains("\"code\":1");
    }

    @Test
    void shouldTakeAPostThatAFilterHasHeldBack() throws Exception {
        BlockingQueue<EngineFilter.Next> held = new LinkedBlockingQueue<>();
        try (var filtered =
                        EchoFixture.start(
                                o ->
                                        o.use(
                                                (request, headers, next) -> {
                                                    if (request.method().equals("POST")) {
                                                        held.add(next);
                                                    } else {
                                                        next.proceed();
                                                    }
                                                }));
                var poster = filtered.client()) {
            String session = filtered.handshake(poster);
            String text = "4" + "x".repeat(100_000);
            poster.sendPost(session, text.getBytes(UTF_8));

            held.take().proceed();

            assertThat(poster.response().body()).isEqualTo("ok");
            assertThat(poster.get(session).body()).isEqualTo(text);
        }
    }

    @Test
    void shouldUseTheConnectionOfAPollAgainAndAgain() throws Exception {
        String session = server.handshake(client);
        for (int i = 0; i < 50; i++) {
            client.request("GET", session);
            other.post(session, "4" + i);

            assertThat(client.response().body()).isEqualTo("4" + i);
        }
    }

    @Test
    void shouldCloseForAClientThatSaysGoodbye() throws Exception {
        String session = server.handshake(client);
        park(session);

        Response posted = other.post(session, "1" + RS + "4ignored");

        assertThat(posted.body()).isEqualTo("ok");
        assertThat(client.response().body()).isEqualTo("6");
        assertThat(server.end()).startsWith("transport close");
    }

    @Test
    void shouldSendWhatIsQueuedBeforeItCloses() throws Exception {
        String session = server.handshake(client);
        client.post(session, "4a");

        server.session().close(false);

        assertThat(client.get(session).body()).isEqualTo("4a");
        assertThat(client.get(session).body()).isEqualTo("6" + RS + "1");
        assertThat(client.get(session).body()).contains("\"code\":1");
    }

    @Test
    void shouldCloseAParkedPollWhenTheServerCloses() throws Exception {
        String session = server.handshake(client);
        EngineSession open = park(session);

        open.close(false);

        assertThat(client.response().body()).isEqualTo("1");
    }

    @Test
    void shouldCompressLargeAnswersForClientsThatAccept() throws Exception {
        String session = server.handshake(client);
        String large = "4" + "x".repeat(2_000);
        client.post(session, large);

        Response response = client.get(session, "Accept-Encoding: gzip, deflate");

        assertThat(response.header("content-encoding")).isEqualTo("gzip");
        assertThat(response.header("vary")).isEqualTo("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(response.bytes())).readAllBytes())
                .isEqualTo(large.getBytes(UTF_8));
    }

    @Test
    void shouldDeflateForClientsThatAcceptNothingElse() throws Exception {
        String session = server.handshake(client);
        String large = "4" + "x".repeat(2_000);
        client.post(session, large);

        Response response = client.get(session, "Accept-Encoding: deflate");

        assertThat(response.header("content-encoding")).isEqualTo("deflate");
        assertThat(
                        new InflaterInputStream(new ByteArrayInputStream(response.bytes()))
                                .readAllBytes())
                .isEqualTo(large.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"1023, ", "1024, gzip"})
    void shouldCompressFromTheThresholdOn(int size, String coding) throws Exception {
        String session = server.handshake(client);
        client.post(session, "4" + "x".repeat(size - 1));

        Response response = client.get(session, "Accept-Encoding: gzip");

        assertThat(response.header("content-encoding")).isEqualTo(coding);
    }

    @Test
    void shouldNotCompressWhatIsToldNotToBe() throws Exception {
        String session = server.handshake(client);
        client.request("GET", session, "Accept-Encoding: gzip");
        EngineSession open = awaitParked();
        byte[] text = ("4" + "x".repeat(2_000)).getBytes(UTF_8);

        Encoded message = Encoded.text(text, 1, text.length - 1);
        open.send(EnginePacket.message(message, false), EngineSession.Delivery.NORMAL);
        open.flush();

        assertThat(client.response().header("content-encoding")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-None: 1", "Accept-Encoding: br", "Accept-Encoding: gzip;q=0"})
    void shouldNotCompressForClientsThatDoNot(String header) throws Exception {
        String session = server.handshake(client);
        client.post(session, "4" + "x".repeat(2_000));

        Response response = client.get(session, header);

        assertThat(response.header("content-encoding")).isNull();
        assertThat(response.bytes()).hasSize(2_001);
    }

    @Test
    void shouldSurviveAPostOfThousandsOfTinyPackets() throws Exception {
        String session = server.handshake(client);

        Response response = client.post(session, ("4" + RS).repeat(3_999) + "4");

        assertThat(response.body()).isEqualTo("ok");
        assertThat(server.hasEnded()).isFalse();
        assertThat(client.get(session).bytes().length).isGreaterThan(0);
    }

    @Test
    void shouldOutlastTheIdleTimeOutOfItsConnector() throws Exception {
        try (RawClient poller = server.client()) {
            String session = server.handshake(poller);
            poller.request("GET", session);
            EngineSession open = awaitParked();
            // The thread that answers this one has done all that the poll asked for.
            server.handshake(client);
            beImpatient();
            // A connection of the same age without a poll is what the time-out is for.
            try (RawClient idle = server.client()) {
                assertThat(idle.next()).isEqualTo(-1);
            }

            open.sendText("late");
            open.flush();

            assertThat(poller.response().body()).isEqualTo("4late");
        }
    }

    @Test
    void shouldNotWaitForEverForABodyThatStalls() throws Exception {
        try (RawClient stalling = server.client()) {
            String session = server.handshake(stalling);

            stalling.send(RawClient.head("POST", session) + "Content-Length: 100\r\n\r\n4");
            awaitReceiving(session);
            beImpatient();

            assertThat(server.end()).startsWith("transport error: data request");
            stalling.awaitEnd();
        }
    }

    /** From now on, so that a slow machine does not run into the time-out before its turn. */
    private void beImpatient() {
        server.connector().setIdleTimeout(200);
        server.connector().getConnectedEndPoints().forEach(each -> each.setIdleTimeout(200));
    }

    private EngineSession park(String session) throws Exception {
        client.request("GET", session);
        return awaitParked();
    }

    private EngineSession awaitParked() throws Exception {
        EngineSession session = server.session();
        Patience.await("a poll waits", session::isWritable);
        return session;
    }
}
