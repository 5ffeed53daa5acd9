package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.WireClient.Entry;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection state recovery as it is on the wire; the rows are those of the behaviour map. */
class RecoveryWireTest {
    private final List<Socket> sockets = new ArrayList<>();
    private final TestBus bus =
            TestBus.create(options -> options.connectionStateRecovery(Recovery.of(ofMinutes(2))));
    private final Road road = Road.to(bus);

    RecoveryWireTest() {
        bus.onConnection(sockets::add);
    }

    @AfterEach
    void close() {
        assertThat(bus.failures()).isEmpty();
        bus.close();
    }

    private Socket last() {
        return sockets.get(sockets.size() - 1);
    }

    /** Emits numbered events and returns the offset of the last. */
    private String emit(WireClient client, int... numbers) {
        for (int number : numbers) {
            bus.emit("n", number);
        }
        List<String> all = client.take();
        return WireClient.offset(all.get(all.size() - 1));
    }

    private static List<String> events(List<String> packets) {
        return packets.stream()
                .filter(packet -> packet.startsWith("2"))
                .map(packet -> packet.replaceAll(",\"[^\"]*\"]$", "]"))
                .toList();
    }

    // T1

    @Test
    void shouldSendNeitherPidNorOffsetsByDefault() {
        TestBus off = TestBus.create();
        WireClient client = Road.to(off).enter();
        assertThat(client.take()).singleElement().asString().matches("0\\{\"sid\":\".{20}\"}");

        off.emit("e", "x");

        assertThat(client.take()).containsExactly("2[\"e\",\"x\"]");
    }

    // T2

    @Test
    void shouldNameThePidInTheAnswerToConnect() {
        Entry first = road.enter().entry();
        Entry second = road.enter().entry();

        assertThat(List.of(first.pid(), first.sid(), second.pid(), second.sid()))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldNotShowPidAndOffsetToTheApplication() {
        WireClient client = road.enter();
        String pid = client.entry().pid();
        client.lose();

        road.open().say("0{\"token\":\"t\",\"pid\":\"" + pid + "\",\"offset\":\"x.1\"}");

        assertThat((Object) last().handshake().auth(Map.class)).isEqualTo(Map.of("token", "t"));
    }

    @Test
    void shouldLeaveWhatTheApplicationCallsPidAlone() {
        road.open().say("0{\"pid\":7}");
        assertThat((Object) last().handshake().auth(Map.class)).isEqualTo(Map.of("pid", 7));

        road.open().say("0{\"pid\":\"p-1\"}");
        assertThat((Object) last().handshake().auth(Map.class)).isEqualTo(Map.of("pid", "p-1"));
    }

    // T3, T4, O15

    @Test
    void shouldPutAnOffsetBehindTheArgumentsOfEveryKeptEvent() {
        WireClient client = road.enter();
        client.entry();

        bus.emit("none");
        last().emit("several", 1, "x");
        bus.to(last().id()).emit("room", List.of());

        List<String> packets = client.take();
        assertThat(events(packets))
                .containsExactly("2[\"none\"]", "2[\"several\",1,\"x\"]", "2[\"room\",[]]");
        assertThat(packets).extracting(WireClient::offset).doesNotHaveDuplicates();
    }

    @Test
    void shouldPutNoOffsetBehindAnEventThatAsksForAnAnswer() {
        WireClient client = road.enter();
        client.entry();

        last().emit("question", "?", ack -> {});
        bus.timeout(ofSeconds(1)).emit("poll", "?", (failure, answers) -> {});

        assertThat(client.take()).containsExactly("20[\"question\",\"?\"]", "21[\"poll\",\"?\"]");
    }

    @Test
    void shouldNotReplayVolatileEventsNorThoseThatAskForAnAnswer() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        String offset = emit(client, 1);
        last().asVolatile().emit("volatile", 1);
        bus.asVolatile().emit("volatile", 2);
        last().emit("question", "?", ack -> {});
        emit(client, 2);
        client.lose();

        WireClient again = road.comeBack(entry.pid(), offset);

        assertThat(events(again.take())).containsExactly("2[\"n\",2]");
    }

    // T5

    @ParameterizedTest
    @EnumSource(CloseReason.class)
    void shouldKeepTheSessionForLossesOnly(CloseReason reason) {
        WireClient client = road.enter();
        Entry entry = client.entry();
        client.lose(reason);

        Entry again = road.comeBack(entry.pid(), null).entry();

        assertThat(again.equals(entry)).isEqualTo(reason != CloseReason.PARSE_ERROR);
        assertThat(last().isRecovered()).isEqualTo(again.equals(entry));
    }

    @Test
    void shouldEndTheSessionWhenTheClientLeavesTheNamespace() {
        WireClient client = road.enter();
        Entry entry = client.entry();

        client.say("1").lose();

        assertThat(road.comeBack(entry.pid(), null).entry().sid()).isNotEqualTo(entry.sid());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndTheSessionWhenTheServerDisconnects(boolean close) {
        WireClient client = road.enter();
        Entry entry = client.entry();

        last().disconnect(close);
        client.take();
        client.lose();

        assertThat(road.comeBack(entry.pid(), null).entry().sid()).isNotEqualTo(entry.sid());
    }

    // T6

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "Q84pufi.0",
                "abcdefgh.1",
                "$-1",
                "$zz",
                "$1x!",
                "$7777777777777777777777777777777777777",
                "$1111111111111111111111111111111111111111111111111111111111111111111111111",
            })
    void shouldBeginAnewWhereTheOffsetIsUnknown(String told) {
        WireClient client = road.enter();
        Entry entry = client.entry();
        String known = emit(client, 1);
        client.lose();
        String prefix = known.substring(0, known.indexOf('.') + 1);

        Entry again = road.comeBack(entry.pid(), told.replace("$", prefix)).entry();

        assertThat(again.sid()).isNotEqualTo(entry.sid());
        assertThat(again.pid()).isNotEqualTo(entry.pid());
        assertThat(last().isRecovered()).isFalse();
        assertThat(bus.counters().get(Counter.RECOVERIES_REFUSED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0{}",
                "0{\"pid\":null,\"offset\":1}",
                "0{\"pid\":[\"AAAAAAAAAAAAAAAAAAAA\"]}",
                "0{\"pid\":\"AAAAAAAAAAAAAAAAAAAA\",\"offset\":{}}",
                "0{\"pid\":\"AAAAAAAAAAAAAAAAAAAA\",\"pid\":\"AAAAAAAAAAAAAAAAAAAB\"}",
                "0{\"offset\":\"x.1\"}",
                "0{\"n\":1e999999999}",
            })
    void shouldBeginAnewWhereNoSessionIsKnown(String connect) {
        WireClient client = road.open().say(connect);

        client.entry();
        assertThat(last().isRecovered()).isFalse();
        assertThat(client.closed()).isNull();
    }

    // T7, T8

    @Test
    void shouldReplayBeforeConnectIsAnswered() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        last().join("room");
        String offset = emit(client, 1, 2);
        emit(client, 3);
        client.lose();
        bus.to("room").emit("n", 4);
        bus.to("elsewhere").emit("n", 5);
        bus.except(entry.sid()).emit("n", 6);
        bus.emit("bytes", new byte[] {1}, "x");

        List<String> packets = road.comeBack(entry.pid(), offset).take();

        assertThat(events(packets)).containsExactly("2[\"n\",3]", "2[\"n\",4]");
        assertThat(packets.get(2)).startsWith("51-[\"bytes\",{\"_placeholder\":true,\"num\":0}");
        assertThat(Entry.of(packets.get(3))).isEqualTo(entry);
        assertThat(packets).hasSize(4);
        assertThat(bus.counters().get(Counter.RECOVERIES_GRANTED)).isEqualTo(1);
    }

    // T9

    @Test
    void shouldRecoverAClientThatHasReceivedNothingYet() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        client.lose();
        bus.emit("n", 1);

        List<String> packets = road.comeBack(entry.pid(), null).take();

        assertThat(events(packets)).containsExactly("2[\"n\",1]");
        assertThat(Entry.of(packets.get(1))).isEqualTo(entry);
    }

    /** Once the log's position of the recovery was taken for the client's. */
    @Test
    void shouldReplayAgainWhatWasLostOnTheWayBack() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        client.lose();
        bus.emit("n", 1);
        road.comeBack(entry.pid(), null).lose();
        bus.emit("n", 2);

        WireClient again = road.comeBack(entry.pid(), null);

        assertThat(events(again.take())).containsExactly("2[\"n\",1]", "2[\"n\",2]");
        assertThat(last().isRecovered()).isTrue();
    }

    /** Clients keep the offset of an earlier session until the first event of the next. */
    @ParameterizedTest
    @ValueSource(strings = {"", "other-server.1"})
    void shouldTakeAnOffsetOfAnEarlierSessionForNothingReceived(String foreign) {
        WireClient client = road.enter();
        client.entry();
        String offset = emit(client, 1);
        client.say("1").lose();
        bus.emit("n", 2);
        WireClient next = road.enter();
        Entry entry = next.entry();
        next.lose();
        bus.emit("n", 3);

        String told = foreign.isEmpty() ? offset : foreign;
        WireClient again = road.comeBack(entry.pid(), told);

        assertThat(events(again.take())).containsExactly("2[\"n\",3]");
        assertThat(last().isRecovered()).isTrue();
    }

    // T10

    @Test
    void shouldRecoverAConnectionThatWasQuietForLong() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        String offset = emit(client, 1);
        bus.advance(ofMinutes(60));
        client.lose();
        bus.emit("n", 2);

        WireClient again = road.comeBack(entry.pid(), offset);

        assertThat(events(again.take())).containsExactly("2[\"n\",2]");
        assertThat(last().isRecovered()).isTrue();
    }

    // T11

    @Test
    void shouldKeepClientsFromTakingAWordForAnOffset() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        String kept = emit(client, 1);

        last().asVolatile().emit("v", "a word");
        bus.asVolatile().emit("v", "a word");
        bus.asVolatile().emit("v");

        List<String> packets = client.take();
        assertThat(packets).hasSize(3).extracting(WireClient::offset).containsOnly(kept);
        client.lose();
        assertThat(road.comeBack(entry.pid(), kept).entry()).isEqualTo(entry);
    }

    // T12

    @Test
    void shouldUseASessionOnce() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        String offset = emit(client, 1);
        client.lose();
        road.comeBack(entry.pid(), offset).say("1").lose();

        Entry again = road.comeBack(entry.pid(), offset).entry();

        assertThat(again.sid()).isNotEqualTo(entry.sid());
        assertThat(again.pid()).isNotEqualTo(entry.pid());
    }

    @Test
    void shouldFenceTheConnectionThatIsStillOpen() {
        List<String> heard = new ArrayList<>();
        bus.onConnection(socket -> socket.on("e", String.class, (String e) -> heard.add(e)));
        WireClient old = road.enter();
        Entry entry = old.entry();
        Socket before = last();
        before.onDisconnect(reason -> heard.add(reason.text()));
        String offset = emit(old, 1);
        bus.emit("n", 2);

        WireClient fresh = road.comeBack(entry.pid(), offset);
        old.say("2[\"e\",\"from the old\"]");
        fresh.say("2[\"e\",\"from the new\"]");

        assertThat(heard).containsExactly("forced close", "from the new");
        assertThat(old.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        assertThat(before.isConnected()).isFalse();
        assertThat(bus.socket(entry.sid())).containsSame(last());
        assertThat(bus.socketsCount()).isEqualTo(1);
        assertThat(events(fresh.take())).containsExactly("2[\"n\",2]");
    }

    @Test
    void shouldNotReplayToAFencedConnection() {
        WireClient old = road.enter();
        Entry entry = old.entry();
        WireClient fresh = road.comeBack(entry.pid(), null);
        old.take();

        bus.emit("n", 1);

        assertThat(old.take()).isEmpty();
        assertThat(events(fresh.take())).containsExactly("2[\"n\",1]");
    }

    @Test
    void shouldNotGoBackBehindWhatTheClientOnceConfirmed() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        String early = emit(client, 1);
        String late = emit(client, 2);
        client.lose();
        road.comeBack(entry.pid(), late).lose();

        WireClient again = road.comeBack(entry.pid(), early);

        assertThat(events(again.take())).isEmpty();
        assertThat(last().isRecovered()).isTrue();
    }
}
