package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of clients of Engine.IO 3 (H1, H2, H3). */
class Revision3Test {
    private static final byte[] BYTES = {1, 2};

    private final EngineFixture engine =
            new EngineFixture(
                    options ->
                            options.allowEIO3(true)
                                    .pingInterval(Duration.ofMillis(300))
                                    .pingTimeout(Duration.ofMillis(200)));

    private final class Poller {
        private final String query;

        Poller(String more) {
            String answer = engine.get("EIO=3&transport=polling" + more).text();
            String sid = answer.replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
            query = "EIO=3&transport=polling" + more + "&sid=" + sid;
        }

        FakeExchange get() {
            return engine.get(query);
        }

        FakeExchange post(String body) {
            return engine.request(new FakeExchange("POST", query).body(EngineFixture.bytes(body)));
        }

        FakeExchange postBinary(int... body) {
            byte[] bytes = new byte[body.length];
            for (int i = 0; i < body.length; i++) {
                bytes[i] = (byte) body[i];
            }
            return engine.request(
                    new FakeExchange("POST", query)
                            .header("Content-Type", "application/octet-stream")
                            .body(bytes));
        }

        FakeUpgrade upgrade() {
            return engine.upgrade(query.replace("polling", "websocket"));
        }
    }

    private FakeLink webSocket(String more) {
        FakeLink link = engine.upgrade("EIO=3&transport=websocket" + more).link();
        assertThat(link.received()).hasSize(1);
        return link;
    }

    @Test
    void shouldRefuseThemUnlessTheyAreAllowed() {
        EngineFixture strict = new EngineFixture();

        assertThat(strict.get("EIO=3&transport=polling").text())
                .isEqualTo("{\"code\":5,\"message\":\"Unsupported protocol version\"}");
        assertThat(strict.upgrade("EIO=3&transport=websocket").isAccepted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EIO=3&", "EIO=abc&", ""})
    void shouldTakeWhateverIsNot4For3(String revision) {
        String answer = engine.get(revision + "transport=polling").text();

        assertThat(answer)
                .matches("[0-9]+:0\\{\"sid\":.*,\"upgrades\":\\[\"websocket\"],.*}")
                .startsWith(answer.length() - answer.indexOf(':') - 1 + ":");
        assertThat(engine.lastSession().protocol()).isEqualTo(3);
    }

    @Test
    void shouldGoOnServingRevision4() {
        EngineFixture.PollingClient client = engine.poller();

        client.session().sendText("x");

        assertThat(client.get().text()).isEqualTo("4x");
        assertThat(client.session().protocol()).isEqualTo(4);
    }

    @Test
    void shouldRefuseRevision4ForItsSession() {
        Poller client = new Poller("");

        FakeExchange answer = engine.get(client.query.replace("EIO=3", "EIO=4"));

        assertThat(answer.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(engine.refusals).containsExactly("3 PROTOCOL_MISMATCH");
        assertThat(client.post("1:3").isAnswered()).isTrue();
    }

    @Test
    void shouldDeclineJsonp() {
        assertThat(engine.get("EIO=3&transport=polling&j=0").text())
                .isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(engine.refusals).containsExactly("3 JSONP");
    }

    @Test
    void shouldPrefixPacketsWithTheirLengthInUtf16() {
        Poller client = new Poller("");
        engine.lastSession().sendText("h\u00e4 \u20ac");
        engine.lastSession().sendText("\ud83d\ude00");

        assertThat(client.get().text()).isEqualTo("5:4h\u00e4 \u20ac3:4\ud83d\ude00");
    }

    @Test
    void shouldTakeManyPacketsOfOnePost() {
        Poller client = new Poller("");

        FakeExchange answer = client.post("3:4\ud83d\ude000:2:4x6:b4AQI=4:4\u00e4\u20ac ");

        assertThat(answer.text()).isEqualTo("ok");
        assertThat(engine.lastHandler().calls())
                .containsExactly("\ud83d\ude00", "x", "<0102>", "\u00e4\u20ac ");
    }

    @Test
    void shouldAnswerInBinaryFormIfThereAreBytes() {
        Poller client = new Poller("");
        engine.lastSession().sendText("\u00e4");
        engine.lastSession().sendBytes(BYTES);

        FakeExchange answer = client.get();

        assertThat(HexFormat.of().formatHex(answer.body()))
                .isEqualTo("0003ff34c3a4" + "0103ff040102");
        assertThat(answer.response().headers().get("Content-Type"))
                .isEqualTo("application/octet-stream");
    }

    @Test
    void shouldAnswerInBase64WhoeverTakesNoBytes() {
        Poller client = new Poller("&b64=1");
        engine.lastSession().sendText("\u00e4");
        engine.lastSession().sendBytes(BYTES);

        FakeExchange answer = client.get();

        assertThat(answer.text()).isEqualTo("2:4\u00e46:b4AQI=");
        assertThat(answer.response().headers().get("Content-Type"))
                .isEqualTo("text/plain; charset=UTF-8");
    }

    @Test
    void shouldTakeABinaryPost() {
        Poller client = new Poller("");

        client.postBinary(0, 3, 255, '4', 0xc3, 0xa4, 1, 3, 255, 4, 9, 8, 0, 1, 255, '2');

        assertThat(engine.lastHandler().calls()).containsExactly("\u00e4", "<0908>");
        assertThat(client.get().text()).isEqualTo("1:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                ":",
                "1",
                "1:",
                "2:4",
                "-1:4",
                "1.0:4",
                "01234567890:4",
                "99999999999:4",
                "1:9",
                "2:4x3",
                "2:4\ud83d\ude00",
                "2:b2",
                "2:b4AQI=",
                "1:b",
                "4:b4==",
                "1:4\u001e4"
            })
    void shouldEndTheSessionUponABrokenPayload(String body) {
        Poller client = new Poller("");

        FakeExchange answer = client.post(body);

        assertThat(answer.text()).isEqualTo("ok");
        assertThat(engine.lastHandler().calls()).last().asString().startsWith("close: parse error");
    }

    @Test
    void shouldEndTheSessionUponABrokenBinaryPayload() {
        int[][] bodies = {
            {},
            {0},
            {0, 255},
            {0, 1, 255},
            {2, 1, 255, '4'},
            {0, 1, 255, 0xff},
            {1, 1, 255, 2},
            {1, 0, 255},
            {0, 10, 255, '4'},
            {1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 255, 4},
            {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 255, 4},
        };
        for (int[] body : bodies) {
            Poller client = new Poller("");
            client.postBinary(body);
            assertThat(engine.lastHandler().calls())
                    .last()
                    .asString()
                    .startsWith("close: parse error");
        }
    }

    @Test
    void shouldTakeNoMorePacketsThanAllowed() {
        EngineFixture small =
                new EngineFixture(options -> options.allowEIO3(true).maxPacketsPerPayload(2));
        String sid = small.get("EIO=3&transport=polling").text().replaceAll(".*sid\":\"", "");
        String query = "EIO=3&transport=polling&sid=" + sid.substring(0, 20);

        small.request(new FakeExchange("POST", query).body(EngineFixture.bytes("2:4a2:4b2:4c")));

        assertThat(small.lastHandler().calls())
                .containsExactly("a", "b", "close: parse error (too many packets in a payload)");
    }

    // ---- WebSocket

    @Test
    void shouldPutTheTypeInFrontOfBinaryMessages() {
        FakeLink link = webSocket("");

        engine.lastSession().sendBytes(BYTES);
        engine.lastSession().sendText("t");
        engine.lastSession().flush();
        link.sendBinary((byte) 4, (byte) 7).send("b4AQI=").send("4x");

        assertThat(link.received()).containsExactly("<040102>", "4t");
        assertThat(engine.lastHandler().calls()).containsExactly("<07>", "<0102>", "x");
    }

    @Test
    void shouldSendBase64OverAWebSocketToo() {
        FakeLink link = webSocket("&b64=1");

        engine.lastSession().sendBytes(BYTES);
        engine.lastSession().flush();

        assertThat(link.received()).containsExactly("b4AQI=");
    }

    @Test
    void shouldEndTheSessionUponABinaryMessageOfNoMessageType() {
        for (byte[] frame : new byte[][] {{}, {2}, {'4', 1}}) {
            FakeLink link = webSocket("");
            link.sendBinary(frame);
            assertThat(engine.lastHandler().calls())
                    .containsExactly("close: parse error (only messages are binary)");
        }
    }

    @Test
    void shouldRewriteABroadcastOnce() {
        EnginePacket packet = EnginePacket.binary(BYTES);

        assertThat(Revision.THREE.form(packet)).isSameAs(Revision.THREE.form(packet));
        assertThat(Revision.FOUR.form(packet)).isSameAs(packet);
        EnginePacket text = EnginePacket.text("t");
        assertThat(Revision.THREE.form(text)).isSameAs(text);
        assertThat(Revision.THREE_AS_TEXT.form(text)).isSameAs(text);
    }

    // ---- heartbeat and upgrade

    @Test
    void shouldAnswerPingsAndSendNone() {
        FakeLink link = webSocket("");

        for (int i = 0; i < 5; i++) {
            engine.advanceMillis(499);
            link.send("2");
        }

        assertThat(link.received()).containsExactly("3", "3", "3", "3", "3");
        assertThat(engine.lastHandler().calls()).isEmpty();
    }

    @Test
    void shouldCloseWhenNoPingComesInTime() {
        FakeLink link = webSocket("");
        engine.advanceMillis(100);
        link.send("2").send("4no ping");

        engine.advanceMillis(499);
        assertThat(engine.lastHandler().calls()).containsExactly("no ping");
        engine.advanceMillis(1);

        assertThat(engine.lastHandler().calls()).containsExactly("close: ping timeout");
        assertThat(engine.timers.pending()).isEqualTo(1); // the closing handshake
    }

    @Test
    void shouldCloseUponAPong() {
        FakeLink link = webSocket("");

        link.send("3");

        assertThat(engine.lastHandler().calls())
                .containsExactly("close: transport error (invalid heartbeat direction)");
    }

    @Test
    void shouldKeepOneAnswerForManyPings() {
        Poller client = new Poller("");

        client.post("1:21:21:2");

        assertThat(client.get().text()).isEqualTo("1:3");
    }

    @Test
    void shouldMoveToAWebSocket() {
        Poller client = new Poller("");
        FakeExchange poll = client.get();

        FakeLink link = client.upgrade().link();
        link.send("2probe");
        assertThat(link.received()).containsExactly("3probe");
        assertThat(poll.text()).isEqualTo("1:6");
        link.send("5");
        engine.lastSession().sendBytes(BYTES);
        engine.lastSession().flush();
        link.send("2");

        assertThat(link.received()).containsExactly("<040102>", "3");
        assertThat(engine.lastHandler().calls()).containsExactly("upgrade");
    }

    @Test
    void shouldEndThePollOfAClosedSession() {
        Poller client = new Poller("");
        FakeExchange poll = client.get();

        engine.lastSession().close(false);

        assertThat(poll.text()).isEqualTo("1:1");
    }
}
