package io.ringcast.engineio;

import static io.ringcast.engineio.EngineFixture.RS;
import static io.ringcast.engineio.EngineFixture.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.protocol.Encoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollingTest {
    private final EngineFixture engine = new EngineFixture();
    private final EngineFixture.PollingClient client = engine.poller();

    // ---- GET

    @Test
    void shouldParkAGetUntilThereAreMessages() {
        FakeExchange poll = client.get();
        assertThat(poll.isAnswered()).isFalse();

        client.session().sendText("a");
        client.session().sendText("b");
        assertThat(poll.isAnswered()).isFalse();
        client.session().flush();

        assertThat(poll.text()).isEqualTo("4a" + RS + "4b");
        assertThat(engine.writes).last().isEqualTo("2 packets, 4 bytes");
    }

    @Test
    void shouldAnswerAGetAtOnceWithWhatIsQueued() {
        for (String text : List.of("1", "2", "3", "4")) {
            client.session().sendText(text);
        }
        client.session().flush();

        FakeExchange poll = client.get();

        assertThat(poll.text()).isEqualTo("41" + RS + "42" + RS + "43" + RS + "44");
        assertThat(client.get().isAnswered()).isFalse();
    }

    @Test
    void shouldSendTheHeadersOfAPoll() {
        client.session().sendText("\u20ac");

        FakeExchange poll = client.get();

        assertThat(poll.status()).isEqualTo(200);
        assertThat(poll.response().headers())
                .hasToString("[Content-Type, text/plain; charset=UTF-8, cache-control, no-store]");
        assertThat(poll.text()).isEqualTo("4\u20ac");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/4.0 (compatible;MSIE 8.0; Windows NT 6.0; Trident/4.0)",
                "Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko"
            })
    void shouldSendXssProtectionForInternetExplorer(String agent) {
        FakeExchange poll =
                engine.request(
                        new FakeExchange("GET", "EIO=4&transport=polling")
                                .header("User-Agent", agent));

        assertThat(poll.response().headers().get("X-XSS-Protection")).isEqualTo("0");
    }

    @Test
    void shouldSendBinaryAsBase64WithoutAType() {
        client.session().sendBytes(new byte[] {1, 2, 3, 4});
        client.session().sendBytes(new byte[0]);

        assertThat(client.get().text()).isEqualTo("bAQIDBA==" + RS + "b");
    }

    @Test
    void shouldKeepAttachmentsBehindTheirText() {
        byte[] buffer = bytes("..451-[\"a\"]..");
        Encoded encoded =
                new Encoded(
                        buffer, 3, 8, false, new byte[] {(byte) 0xff, (byte) 0xfe}, new byte[] {7});

        client.session().send(EnginePacket.message(encoded, true), EngineSession.Delivery.NORMAL);
        client.session().sendText("next");

        assertThat(client.get().text())
                .isEqualTo("451-[\"a\"]" + RS + "b//4=" + RS + "bBw==" + RS + "4next");
    }

    @Test
    void shouldNotCopyALoneText() {
        byte[] buffer = bytes("42[\"x\"]");
        client.session()
                .send(
                        EnginePacket.message(Encoded.text(buffer, 1, buffer.length - 1), true),
                        EngineSession.Delivery.NORMAL);

        assertThat(client.get().response().body().get(0).array()).isSameAs(buffer);
    }

    @Test
    void shouldLetTheServerCompressUnlessNoPacketWantsIt() {
        Encoded encoded = Encoded.text(bytes("4x"), 1, 1);
        client.session().send(EnginePacket.message(encoded, false), EngineSession.Delivery.NORMAL);
        assertThat(client.get().response().compressible()).isFalse();

        client.session().send(EnginePacket.message(encoded, false), EngineSession.Delivery.NORMAL);
        client.session().sendText("y");
        assertThat(client.get().response().compressible()).isTrue();
    }

    @Test
    void shouldKeepAnAnswerNearMaxPayload() {
        EngineFixture small = new EngineFixture(options -> options.maxPayload(10));
        EngineFixture.PollingClient poller = small.poller();
        for (String text : List.of("abc", "def", "0123456789ABC", "g")) {
            poller.session().sendText(text);
        }

        assertThat(poller.get().text()).isEqualTo("4abc" + RS + "4def");
        assertThat(poller.get().text()).isEqualTo("40123456789ABC");
        assertThat(poller.get().text()).isEqualTo("4g");
        assertThat(poller.get().isAnswered()).isFalse();
    }

    @Test
    void shouldCountBase64InTheSizeOfAnAnswer() {
        EngineFixture small = new EngineFixture(options -> options.maxPayload(10));
        EngineFixture.PollingClient poller = small.poller();
        poller.session().sendBytes(new byte[3]);
        poller.session().sendBytes(new byte[3]);

        assertThat(poller.get().text()).isEqualTo("bAAAA");
        assertThat(poller.get().text()).isEqualTo("bAAAA");
    }

    @Test
    void shouldBeWritableWhileAGetWaits() {
        assertThat(client.session().isWritable()).isFalse();

        client.get();
        assertThat(client.session().isWritable()).isTrue();
        assertThat(client.handler.writable()).isEqualTo(1);

        client.session().sendText("x");
        assertThat(client.session().isWritable()).isFalse();
        client.session().flush();
        assertThat(client.session().isWritable()).isFalse();
    }

    @Test
    void shouldDropVolatilePacketsWhenNoGetWaits() {
        EnginePacket packet = EnginePacket.text("v");

        EngineSession.SendResult none =
                client.session().send(packet, EngineSession.Delivery.VOLATILE);
        FakeExchange poll = client.get();
        EngineSession.SendResult first =
                client.session().send(packet, EngineSession.Delivery.VOLATILE);
        EngineSession.SendResult second =
                client.session().send(packet, EngineSession.Delivery.VOLATILE);
        client.session().flush();

        assertThat(none).isEqualTo(EngineSession.SendResult.DROPPED_VOLATILE);
        assertThat(first).isEqualTo(EngineSession.SendResult.QUEUED);
        assertThat(second).isEqualTo(EngineSession.SendResult.DROPPED_VOLATILE);
        assertThat(poll.text()).isEqualTo("4v");
        assertThat(engine.drops).containsExactly("DROPPED_VOLATILE", "DROPPED_VOLATILE");
    }

    // ---- overlap

    @Test
    void shouldCloseTheSessionWhenTwoGetsWait() {
        FakeExchange first = client.get();

        FakeExchange second = client.get();

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text()).isEqualTo("1");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.text()).isEmpty();
        assertThat(client.handler.calls())
                .containsExactly("close: transport error (overlap from client)");
        assertThat(client.get().text()).contains("\"code\":1");
    }

    @Test
    void shouldCloseTheSessionWhenTwoPostsArrive() {
        FakeExchange first = client.openPost();
        first.chunk(bytes("4a"));

        FakeExchange second = client.post("4b");

        assertThat(first.isAborted()).isTrue();
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.text()).isEmpty();
        assertThat(client.handler.calls())
                .containsExactly("close: transport error (data request overlap from client)");
        first.endBody();
        assertThat(client.handler.calls()).isEmpty();
    }

    @Test
    void shouldTreatAPostDuringTheHandlingOfAnotherAsOverlap() {
        List<FakeExchange> inner = new ArrayList<>();
        client.handler.onMessage(text -> inner.add(client.post("4inner")));

        FakeExchange outer = client.post("4outer" + RS + "4more");

        assertThat(outer.isAborted()).isTrue();
        assertThat(inner).singleElement().returns(400, FakeExchange::status);
        assertThat(client.handler.calls())
                .containsExactly(
                        "outer", "close: transport error (data request overlap from client)");
    }

    // ---- POST

    @Test
    void shouldAnswerAPostWithOkAfterItsPacketsWereHandled() {
        List<Boolean> answered = new ArrayList<>();
        FakeExchange post = client.newPost().body(bytes("4a" + RS + "4" + RS + "bAQI="));
        client.handler.onMessage(text -> answered.add(post.isAnswered()));

        engine.request(post);

        assertThat(client.handler.calls()).containsExactly("a", "", "<0102>");
        assertThat(answered).containsExactly(false, false, false);
        assertThat(post.status()).isEqualTo(200);
        assertThat(post.text()).isEqualTo("ok");
        assertThat(post.response().headers())
                .hasToString("[Content-Type, text/html, cache-control, no-store]");
    }

    @Test
    void shouldTakeABodyInPiecesThatSplitCodePoints() {
        FakeExchange post = client.openPost();

        for (byte piece : bytes("4\u00e9\u20ac\ud83d\ude00" + RS + "4x")) {
            post.chunk(new byte[] {piece});
        }
        post.endBody();

        assertThat(client.handler.calls()).containsExactly("\u00e9\u20ac\ud83d\ude00", "x");
    }

    @Test
    void shouldTakeABodyOfExactlyMaxPayload() {
        byte[] body = new byte[1_000_000];
        Arrays.fill(body, (byte) '4');

        FakeExchange post = client.post(body);

        assertThat(post.text()).isEqualTo("ok");
        assertThat(client.handler.calls()).singleElement().asString().hasSize(999_999);
    }

    @Test
    void shouldRefuseABodyAnnouncedTooLongWithoutReadingIt() {
        FakeExchange post = engine.request(client.newPost().contentLength(1_000_001));

        assertThat(post.status()).isEqualTo(413);
        assertThat(post.text()).isEmpty();
        assertThat(post.isRead()).isFalse();
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
        assertThat(client.post("4still").text()).isEqualTo("ok");
    }

    @Test
    void shouldRefuseABodyThatGrowsTooLong() {
        FakeExchange post = client.openPost();
        post.chunk(new byte[600_000]);
        post.chunk(new byte[400_000]);
        assertThat(post.isAnswered()).isFalse();

        post.chunk(new byte[1]);

        assertThat(post.status()).isEqualTo(413);
        assertThat(post.stoppedReading()).isTrue();
        assertThat(client.handler.calls()).isEmpty();
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldCountBytesAndNotCharacters() {
        EngineFixture small = new EngineFixture(options -> options.maxPayload(10));
        EngineFixture.PollingClient poller = small.poller();

        assertThat(poller.post("4\u20ac\u20ac\u20ac").status()).isEqualTo(200);
        assertThat(poller.post("4\u20ac\u20ac\u20acx").status()).isEqualTo(413);
    }

    @Test
    void shouldTakeManySmallPiecesInLinearTime() {
        EngineFixture large = new EngineFixture(options -> options.maxPayload(50_000_000));
        EngineFixture.PollingClient poller = large.poller();
        FakeExchange post = poller.openPost();
        post.chunk(bytes("4"));

        for (int i = 0; i < 500_000; i++) {
            post.chunk(new byte[] {'a', 'a', 'a', 'a'});
        }
        post.endBody();

        assertThat(poller.handler.calls()).singleElement().asString().hasSize(2_000_000);
    }

    @Test
    void shouldRefuseOctetStreams() {
        FakeExchange poll = client.get();

        FakeExchange post =
                engine.request(
                        client.newPost()
                                .header("Content-Type", "application/octet-stream")
                                .body(bytes("4x")));

        assertThat(post.status()).isEqualTo(400);
        assertThat(post.text()).isEmpty();
        assertThat(poll.text()).isEqualTo("1");
        assertThat(client.handler.calls())
                .containsExactly("close: transport error (invalid content)");
    }

    @Test
    void shouldTakeAnyOtherContentTypeAsText() {
        FakeExchange post =
                engine.request(
                        client.newPost()
                                .header("Content-Type", "application/octet-stream; x=y")
                                .body(bytes("4x")));

        assertThat(post.text()).isEqualTo("ok");
        assertThat(client.handler.calls()).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "7",
                "8x",
                "9",
                "-4",
                " 4a",
                "\u001e",
                "\u001e\u001e",
                "\ufeff4a",
                "\u00004",
                "b====",
                "b!!!!",
                "bA===",
                "\u00f8"
            })
    void shouldCloseTheSessionUponAnUndecodablePayload(String body) {
        FakeExchange poll = client.get();

        FakeExchange post = client.post(body);

        assertThat(post.status()).isEqualTo(200);
        assertThat(post.text()).isEqualTo("ok");
        assertThat(poll.text()).isEqualTo("1");
        assertThat(client.handler.calls())
                .singleElement()
                .asString()
                .startsWith("close: parse error");
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldHandleWhatComesBeforeAWrongPacketAndNothingBehindIt() {
        client.post("4a" + RS + "4b" + RS + "x" + RS + "4c");

        assertThat(client.handler.calls())
                .containsExactly("a", "b", "close: parse error (unknown packet type)");
    }

    @Test
    void shouldCloseTheSessionUponInvalidUtf8() {
        client.post(new byte[] {'4', (byte) 0xc3, (byte) 0x28});

        assertThat(client.handler.calls())
                .containsExactly("close: parse error (payload is not UTF-8)");
    }

    @Test
    void shouldLimitThePacketsOfOnePost() {
        EngineFixture strict = new EngineFixture(options -> options.maxPacketsPerPayload(3));
        EngineFixture.PollingClient poller = strict.poller();

        poller.post("41" + RS + "42" + RS + "43");
        poller.post("41" + RS + "42" + RS + "43" + RS + "44");

        assertThat(poller.handler.calls())
                .containsExactly(
                        "1", "2", "3", "close: parse error (too many packets in a payload)");
    }

    /** The Java client breaks base64 into lines and ends it with one. */
    @Test
    void shouldTakeBase64InLines() {
        client.post("bAQID\nBAUG\r\n" + RS + "bAQ==\n" + RS + "b\n" + RS + "4after\n");

        assertThat(client.handler.calls())
                .containsExactly("<010203040506>", "<01>", "<>", "after\n");
    }

    /** Node's decoder takes them, so there are clients that send them. */
    @ParameterizedTest
    @CsvSource({
        "AQ, <01>",
        "AQI, <0102>",
        "AQ=, <01>",
        "AQ==, <01>",
        "'AQ\n==\n', <01>",
        "'A Q\tI\rD', <010203>",
        "-_8, <fbff>",
        "-_+/, <fbffbf>",
        "'', <>"
    })
    void shouldTakeBase64AsNodeDoes(String sent, String bytes) {
        client.post("b" + sent + RS + "4after");

        assertThat(client.handler.calls()).containsExactly(bytes, "after");
    }

    /** Node skips what is no base64; no client means that. */
    @ParameterizedTest
    @ValueSource(strings = {"AQIDB", "A", "AQ!D", "!!!!", "AQ==AQ==", "=", "AQ===", "AQ\u00e9"})
    void shouldRefuseBrokenBase64(String sent) {
        client.post("b" + sent);

        assertThat(client.handler.calls()).containsExactly("close: parse error (invalid base64)");
    }

    @Test
    void shouldCountWhatComesIn() {
        client.post("4abc" + RS + "bAQI=" + RS + "3" + RS + "6");

        assertThat(engine.packetsIn).containsExactly("MESSAGE 4", "MESSAGE 2", "PONG 1", "NOOP 1");
    }

    @Test
    void shouldGoOnWhenAListenerThrows() {
        client.handler.onMessage(
                text -> {
                    throw new IllegalStateException("bug in " + text);
                });

        FakeExchange post = client.post("4a" + RS + "4b");

        assertThat(post.text()).isEqualTo("ok");
        assertThat(engine.failures)
                .containsExactly("message listener: bug in a", "message listener: bug in b");
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldHandOverSlicesOfOneArrayWithoutACopy() {
        byte[] body = ("4" + "x".repeat(100) + RS + "4y").getBytes(UTF_8);

        client.post(body);

        assertThat(client.handler.calls()).containsExactly("x".repeat(100), "y");
    }

    // ---- clients that go away

    @Test
    void shouldCloseAtOnceWhenTheClientAbortsAParkedGet() {
        FakeExchange poll = client.get();

        poll.disconnect();

        assertThat(client.handler.calls())
                .containsExactly("close: transport error (poll connection closed prematurely)");
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldCloseWhenTheClientWasGoneBeforeItsGetWasParked() {
        FakeExchange poll = new FakeExchange("GET", "EIO=4&transport=polling&sid=" + client.sid);
        poll.disconnect();

        engine.request(poll);

        assertThat(client.handler.calls())
                .containsExactly("close: transport error (poll connection closed prematurely)");
    }

    @Test
    void shouldCloseWhenAnAnswerCannotBeWritten() {
        FakeExchange poll =
                new FakeExchange("GET", "EIO=4&transport=polling&sid=" + client.sid) {
                    private Runnable kept;

                    @Override
                    public void onAbort(Runnable action) {
                        kept = action;
                    }

                    @Override
                    public synchronized void respond(HttpResponse answer) {
                        super.respond(answer);
                        kept.run();
                    }
                };
        engine.request(poll);

        client.session().sendText("lost");
        client.session().flush();

        assertThat(client.handler.calls())
                .containsExactly("close: transport error (poll connection closed prematurely)");
    }

    @Test
    void shouldCloseWhenTheClientAbortsAPost() {
        FakeExchange poll = client.get();
        FakeExchange post = client.openPost();
        post.chunk(bytes("4a"));

        post.disconnect();

        assertThat(client.handler.calls())
                .containsExactly(
                        "close: transport error (data request connection closed prematurely)");
        assertThat(post.isAborted()).isTrue();
        assertThat(poll.text()).isEqualTo("1");
    }

    @Test
    void shouldHearAClientThatGoesAwayAfterItsLastByte() {
        FakeExchange post = client.newPost().body(bytes("4bye" + RS + "1"));
        client.handler.onMessage(text -> post.disconnect());

        engine.request(post);

        assertThat(client.handler.calls())
                .containsExactly("bye", "close: transport close (close packet)");
    }

    // ---- the client's close packet

    @Test
    void shouldCloseUponTheClientsClosePacket() {
        FakeExchange poll = client.get();

        FakeExchange post = client.post("4a" + RS + "1" + RS + "4b");

        assertThat(post.text()).isEqualTo("ok");
        assertThat(poll.text()).isEqualTo("6");
        assertThat(client.handler.calls())
                .containsExactly("a", "close: transport close (close packet)");
        assertThat(client.get().text()).contains("\"code\":1");
    }

    // ---- a session that ends while a body arrives

    @Test
    void shouldStopReadingForASessionThatIsOver() {
        FakeExchange post = client.openPost();
        post.chunk(bytes("4a"));
        client.session().close(true);

        post.chunk(bytes("b"));

        assertThat(post.status()).isEqualTo(400);
        assertThat(post.stoppedReading()).isTrue();
        assertThat(client.handler.calls()).containsExactly("close: forced close");
    }
}
