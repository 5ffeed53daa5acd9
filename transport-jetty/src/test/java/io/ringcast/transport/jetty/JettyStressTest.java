package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real clients on real connections doing everything at once; what must hold is checked after. */
class JettyStressTest {
    private static final String PATH = "/socket.io/?EIO=4";
    private static final String POLL = PATH + "&transport=polling";
    private static final String WEBSOCKET = PATH + "&transport=websocket";
    private static final int THREADS = 4;
    private static final int ROOMS = 4;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<?>> answers = new ConcurrentLinkedQueue<>();
    private final Bus bus =
            Bus.builder()
                    .loops(2)
                    .ringSize(256)
                    .errorHandler((context, failure) -> failures.add(failure))
                    .build();
    private JettyTransport web;

    @BeforeEach
    void start() {
        bus.onConnection(this::serve);
        web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
    }

    private void serve(Socket socket) {
        socket.on("join", String.class, room -> socket.join(room));
        socket.on("leave", String.class, room -> socket.leave(room));
        socket.on("all", Integer.class, n -> socket.to("room 1", "room 2").emit("n", n));
        socket.on("me", (args, ack) -> socket.disconnect(true));
        socket.on(
                "ask",
                Integer.class,
                n -> answers.add(socket.emitWithAck("question", n).toCompletableFuture()));
        socket.onRequest("double", Integer.class, n -> n * 2);
    }

    @AfterEach
    void stop() {
        bus.close(Duration.ofMillis(200));
    }

    @Test
    void shouldHoldItsPromisesUnderLoad() throws Exception {
        stress(60);
    }

    @Test
    @Tag("stress")
    void shouldHoldItsPromisesUnderLoadForLonger() throws Exception {
        stress(5_000);
    }

    private void stress(int clients) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<CompletableFuture<Void>> threads =
                IntStream.range(0, THREADS)
                        .mapToObj(n -> CompletableFuture.runAsync(() -> work(seed + n, clients)))
                        .toList();
        for (CompletableFuture<Void> thread : threads) {
            thread.get(600, TimeUnit.SECONDS);
        }

        check("seed " + seed);
    }

    private void work(long seed, int clients) {
        Random random = new Random(seed);
        for (int i = 0; i < clients; i++) {
            try {
                if (random.nextInt(4) == 0) {
                    poll(random);
                } else {
                    talk(random);
                }
            } catch (IOException e) {
                throw new AssertionError("client " + i, e);
            }
        }
    }

    private void talk(Random random) throws IOException {
        try (RawWebSocket client = open()) {
            client.text("40");
            for (int n = random.nextInt(20); n > 0; n--) {
                client.text("42" + event(random, n));
            }
            client.text("427[\"double\",21]");
            String packet = client.text();
            while (!packet.equals("437[42]")) {
                packet = client.text();
            }
            end(client, random);
        }
    }

    private RawWebSocket open() throws IOException {
        RawWebSocket client = RawWebSocket.open(web.port(), WEBSOCKET);
        client.text();
        return client;
    }

    private static String event(Random random, int n) {
        String room = "room " + random.nextInt(ROOMS);
        return switch (random.nextInt(4)) {
            case 0 -> "[\"join\",\"" + room + "\"]";
            case 1 -> "[\"leave\",\"" + room + "\"]";
            case 2 -> "[\"ask\"," + n + "]";
            default -> "[\"all\"," + n + "]";
        };
    }

    private static void end(RawWebSocket client, Random random) throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> client.text("41");
            case 1 -> client.text("1");
            case 2 -> client.text("42[\"me\"]");
            case 3 -> client.frameOf(true, RawWebSocket.CLOSE);
            default -> client.reset();
        }
    }

    private void poll(Random random) throws IOException {
        try (RawClient client = new RawClient(web.port())) {
            String session = POLL + "&sid=" + EchoFixture.sid(client.get(POLL).body());
            assertThat(client.post(session, "40").body()).isEqualTo("ok");
            for (int n = random.nextInt(5); n > 0; n--) {
                // With an answer each, or the GET would wait.
                client.post(session, "42" + event(random, n) + "\u001e427[\"double\",1]");
                client.get(session);
            }
            client.post(session, "1");
        }
    }

    private void check(String seed) throws Exception {
        await("sockets are gone, " + seed, () -> bus.socketsCount() == 0);
        await(
                "sessions are gone, " + seed,
                () ->
                        bus.counters().get(Counter.CONNECTIONS_OPENED)
                                == bus.counters().get(Counter.CONNECTIONS_CLOSED));
        await("connections are gone, " + seed, () -> connections() == 0);
        await("answers, " + seed, () -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(bus.adapter().rooms().toCompletableFuture().get()).as(seed).isEmpty();
        assertThat(failures).as(seed).isEmpty();
        assertThat(bus.counters().get(Counter.PROTOCOL_ERRORS)).as(seed).isZero();
        assertThat(bus.counters().get(Counter.SLOW_CONSUMERS_CLOSED)).as(seed).isZero();
    }

    private int connections() {
        return ((ServerConnector) web.server().getConnectors()[0]).getConnectedEndPoints().size();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    // 2 MB of 10,000 clients would be 200 bytes of each.
    @Test
    @Tag("stress")
    void shouldKeepNothingOfTenThousandClients() throws Exception {
        Random random = new Random(1);
        cycle(2_000, random);
        long before = used();

        cycle(10_000, random);

        long grown = used() - before;
        System.out.println("10000 clients over Jetty: heap " + before + " B, then " + grown);
        assertThat(grown).isLessThan(2_000_000);
    }

    private void cycle(int clients, Random random) throws Exception {
        for (int i = 0; i < clients; i++) {
            talk(random);
        }
        answers.clear();
        check("cycle");
    }

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(20);
            least =
                    Math.min(
                            least,
                            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
