package io.ringcast.engineio;

import static io.ringcast.engineio.EngineFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.protocol.Encoded;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest {
    private final EngineFixture engine = new EngineFixture();
    private final FakeLink link = engine.webSocket();
    private final RecordingHandler handler = engine.lastHandler();
    private final EngineSession session = engine.lastSession();

    // ---- inward

    @Test
    void shouldTakeTextAndBinaryMessages() {
        link.send("4hello").send("4").sendBinary((byte) 1, (byte) 2).sendBinary();

        assertThat(handler.calls()).containsExactly("hello", "", "<0102>", "<>");
    }

    @Test
    void shouldTakeBinaryAsBase64Text() {
        link.send("bAQIDBA==").send("b");

        assertThat(handler.calls()).containsExactly("<01020304>", "<>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3probe", "0", "0{}", "5", "6", "6x"})
    void shouldIgnorePacketsThatMeanNothingHere(String packet) {
        link.send(packet).send("4still");

        assertThat(handler.calls()).containsExactly("still");
        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "7", "8", "9", "-1", " 4", "b!", "bA", "\u001e", "\ufeff4"})
    void shouldCloseUponAnUndecodablePacket(String packet) {
        link.send(packet).send("4late");

        assertThat(handler.calls()).singleElement().asString().startsWith("close: parse error");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
        assertThat(engine.server.sessionCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2probe", "2x"})
    void shouldCloseUponAPingOfTheClient(String packet) {
        link.send(packet);

        assertThat(handler.calls())
                .containsExactly("close: transport error (invalid heartbeat direction)");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
    }

    @Test
    void shouldCloseUponAClosePacket() {
        link.send("1");

        assertThat(handler.calls()).containsExactly("close: transport close (close packet)");
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);
    }

    @Test
    void shouldCloseWith1007UponInvalidUtf8() {
        link.sendRaw((byte) '4', (byte) 0xc3, (byte) 0x28);

        assertThat(handler.calls())
                .containsExactly("close: transport error (text message is not UTF-8)");
        assertThat(link.closeCode()).isEqualTo(1007);
    }

    @Test
    void shouldCloseWith1009WhenAMessageIsTooLong() {
        EngineFixture small = new EngineFixture(options -> options.maxPayload(5));
        FakeLink text = small.webSocket();
        RecordingHandler told = small.lastHandler();

        text.send("41234").send("412345");
        FakeLink binary = small.webSocket();
        binary.sendBinary(new byte[5]).sendBinary(new byte[6]);

        assertThat(told.calls())
                .containsExactly("1234", "close: transport error (Max payload size exceeded)");
        assertThat(text.closeCode()).isEqualTo(1009);
        assertThat(small.lastHandler().calls())
                .containsExactly(
                        "<0000000000>", "close: transport error (Max payload size exceeded)");
        assertThat(binary.closeCode()).isEqualTo(1009);
    }

    @Test
    void shouldIgnoreWhatComesBehindOurClose() {
        session.close(true);

        link.send("4late").sendBinary((byte) 1).send("garbage");

        assertThat(handler.calls()).containsExactly("close: forced close");
    }

    // ---- outward

    @Test
    void shouldSendAnIdleConnectionsMessageAtOnce() {
        session.sendText("a");
        assertThat(link.received()).isEmpty();

        session.flush();

        assertThat(link.received()).containsExactly("4a");
    }

    @Test
    void shouldSendAllThatIsQueuedInOneWrite() {
        int before = link.writes();
        session.sendText("a");
        session.sendBytes(new byte[] {1});
        session.sendText("b");

        session.flush();
        session.flush();

        assertThat(link.received()).containsExactly("4a", "<01>", "4b");
        assertThat(link.writes()).isEqualTo(before + 1);
        assertThat(engine.writes).last().isEqualTo("3 packets, 5 bytes");
    }

    @Test
    void shouldGatherWhatIsSentDuringAWriteIntoTheNext() {
        link.stall();
        session.sendText("a");
        session.flush();
        for (String text : new String[] {"b", "c", "d"}) {
            session.sendText(text);
            session.flush();
        }
        assertThat(link.received()).containsExactly("4a");

        link.completeWrite();

        assertThat(link.received()).containsExactly("4b", "4c", "4d");
    }

    @Test
    void shouldNotRecurseWhenWritesCompleteAtOnce() {
        EngineFixture busy = new EngineFixture();
        FakeUpgrade exchange =
                new FakeUpgrade("EIO=4&transport=websocket") {
                    private int left = 100_000;

                    @Override
                    public void accept(ResponseHeaders headers, WebSocketHandler handler) {
                        handler.onOpen(
                                new WebSocketLink() {
                                    @Override
                                    public void send(
                                            EnginePacket[] packets, int count, Completion done) {
                                        if (left-- > 0) {
                                            busy.lastSession().sendText("again");
                                        }
                                        done.onSent();
                                    }

                                    @Override
                                    public void close(int code) {
                                        // The test does not look.
                                    }

                                    @Override
                                    public void abort() {
                                        // The test does not look.
                                    }
                                });
                    }
                };

        busy.upgrade(exchange);

        assertThat(busy.writes).hasSize(100_001);
        assertThat(busy.lastSession().isWritable()).isTrue();
    }

    @Test
    void shouldKeepAttachmentsBehindTheirText() {
        Encoded encoded = new Encoded(bytes("451-[]"), 1, 5, false, new byte[] {1}, new byte[] {2});

        session.send(EnginePacket.message(encoded, true), EngineSession.Delivery.NORMAL);
        session.sendText("next");
        session.flush();

        assertThat(link.received()).containsExactly("451-[]", "<01>", "<02>", "4next");
    }

    @Test
    void shouldSendABinaryPacketOfACustomParserAsItIs() {
        Encoded encoded = new Encoded(new byte[] {4, 1, 2, 3}, 1, 3, true, new byte[0][]);

        session.send(EnginePacket.message(encoded, true), EngineSession.Delivery.NORMAL);
        session.flush();

        assertThat(link.received()).containsExactly("<010203>");
    }

    @Test
    void shouldBeWritableUnlessSomethingIsQueuedOrBeingWritten() {
        assertThat(session.isWritable()).isTrue();
        link.stall();

        session.sendText("a");
        assertThat(session.isWritable()).isFalse();
        session.flush();
        assertThat(session.isWritable()).isFalse();
        int told = handler.writable();
        link.completeWrite();

        assertThat(session.isWritable()).isTrue();
        assertThat(handler.writable()).isEqualTo(told + 1);
    }

    @Test
    void shouldDeliverOneOfTwoVolatilePackets() {
        EnginePacket packet = EnginePacket.text("v");

        session.send(packet, EngineSession.Delivery.VOLATILE);
        session.send(packet, EngineSession.Delivery.VOLATILE);
        session.flush();

        assertThat(link.received()).containsExactly("4v");
        assertThat(engine.drops).containsExactly("DROPPED_VOLATILE");
    }

    @Test
    void shouldDropAVolatilePacketBehindAnother() {
        session.sendText("a");

        assertThat(session.send(EnginePacket.text("v"), EngineSession.Delivery.VOLATILE))
                .isEqualTo(EngineSession.SendResult.DROPPED_VOLATILE);
    }

    // ---- the end

    @Test
    void shouldTellTransportCloseWhenThePeerCloses() {
        link.closed(1001);

        assertThat(handler.calls())
                .containsExactly("close: transport close (WebSocket closed with code 1001)");
        assertThat(engine.server.sessionCount()).isZero();
        assertThat(engine.timers.pending()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1002, 1002, false", "1009, 1009, false", "1006, 0, true"})
    void shouldTellTransportErrorOnceWhenTheWebSocketFails(int code, int sent, boolean aborted) {
        link.fail(code, "broken");
        link.closed(code);

        assertThat(handler.calls()).containsExactly("close: transport error (broken)");
        assertThat(link.closeCode()).isEqualTo(sent);
        assertThat(link.isAborted()).isEqualTo(aborted);
    }

    @Test
    void shouldTellTransportErrorWhenAWriteFails() {
        link.stall();
        session.sendText("a");
        session.flush();
        session.sendText("b");

        link.failWrite();

        assertThat(handler.calls()).containsExactly("close: transport error (write failed)");
        assertThat(link.isAborted()).isTrue();
        assertThat(session.pendingBytes()).isZero();
        assertThat(session.sendText("c")).isEqualTo(EngineSession.SendResult.CLOSED);
    }

    @Test
    void shouldCutAPeerOffThatDoesNotAnswerTheClosingHandshake() {
        session.close(true);
        assertThat(link.closeCode()).isEqualTo(WebSocketLink.NO_CODE);

        engine.timers.advance(Duration.ofMillis(29_999));
        assertThat(link.isAborted()).isFalse();
        engine.timers.advance(Duration.ofMillis(1));

        assertThat(link.isAborted()).isTrue();
    }

    @Test
    void shouldForgetAPeerThatAnswersTheClosingHandshake() {
        session.close(true);

        link.closed(WebSocketLink.NO_CODE);

        assertThat(engine.timers.pending()).isZero();
        assertThat(link.isAborted()).isFalse();
        assertThat(handler.calls()).containsExactly("close: forced close");
    }

    @Test
    void shouldCutTheWebSocketOffWhenACloseFrameCannotGetThrough() {
        link.stall();
        session.sendText("a");
        session.flush();

        session.close(true);

        assertThat(link.isAborted()).isTrue();
        assertThat(link.closeCode()).isEqualTo(FakeLink.OPEN);
    }

    @Test
    void shouldTakeAWebSocketThatFailsBehindItsEnd() {
        session.close(true);

        link.fail(WebSocketLink.BROKEN, "reset");
        link.closed(WebSocketLink.BROKEN);

        assertThat(handler.calls()).containsExactly("close: forced close");
        assertThat(engine.lifecycle).containsExactly("opened", "closed: forced close");
    }
}
