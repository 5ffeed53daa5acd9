package io.ringcast.transport.inmemory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ClientLimits;
import io.ringcast.Socket;
import io.ringcast.protocol.Encoded;
import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for a loop, or for its attachments, is paid for out of the budget of all clients. */
class InboundBudgetTest {
    private static final String BINARY = "51-[\"b\",{\"_placeholder\":true,\"num\":0}]";
    private static final String TWO =
            "52-[\"b\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
    private static final int RING = 256;

    private final MemoryBudget budget = new MemoryBudget(1_000_000);
    private final List<Socket> sockets = new ArrayList<>();
    private TestBus bus;
    private Road road;
    private WireClient client;

    @BeforeEach
    void start() {
        bus =
                TestBus.create(
                        options ->
                                options.ringSize(RING)
                                        .limits(
                                                ClientLimits.builder()
                                                        .eventsPerSecond(10)
                                                        .build()));
        bus.onConnection(sockets::add);
        road = Road.to(bus, budget);
        client = road.enter();
        client.take();
    }

    @AfterEach
    void close() {
        bus.close();
        assertThat(budget.reserved()).isZero();
    }

    private static String event(int length) {
        return "2[\"e\",\"" + "x".repeat(length - 9) + "\"]";
    }

    private static String connect(String namespace, int length) {
        String head = "0" + (namespace.equals("/") ? "" : namespace + ",");
        return head + "{\"a\":\"" + "x".repeat(length - head.length() - 8) + "\"}";
    }

    @Test
    void shouldPayForAnEventUntilItsLoopHasRunIt() {
        List<Long> meanwhile = new ArrayList<>();
        sockets.get(0).on("e", (args, ack) -> meanwhile.add(budget.reserved()));
        bus.runUntilIdle();

        client.queue(event(5_000)).queue(event(7_000));
        assertThat(budget.reserved()).isEqualTo(12_000);
        bus.runUntilIdle();

        assertThat(meanwhile).containsExactly(12_000L, 7_000L);
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldNotAskForSmallEvents() {
        client.queue(event(1_024));

        assertThat(budget.reserved()).isZero();
        client.queue(event(1_025));
        assertThat(budget.reserved()).isEqualTo(1_025);
        bus.runUntilIdle();
    }

    // Otherwise rings full of events that nobody paid for could take more than the heap.
    @Test
    void shouldPayForSmallerOnesWhereTheBudgetIsSmallForTheRing() {
        MemoryBudget small = new MemoryBudget(2 * 100 * RING);
        WireClient other = Road.to(bus, small).enter();

        other.queue(event(100));
        assertThat(small.reserved()).isZero();
        other.queue(event(101));
        assertThat(small.reserved()).isEqualTo(101);
        bus.runUntilIdle();

        assertThat(small.reserved()).isZero();
    }

    @Test
    void shouldGiveBackWhatAListenerThrewAt() {
        sockets.get(0)
                .on(
                        "e",
                        (args, ack) -> {
                            throw new IllegalStateException("test");
                        });
        client.say(event(5_000));

        assertThat(budget.reserved()).isZero();
        assertThat(bus.failures()).hasSize(1);
    }

    @Test
    void shouldPayForAcknowledgements() {
        List<Object> answers = new ArrayList<>();
        sockets.get(0).emit("q", 1, answer -> answers.add(answer.get(0)));
        bus.runUntilIdle();

        client.queue("30[\"" + "x".repeat(5_000) + "\"]");
        assertThat(budget.reserved()).isEqualTo(5_006);
        bus.runUntilIdle();

        assertThat(answers).hasSize(1);
        assertThat(budget.reserved()).isZero();
    }

    // Where values are read at once, they take much more than their message.
    @Test
    void shouldPayForWhatAParserMakesOfAMessage() {
        try (TestBus other = TestBus.create(options -> options.parser(new EagerParser()))) {
            MemoryBudget small = new MemoryBudget(2_000_000);
            WireClient modest = Road.to(other, small).enter();
            WireClient greedy = Road.to(other, small).open();

            modest.say(BINARY).attach(new byte[100]);
            assertThat(modest.closed()).isNull();
            greedy.say("0").say(BINARY).attach(new byte[20_001]);

            assertThat(greedy.closed()).isEqualTo(CloseReason.TRANSPORT_ERROR);
            assertThat(small.reserved()).isZero();
        }
    }

    /** Says that a byte takes a hundred. */
    private static final class EagerParser implements Parser {
        private final Parser inner = JsonParser.create(PayloadMapper.standard());

        @Override
        public Encoded encode(Packet packet) {
            return inner.encode(packet);
        }

        @Override
        public Decoder decoder() {
            Decoder decoder = inner.decoder();
            return new Decoder() {
                @Override
                public Packet text(byte[] utf8, int offset, int length) {
                    return decoder.text(utf8, offset, length);
                }

                @Override
                public long heldBytes(byte[] data) {
                    return 100L * data.length;
                }

                @Override
                public Packet binary(byte[] data) {
                    return decoder.binary(data);
                }

                @Override
                public boolean isPending() {
                    return decoder.isPending();
                }

                @Override
                public void reset() {
                    decoder.reset();
                }
            };
        }
    }

    @Test
    void shouldGiveBackWhatGoesToNobody() {
        client.say(event(5_000).replace("2[", "2/no,["));
        assertThat(budget.reserved()).isZero();
        assertThat(client.closed()).isEqualTo(CloseReason.FORCED_CLOSE);

        WireClient other = road.enter();
        other.say("1").queue(event(5_000));
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldGiveBackWhatIsOverTheRate() {
        for (int i = 0; i < 30; i++) {
            client.queue(event(5_000));
        }

        assertThat(budget.reserved()).isEqualTo(19 * 5_000);
        bus.runUntilIdle();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldPayForAPacketWithItsHeaderUntilItsAttachmentsAreThere() {
        client.say(TWO);
        client.attach(new byte[10_000]);
        assertThat(budget.reserved()).isEqualTo(TWO.length() + 10_000);

        client.attach(new byte[20_000]);

        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldGiveAttachmentsBackWhenTheirConnectionEnds() {
        client.say(TWO).attach(new byte[10_000]);

        client.lose();

        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldGiveAttachmentsBackWhenTheyBreakTheProtocol() {
        client.say(TWO).attach(new byte[10_000]).say(event(100));

        assertThat(client.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldGiveAttachmentsBackWhenTheyAreLate() {
        client.say(TWO).attach(new byte[10_000]);

        bus.advance(Duration.ofSeconds(90));

        assertThat(client.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldCloseWhoNeedsMoreThanIsLeftAndServeOthers() {
        WireClient holder = road.enter();
        holder.say(
                BINARY.replace("51-", "52-").replace("}]", "},{\"_placeholder\":true,\"num\":1}]"));
        holder.attach(new byte[500_000]);
        WireClient other = road.enter();
        other.take();
        sockets.get(sockets.size() - 1).onRequest("echo", String.class, text -> text);
        bus.runUntilIdle();

        client.say(event(510_000));

        assertThat(client.closed()).isEqualTo(CloseReason.TRANSPORT_ERROR);
        other.say("20[\"echo\",\"a\"]");
        assertThat(other.take()).containsExactly("30[\"a\"]");
        assertThat(holder.closed()).isNull();
        holder.lose();
        other.say("21" + event(510_000).substring(1));
        assertThat(other.closed()).isNull();
    }

    // The packet had been begun: its attachments so far were held, and paid for, for ever.
    @Test
    void shouldGiveBackWhatWasHeldBeforeTheBudgetWasSpent() {
        client.say(TWO).attach(new byte[1_900_000]);

        client.attach(new byte[200_000]);

        assertThat(client.closed()).isEqualTo(CloseReason.TRANSPORT_ERROR);
        assertThat(budget.reserved()).isZero();
    }

    // One small packet kept a whole body of a megabyte.
    @Test
    void shouldNotKeepALargeBodyForASmallPacket() {
        byte[] body = new byte[500_000];
        byte[] first = event(2_000).getBytes(UTF_8);
        byte[] second = event(450_000).getBytes(UTF_8);
        System.arraycopy(first, 0, body, 0, first.length);
        System.arraycopy(second, 0, body, first.length, second.length);
        List<Integer> heard = new ArrayList<>();
        sockets.get(0).on("e", String.class, text -> heard.add(text.length()));
        bus.runUntilIdle();

        client.queueOf(body, 0, first.length);
        assertThat(budget.reserved()).isEqualTo(2_000);
        client.queueOf(body, first.length, second.length);
        assertThat(budget.reserved()).isEqualTo(2_000 + body.length);
        Arrays.fill(body, 0, first.length, (byte) 'y'); // it was copied
        bus.runUntilIdle();

        assertThat(heard).containsExactly(2_000 - 9, 450_000 - 9);
    }

    // ---- CONNECT: what it says stays with its socket

    @Test
    void shouldPayForWhatASocketSaidAsLongAsItLives() {
        bus.of("/a");
        client.say(connect("/a", 5_000));
        assertThat(budget.reserved()).isEqualTo(5_000);

        client.queue("1/a,");
        assertThat(budget.reserved()).isEqualTo(5_000);
        bus.runUntilIdle();

        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldPayForASocketThatIsGoneUntilItIsForgotten() {
        bus.of("/a").use((socket, next) -> next.reject(new IllegalStateException("no")));
        client.say(connect("/a", 5_000));
        assertThat(budget.reserved()).isEqualTo(5_000);

        client.say(connect("/a", 6_000));
        assertThat(budget.reserved()).isEqualTo(6_000);
        client.lose();

        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldPayWhileMiddlewareDecides() {
        bus.of("/a").use((socket, next) -> {});
        bus.runUntilIdle();
        client.say(connect("/a", 5_000));
        assertThat(budget.reserved()).isEqualTo(5_000);

        client.lose();

        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldGiveBackWhatWasSaidToANamespaceThatThereIsNot() {
        client.say(connect("/none", 5_000));

        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldGiveBackWhatIsMoreThanASocketMaySay() {
        client.say(connect("/", 20_000));

        assertThat(budget.reserved()).isZero();
    }

    @Test
    void shouldPayForTheLastOfSeveralSocketsInOneNamespace() {
        client.say(connect("/", 5_000));
        assertThat(budget.reserved()).isEqualTo(5_000);

        client.queue(connect("/", 6_000)).queue(connect("/", 7_000));
        assertThat(budget.reserved()).isEqualTo(18_000);
        bus.runUntilIdle();

        assertThat(budget.reserved()).isEqualTo(7_000);
    }

    @Test
    void shouldGiveBackWhatAConnectionSaidThatEndsMeanwhile() {
        bus.of("/a");
        bus.runUntilIdle();

        client.queue(connect("/a", 5_000)).lose();

        assertThat(budget.reserved()).isZero();
    }
}
