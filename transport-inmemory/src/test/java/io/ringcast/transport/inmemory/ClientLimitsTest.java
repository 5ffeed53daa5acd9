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
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
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

        assertThat(flood(client, 25)).hasSize(20);

        assertThat(client.take()).containsExactly("1");
        assertThat(client.closed()).isNull();
        assertThat(errors)
                .containsExactly(
                        "more than 10 events in a second from one socket: see"
                                + " ClientLimits.eventsPerSecond");
        assertThat(count(Counter.DROPPED_OVER_RATE)).isEqualTo(5);
        assertThat(client.say("0").take()).hasSize(1);
        assertThat(flood(client, 1)).hasSize(1);
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
    void shouldCountEachSocketByItself() {
        WireClient client = start(limits -> limits.eventsPerSecond(10));
        WireClient other = road.enter();

        assertThat(flood(other, 20)).hasSize(20);

        other.queue("2[\"e\",1]").take();
        assertThat(sockets.get(0).isConnected()).isTrue();
        assertThat(sockets.get(1).isConnected()).isFalse();
        assertThat(client.take()).isEmpty();
    }
}
