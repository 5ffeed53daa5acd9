package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.BusException;
import io.ringcast.ClientLimits;
import io.ringcast.Socket;
import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one client may do, and what it hears when it does more. */
class ClientLimitsTest {
    private static final String BINARY = "51-[\"b\",{\"_placeholder\":true,\"num\":0}]";

    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private TestBus bus;
    private Road road;

    private WireClient start(Consumer<ClientLimits.Builder> limits) {
        ClientLimits.Builder builder = ClientLimits.builder();
        limits.accept(builder);
        JsonParser parser =
                JsonParser.builder(PayloadMapper.standard())
                        .maxAttachments(2)
                        .maxAttachmentBytes(10)
                        .build();
        bus = TestBus.create(options -> options.limits(builder.build()).parser(parser));
        bus.onConnection(sockets::add);
        bus.onConnection(socket -> socket.onError(failure -> errors.add(failure.getMessage())));
        road = Road.to(bus);
        WireClient client = road.enter();
        client.take();
        return client;
    }

    private Socket last() {
        return sockets.get(sockets.size() - 1);
    }

    private long count(Counter counter) {
        return bus.counters().get(counter);
    }

    private Map<String, Set<String>> rooms() {
        var rooms = bus.adapter().rooms().toCompletableFuture();
        bus.runUntilIdle();
        return rooms.join();
    }

    @AfterEach
    void close() {
        if (bus != null) {
            assertThat(bus.failures()).isEmpty();
            bus.close();
        }
    }

    @Test
    void shouldNameTheLimitThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientLimits.builder().roomsPerSocket(0).build())
                .withMessage("roomsPerSocket must be more than zero: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientLimits.builder().eventsPerSecond(-1).build())
                .withMessage("eventsPerSecond must not be negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientLimits.builder().attachmentTimeout(ofMillis(0)).build())
                .withMessage("attachmentTimeout must be more than zero: PT0S");
    }

    @Test
    void shouldLimitTheNamespacesOfAConnection() {
        WireClient client = start(limits -> limits.namespacesPerConnection(2));
        bus.of("/a");
        bus.of("/b");

        client.say("0/a,").take();
        client.say("0/b,");

        assertThat(client.take())
                .containsExactly("4/b,{\"message\":\"more than 2 namespaces on one connection\"}");
        client.say("1/a,").say("0/b,");
        assertThat(client.take()).singleElement().asString().startsWith("0/b,{\"sid\":");
    }

    @Test
    void shouldLimitHowManyNamespacesAreEnteredAtOnce() {
        WireClient client = start(limits -> limits.pendingConnectsPerConnection(2));
        List<Runnable> undecided = new ArrayList<>();
        for (String name : List.of("/a", "/b", "/c")) {
            bus.of(name).use((socket, next) -> undecided.add(next::proceed));
        }

        client.say("0/a,").say("0/b,").say("0/c,");

        assertThat(client.take())
                .containsExactly(
                        "4/c,{\"message\":\"more than 2 namespaces at once on one connection\"}");
        undecided.remove(0).run();
        client.take();
        assertThat(client.say("0/c,").take()).isEmpty();
        assertThat(undecided).hasSize(2);
    }

    @Test
    void shouldLimitTheRoomsOfASocket() {
        start(limits -> limits.roomsPerSocket(2));
        Socket socket = last();
        socket.join("a");
        bus.runUntilIdle();

        var joined = socket.join("b").toCompletableFuture();
        bus.runUntilIdle();

        assertThatThrownBy(joined::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("a socket may be in 2 rooms: see ClientLimits.roomsPerSocket");
        assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "a");
    }

    // 65 names of 990,000 characters were 65 MB that one connection held (E3).
    @Test
    void shouldLimitTheNamesOfRooms() {
        WireClient client = start(limits -> limits.roomNameLength(5));
        Socket socket = last();
        socket.onRequest(
                "join",
                String.class,
                room -> {
                    socket.join(room);
                    return room;
                });

        client.say("21[\"join\",\"12345\"]")
                .say("22[\"join\",\"123456\"]")
                .say("23[\"join\",\"x\"]");

        assertThat(client.take()).containsExactly("31[\"12345\"]", "33[\"x\"]");
        assertThat(bus.takeFailures())
                .singleElement()
                .extracting(failed -> failed.failure().getMessage())
                .isEqualTo(
                        "the name of a room may have 5 characters, not 6: see"
                                + " ClientLimits.roomNameLength");
        assertThatIllegalArgumentException().isThrownBy(() -> socket.join("a", "123456"));
        assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "12345", "x");
    }

    @Test
    void shouldLimitTheNamesOfRoomsThatOthersJoinFor() {
        start(limits -> limits.roomNameLength(5).roomsPerSocket(2));

        var tooLong = bus.socketsJoin("123456").toCompletableFuture();
        var joined = bus.socketsJoin("12345").toCompletableFuture();
        var tooMany = bus.socketsJoin("1").toCompletableFuture();
        bus.runUntilIdle();

        assertThatThrownBy(tooLong::join).hasMessageContaining("ClientLimits.roomNameLength");
        assertThat(joined).isCompleted();
        assertThatThrownBy(tooMany::join).hasMessageContaining("ClientLimits.roomsPerSocket");
        assertThat(last().rooms()).containsExactlyInAnyOrder(last().id(), "12345");
    }

    /** Those who may join do, whoever else may not. */
    @Test
    void shouldLetOthersJoinWhereOneMayNot() {
        start(limits -> limits.roomsPerSocket(2));
        last().join("full");
        road.enter();

        var joined = bus.socketsJoin("room").toCompletableFuture();
        bus.runUntilIdle();

        assertThat(joined).isCompletedExceptionally();
        assertThat(last().rooms()).contains("room");
        assertThat(sockets.get(0).rooms()).doesNotContain("room");
    }

    /** Wherever a client is, it has one connection. */
    @Test
    void shouldLimitTheBytesOfRoomsOfAllSocketsOfAConnection() {
        WireClient client = start(limits -> limits.roomBytesPerConnection(1_000));
        bus.of("/a").onConnection(sockets::add);
        client.say("0/a,");
        Socket first = sockets.get(0);
        Socket second = last();
        first.join("x".repeat(100), "y".repeat(100));
        bus.runUntilIdle();

        var refused = second.join("z".repeat(33)).toCompletableFuture();
        bus.runUntilIdle();
        assertThatThrownBy(refused::join)
                .hasRootCauseMessage(
                        "the rooms of one connection may take 1000 bytes"
                                + " (ClientLimits.roomBytesPerConnection), and those of all"
                                + " connections a share of the heap (-Xmx): see docs/limits.md");
        assertThat(second.rooms()).containsExactly(second.id());

        first.leave("x".repeat(100));
        var joined = second.join("z".repeat(33)).toCompletableFuture();
        client.say("1");
        var more = second.join("w".repeat(400)).toCompletableFuture();
        bus.runUntilIdle();
        assertThat(joined).isCompleted();
        assertThat(more).isCompleted();
    }

    @Test
    void shouldJoinAllRoomsOrNone() {
        start(limits -> limits.roomBytesPerConnection(1_000));

        var joined = last().join("a", "b", "c", "d").toCompletableFuture();
        bus.runUntilIdle();

        assertThat(joined).isCompletedExceptionally();
        assertThat(last().rooms()).containsExactly(last().id());
        assertThat(rooms()).hasSize(1);
    }

    // ---- what a client says when it enters

    // It is kept as long as the socket: 100 namespaces of 1 MB each were 100 MB of one connection.
    @Test
    void shouldLimitWhatAClientSaysOfItself() {
        start(limits -> limits.authBytes(20));
        WireClient client = road.open();

        client.say("0{\"token\":\"0123456789\"}");

        assertThat(client.take()).containsExactly("4{\"message\":\"auth of more than 20 bytes\"}");
        assertThat(client.closed()).isNull();
        assertThat(count(Counter.CONNECTS_REFUSED)).isEqualTo(1);
        assertThat(client.say("0{\"token\":\"0\"}").take()).hasSize(1);
        assertThat(sockets).hasSize(2);
    }

    @Test
    void shouldLimitTheNamespacesThatClientsMakeTogether() {
        WireClient client = start(limits -> limits.dynamicNamespaces(3));
        bus.of(Pattern.compile("/p\\d"));
        bus.of((name, auth) -> CompletableFuture.completedFuture(name.startsWith("/f")));

        client.say("0/p1,").say("0/f1,").take();
        WireClient other = road.open().say("0/p2,").say("0/f2,").say("0/p1,");

        List<String> answers = other.take();
        assertThat(answers.subList(0, 2))
                .containsExactly(
                        "4/p2,{\"message\":\"too many namespaces\"}",
                        "4/f2,{\"message\":\"too many namespaces\"}");
        assertThat(answers.get(2)).startsWith("0/p1,{\"sid\":");
        assertThat(count(Counter.CONNECTS_REFUSED)).isEqualTo(2);
        assertThat(bus.of("/p3").name()).isEqualTo("/p3");
        client.say("1/f1,");
        assertThat(other.say("0/f2,").take()).singleElement().asString().contains("too many");
    }

    @Test
    void shouldLimitTheAnswersThatAreWaitedFor() {
        WireClient client = start(limits -> limits.pendingAcksPerSocket(1));
        last().emit("ask", 1, ack -> {});

        last().emit("ask", 2, ack -> {});

        assertThat(client.take()).containsExactly("20[\"ask\",1]");
        assertThat(bus.takeFailures())
                .singleElement()
                .extracting(failed -> failed.failure().getMessage())
                .asString()
                .contains("more than 1 answers pending", "ClientLimits.pendingAcksPerSocket");
    }

    // The emit was refused on the loop, where nobody caught it: the answer was waited for for ever.
    @Test
    void shouldEndWhatIsBeyondTheLimitOfAnswers() {
        start(limits -> limits.pendingAcksPerSocket(1));
        last().emit("ask", 1, ack -> {});

        var answer = last().emitWithAck("ask", 2).toCompletableFuture();
        bus.runUntilIdle();

        assertThat(answer).isDone();
        assertThatThrownBy(answer::join)
                .hasCauseInstanceOf(BusException.class)
                .hasMessageContaining("more than 1 answers pending");
        assertThat(bus.takeFailures()).hasSize(1);
    }

    @Test
    void shouldLimitTheNumberOfAttachments() {
        WireClient client = start(limits -> {});

        client.say(BINARY.replace("51-", "53-"));

        assertThat(client.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        assertThat(errors).singleElement().asString().containsIgnoringCase("attachments");
    }

    @Test
    void shouldLimitTheBytesOfAttachments() {
        WireClient client = start(limits -> {});

        client.say(BINARY).attach(new byte[11]);

        assertThat(client.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        assertThat(errors).singleElement().asString().containsIgnoringCase("attachments");
    }

    @Test
    void shouldLimitTheTimeThatAttachmentsTake() {
        WireClient client = start(limits -> limits.attachmentTimeout(ofSeconds(2)));
        WireClient other = road.enter();
        for (int n = 0; n < 3; n++) {
            client.say(BINARY);
            bus.advance(ofMillis(1_500));
            client.attach(new byte[1]);
        }
        assertThat(client.closed()).isNull();

        client.say(BINARY);
        bus.advance(ofSeconds(4));

        assertThat(client.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        assertThat(errors)
                .containsExactly(
                        "the attachments of a packet took more than 2000 ms: see"
                                + " ClientLimits.attachmentTimeout");
        assertThat(other.closed()).isNull();
    }

    @Test
    void shouldNotWatchAConnectionThatIsGone() {
        WireClient client = start(limits -> limits.attachmentTimeout(ofSeconds(2)));
        client.say(BINARY).lose();

        bus.advance(ofSeconds(10));

        assertThat(errors).isEmpty();
        assertThat(count(Counter.PROTOCOL_ERRORS)).isZero();
    }

    // ---- events per second

    private List<Integer> flood(WireClient client, int events) {
        List<Integer> heard = new ArrayList<>();
        last().on("e", Integer.class, (Integer n) -> heard.add(n));
        bus.runUntilIdle();
        for (int n = 0; n < events; n++) {
            client.queue("2[\"e\"," + n + "]");
        }
        bus.runUntilIdle();
        return heard;
    }

    @Test
    void shouldNotLimitEventsByDefault() {
        WireClient client = start(limits -> {});

        assertThat(flood(client, 10_000)).hasSize(10_000);
        assertThat(last().isConnected()).isTrue();
    }

    @Test
    void shouldDisconnectASocketThatSendsTooMuch() {
        WireClient client = start(limits -> limits.eventsPerSecond(10));

        // The CONNECT has counted.
        assertThat(flood(client, 25)).hasSize(19);

        assertThat(client.take()).containsExactly("1");
        assertThat(client.closed()).isNull();
        assertThat(errors)
                .containsExactly(
                        "more than 10 events in a second from one client: see"
                                + " ClientLimits.eventsPerSecond");
        assertThat(count(Counter.DROPPED_OVER_RATE)).isEqualTo(6);
        bus.advance(ofSeconds(1));
        assertThat(client.say("0").take()).hasSize(1);
        assertThat(flood(client, 1)).hasSize(1);
    }

    // Each CONNECT brought a fresh bucket, and so did each namespace.
    @Test
    void shouldNotLetAClientSendMoreByEnteringAgainOrElsewhere() {
        WireClient client = start(limits -> limits.eventsPerSecond(10));
        List<Object> heard = new ArrayList<>();
        bus.of("/a").onConnection(socket -> socket.on("e", (args, ack) -> heard.add("e")));

        client.say("0/a,").take();
        assertThat(flood(client, 10)).hasSize(10);
        for (int i = 0; i < 5; i++) {
            client.say("2/a,[\"e\"]").say("1/a,").say("0/a,");
        }

        assertThat(heard).hasSize(4); // and four CONNECTs more
        assertThat(client.take())
                .last()
                .isEqualTo(
                        "4/a,{\"message\":\"more than 10 events in a second from one client: see"
                                + " ClientLimits.eventsPerSecond\"}");
    }

    @Test
    void shouldLetASocketSendAtItsRateForLong() {
        WireClient client = start(limits -> limits.eventsPerSecond(10));

        for (int second = 0; second < 100; second++) {
            assertThat(flood(client, 10)).hasSize(10);
            last().off("e");
            bus.advance(ofSeconds(1));
        }

        assertThat(last().isConnected()).isTrue();
    }

    @Test
    void shouldCountEachClientByItself() {
        WireClient client = start(limits -> limits.eventsPerSecond(10));
        WireClient other = road.enter();

        assertThat(flood(other, 20)).hasSize(19);

        other.queue("2[\"e\",1]").take();
        assertThat(sockets.get(0).isConnected()).isTrue();
        assertThat(sockets.get(1).isConnected()).isFalse();
        assertThat(client.take()).isEmpty();
    }
}
