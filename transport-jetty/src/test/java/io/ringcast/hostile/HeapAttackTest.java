package io.ringcast.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawWebSocket;
import java.io.IOException;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients that each keep within their own limits, and would fill the heap together. A server in a
 * small heap serves others all the time, forgets the attackers when they have gone, and ends when
 * it is asked to.
 */
class HeapAttackTest {
    static final int ALMOST = 990_000;
    private static final int CUT_OFF = 900_001;
    private static final byte[] ATTACHMENT =
            RawWebSocket.frame(true, RawWebSocket.BINARY, new byte[ALMOST]);
    private static final byte[] FRAME =
            Arrays.copyOf(RawWebSocket.frame(true, RawWebSocket.TEXT, new byte[999_999]), CUT_OFF);

    // Ten times the number that once was enough: all threads died of OutOfMemoryError, one in the
    // other's last words; the port accepted and nobody answered, SIGTERM was ignored, and nothing
    // came back when the attackers had gone.
    @ParameterizedTest
    @CsvSource({"64, 60", "256, 250"})
    void shouldServeOthersWhileMessagesAreLeftUnfinished(int megabytes, int attackers)
            throws Exception {
        try (SmallHeap server = new SmallHeap(megabytes)) {
            server.withstand(attackers, HeapAttackTest::leaveOutTheLastAttachment);
            server.withstand(attackers, HeapAttackTest::leaveOutTheEndOfAFrame);
            server.withstand(attackers, HeapAttackTest::leaveOutTheEndOfABody);
            server.attack(attackers / 10, HeapAttackTest::leaveOutTheEndOfAFrame);

            assertThat(server.terminate()).isEqualTo(128 + 15);
        }
    }

    private static RawClient leaveOutTheLastAttachment(SmallHeap server) throws IOException {
        return leaveOutTheLastAttachment(server, server.enter(), ATTACHMENT);
    }

    static RawClient leaveOutTheLastAttachment(
            SmallHeap server, RawWebSocket client, byte[] attachment) throws IOException {
        StringJoiner placeholders = new StringJoiner(",", "4510-[\"x\",", "]");
        for (int i = 0; i < 10; i++) {
            placeholders.add("{\"_placeholder\":true,\"num\":" + i + "}");
        }
        client.text(placeholders.toString());
        for (int i = 0; i < 9 && SmallHeap.write(client, attachment); i++) {
            server.expectEcho();
        }
        return client;
    }

    static RawClient leaveOutTheEndOfAFrame(SmallHeap server) throws IOException {
        RawWebSocket client = server.enter();
        SmallHeap.write(client, FRAME);
        return client;
    }

    private static RawClient leaveOutTheEndOfABody(SmallHeap server) throws IOException {
        RawClient client = new RawClient(server.port());
        String open = client.get(TargetServer.POLL).body();
        String target = TargetServer.POLL + "&sid=" + TargetServer.sid(open);
        client.request("POST", target, "Content-Length: 999999");
        SmallHeap.write(client, new byte[CUT_OFF]);
        return client;
    }

    @Test
    void shouldServeOthersWhileEventsWaitForALoop() throws Exception {
        try (SmallHeap server = new SmallHeap(64)) {
            RawWebSocket holder = server.webSocket().text("40" + SmallHeapServer.STUCK + ",");
            holder.text();
            holder.text(message("wait", 0));

            server.attack(20, HeapAttackTest::sendLargeEventsToAStuckLoop);

            assertThat(server.number("refused")).isPositive();
            server.number("go");
            server.expectAttackersForgotten();
            holder.close();
        }
    }

    private static RawClient sendLargeEventsToAStuckLoop(SmallHeap server) throws IOException {
        RawWebSocket client = server.webSocket().text("40" + SmallHeapServer.STUCK + ",");
        byte[] event =
                RawWebSocket.frame(true, RawWebSocket.TEXT, message("x", ALMOST).getBytes(UTF_8));
        for (int i = 0; i < 5 && SmallHeap.write(client, event); i++) {
            server.expectEcho();
        }
        return client;
    }

    private static String message(String event, int length) {
        return "42" + SmallHeapServer.STUCK + ",[\"" + event + "\",\"" + "x".repeat(length) + "\"]";
    }

    // Each within its own four megabytes. Twenty-five filled a heap of 64 MB.
    @ParameterizedTest
    @CsvSource({"64, 40", "256, 150"})
    void shouldServeOthersWhileNobodyFetchesTheAnswers(int megabytes, int attackers)
            throws Exception {
        try (SmallHeap server = new SmallHeap(megabytes)) {
            server.attack(attackers, HeapAttackTest::askAndNeverFetch);

            assertThat(server.number("slow")).isPositive();
            server.expectKept(megabytes * 1_048_576L / 4);
        }
    }

    private static RawClient askAndNeverFetch(SmallHeap server) throws IOException {
        RawClient client = new RawClient(server.port());
        String target =
                TargetServer.POLL
                        + "&sid="
                        + TargetServer.sid(client.get(TargetServer.POLL).body());
        client.post(target, "40");
        int status = 200;
        for (int i = 0; i < 4 && status == 200; i++) {
            status = client.post(target, say()).status();
            server.expectEcho();
        }
        return client;
    }

    private static String say() {
        return "42[\"say\",\"" + "x".repeat(ALMOST) + "\"]";
    }

    // A session over polling takes no connection: one attacker makes thousands, and has answers
    // wait
    // in each.
    @Test
    void shouldServeOthersWhileSessionsAreMadeAndLeft() throws Exception {
        try (SmallHeap server = new SmallHeap(64)) {
            server.attack(10, HeapAttackTest::makeSessions);

            server.expectKept(48_000_000);
        }
    }

    // A thousand bytes of a client that are a hundred sockets here: one connection was enough.
    @Test
    void shouldServeOthersWhileSocketsAreMadeAndLeft() throws Exception {
        try (SmallHeap server = new SmallHeap(64)) {
            server.attack(10, HeapAttackTest::enterNamespaces);

            server.expectKept(48_000_000);
        }
    }

    private static RawClient enterNamespaces(SmallHeap server) throws IOException {
        RawClient client = new RawClient(server.port());
        StringJoiner connects = new StringJoiner("\u001e");
        for (int i = 0; i < 100; i++) {
            connects.add("40/room-" + i + ",");
        }
        for (int i = 0; i < 100; i++) {
            RawClient.Response open = client.get(TargetServer.POLL);
            if (open.status() == 200) {
                String target = TargetServer.POLL + "&sid=" + TargetServer.sid(open.body());
                client.post(target, connects.toString());
            }
        }
        return client;
    }

    // Each budget holds by itself; together they were more than the heap.
    @Test
    void shouldServeOthersWhileAllBudgetsAreSpentTogether() throws Exception {
        try (SmallHeap server = new SmallHeap(64)) {
            server.attack(40, HeapAttackTest::askAndNeverFetch);
            server.attack(60, HeapAttackTest::leaveOutTheEndOfAFrame);
            server.attack(40, HeapAttackTest::joinRooms);
            server.attack(3, HeapAttackTest::makeSessions);

            assertThat(server.number("slow")).isPositive();
            assertThat(server.number("refused")).isPositive();
            server.expectKept(52_000_000);
        }
    }

    private static RawClient joinRooms(SmallHeap server) throws IOException {
        RawWebSocket client = server.enter();
        for (int i = 0; i < 10; i++) {
            String event = "42[\"join\"," + i * 500 + ",500]";
            SmallHeap.write(
                    client, RawWebSocket.frame(true, RawWebSocket.TEXT, event.getBytes(UTF_8)));
            server.expectEcho();
        }
        return client;
    }

    private static RawClient makeSessions(SmallHeap server) throws IOException {
        RawClient client = new RawClient(server.port());
        String say = "42[\"say\",\"" + "x".repeat(7_000) + "\"]";
        for (int i = 0; i < 1_000; i++) {
            RawClient.Response open = client.get(TargetServer.POLL);
            if (open.status() == 200) {
                String target = TargetServer.POLL + "&sid=" + TargetServer.sid(open.body());
                client.post(target, "40");
                client.post(target, say);
            }
        }
        return client;
    }

    @Test
    void shouldKeepNothingOfThoseWhoSayTooMuchAtTheirConnect() throws Exception {
        try (SmallHeap server = new SmallHeap(64)) {
            server.attack(100, HeapAttackTest::connectWithMuchToSay);

            server.expectNothingKept();
        }
    }

    private static RawClient connectWithMuchToSay(SmallHeap server) throws IOException {
        RawWebSocket client = server.webSocket();
        String connect = "40{\"a\":\"" + "x".repeat(ALMOST) + "\"}";
        SmallHeap.write(
                client, RawWebSocket.frame(true, RawWebSocket.TEXT, connect.getBytes(UTF_8)));
        return client;
    }

    // Expanded, a message takes a thousand times what its client sent.
    @Test
    void shouldServeOthersWhileExpandedMessagesWait() throws Exception {
        byte[] zeros = deflated(new byte[ALMOST]);
        try (SmallHeap server = new SmallHeap(64, "1024")) {
            server.withstand(60, any -> leaveOutTheLastAttachment(any, any.deflating(), zeros));
        }
    }

    static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(data);
        byte[] packed = new byte[data.length];
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        return RawWebSocket.frame(true, RawWebSocket.BINARY | 0x40, Arrays.copyOf(packed, length));
    }

    // What is small is not paid for: the number of connections bounds it.
    @Test
    void shouldServeOthersWhileManySmallMessagesAreLeftUnfinished() throws Exception {
        byte[] part =
                Arrays.copyOf(RawWebSocket.frame(true, RawWebSocket.TEXT, new byte[2_000]), 1_000);
        try (SmallHeap server = new SmallHeap(64)) {
            server.attack(1_000, any -> any.enter().send(part));
            server.attack(500, HeapAttackTest::leaveOutTheEndOfAHead);

            assertThat(server.number("refused")).isZero();
        }
    }

    private static RawClient leaveOutTheEndOfAHead(SmallHeap server) throws IOException {
        String head = RawClient.head("GET", TargetServer.POLL, "X: " + "x".repeat(7_900));
        return new RawClient(server.port()).send(head);
    }
}
