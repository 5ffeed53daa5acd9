package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.BusBuilder;
import io.ringcast.ClientLimits;
import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.WireClient.Entry;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A client asks to enter a namespace that it is in, or on its way into: official ones do so when
 * {@code connect()} is called twice. It begins anew; once its connection was closed (A16).
 */
class SecondConnectTest {
    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private TestBus bus;
    private Road road;

    private void start(Consumer<BusBuilder> options) {
        bus = TestBus.create(options);
        bus.onConnection(sockets::add);
        bus.onConnection(socket -> socket.onDisconnect(reason -> seen.add(reason.text())));
        bus.onConnection(socket -> socket.on("who", (none, ack) -> ack.send(socket.id())));
        road = Road.to(bus);
    }

    private Socket last() {
        return sockets.get(sockets.size() - 1);
    }

    private static String sid(String answer) {
        assertThat(answer).matches("0(/\\w+,)?\\{\"sid\":\".{20}\".*}");
        return answer.replaceAll(".*\"sid\":\"(.{20})\".*", "$1");
    }

    private Map<String, Set<String>> rooms() {
        var rooms = bus.adapter().rooms().toCompletableFuture();
        bus.runUntilIdle();
        return rooms.join();
    }

    @AfterEach
    void close() {
        assertThat(bus.failures()).isEmpty();
        bus.close();
    }

    @Test
    void shouldBeginAnew() {
        start(options -> {});
        WireClient client = road.open();

        List<String> answers = client.say("0").say("0{\"token\":2}").take();

        assertThat(answers).hasSize(2);
        assertThat(client.closed()).isNull();
        assertThat(seen).containsExactly("client namespace disconnect");
        assertThat(bus.socketsCount()).isEqualTo(1);
        assertThat((Object) last().handshake().auth(Map.class)).isEqualTo(Map.of("token", 2));
        assertThat(last().id()).isEqualTo(sid(answers.get(1))).isNotEqualTo(sid(answers.get(0)));
        assertThat(client.say("21[\"who\"]").take()).containsExactly("31[\"" + last().id() + "\"]");
        client.lose();
        assertThat(bus.socketsCount()).isZero();
        assertThat(seen).containsExactly("client namespace disconnect", "transport close");
    }

    @Test
    void shouldBeginAnewInOneNamespaceOnly() {
        start(options -> {});
        bus.of("/other").onConnection(socket -> seen.add("other"));
        WireClient client = road.enter().say("0/other,");

        client.say("0/other,");

        assertThat(seen).containsExactly("other", "other");
        assertThat(bus.of("/other").socketsCount()).isEqualTo(1);
        assertThat(bus.socketsCount()).isEqualTo(1);
    }

    @Test
    void shouldBeginAnewBeforeTheLoopHasSeenTheFirst() {
        start(options -> {});
        WireClient client = road.open().queue("0").queue("0").queue("0");

        List<String> answers = client.take();

        assertThat(last().id()).isEqualTo(sid(answers.get(answers.size() - 1)));
        assertThat(bus.socketsCount()).isEqualTo(1);
        client.lose();
        assertThat(bus.socketsCount()).isZero();
    }

    @Test
    void shouldForgetTheOneThatMiddlewareStillDecidesAbout() {
        start(options -> {});
        List<Runnable> undecided = new ArrayList<>();
        bus.use((socket, next) -> undecided.add(next::proceed));
        WireClient client = road.open().say("0").say("0");

        undecided.forEach(Runnable::run);

        assertThat(sid(client.take().get(0))).isEqualTo(last().id());
        assertThat(sockets).hasSize(1);
        assertThat(seen).isEmpty();
        assertThat(bus.counters().get(Counter.PROTOCOL_ERRORS)).isZero();
    }

    @Test
    void shouldForgetTheOneThatAFunctionStillDecidesAbout() {
        start(options -> {});
        List<CompletableFuture<Boolean>> undecided = new ArrayList<>();
        bus.of(
                        (name, auth) -> {
                            undecided.add(new CompletableFuture<>());
                            return undecided.get(undecided.size() - 1);
                        })
                .onConnection(sockets::add);
        WireClient client = road.open().say("0/t,").say("0/t,");

        undecided.forEach(decision -> decision.complete(true));

        List<String> answers = client.take();
        assertThat(last().id()).isEqualTo(sid(answers.get(answers.size() - 1)));
        assertThat(bus.of("/t").socketsCount()).isEqualTo(1);
        client.lose();
        assertThat(bus.namespaces()).hasSize(1);
    }

    /** Each of them takes the place of the one before: none of them is more than one. */
    @Test
    void shouldCountOnceWhoAsksAgainAndAgain() {
        ClientLimits limits = ClientLimits.builder().namespacesPerConnection(1).build();
        start(options -> options.limits(limits));
        WireClient client = road.open();

        for (int n = 0; n < 1_000; n++) {
            client.say("0");
        }

        assertThat(client.take()).hasSize(1_000).allMatch(answer -> answer.startsWith("0{"));
        assertThat(bus.socketsCount()).isEqualTo(1);
        assertThat(rooms()).hasSize(1);
    }

    @Test
    void shouldEndBothWhenTheConnectionEndsMeanwhile() {
        start(options -> {});
        WireClient client = road.enter();

        client.queue("0").lose();

        assertThat(bus.socketsCount()).isZero();
        assertThat(seen).isNotEmpty();
        assertThat(rooms()).isEmpty();
    }

    /** It comes back with the same session over the same connection, which delivers in order. */
    @Test
    void shouldGoOnWithTheSessionThatBothName() {
        start(options -> options.connectionStateRecovery(Recovery.of(ofMinutes(2))));
        WireClient lost = road.enter();
        Entry entry = lost.entry();
        last().join("room");
        lost.lose();
        bus.emit("n", 1);
        WireClient client = road.open();
        String connect = "0{\"pid\":\"" + entry.pid() + "\"}";

        List<String> packets = client.say(connect).say(connect).take();
        bus.to("room").emit("n", 2);

        assertThat(packets).hasSize(3);
        assertThat(packets.get(0)).startsWith("2[\"n\",1,");
        assertThat(packets.subList(1, 3)).allMatch(answer -> Entry.of(answer).equals(entry));
        assertThat(client.take()).singleElement().asString().startsWith("2[\"n\",2,");
        assertThat(client.closed()).isNull();
        assertThat(last().isRecovered()).isTrue();
        assertThat(bus.socketsCount()).isEqualTo(1);
    }
}
