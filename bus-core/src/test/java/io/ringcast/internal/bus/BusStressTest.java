package io.ringcast.internal.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything at once from real threads; what must hold is checked when they are done. */
class BusStressTest {
    private static final int THREADS = 4;
    private static final List<String> NAMESPACES = List.of("/", "/a", "/b");

    private record Stamp(int thread, int number) {}

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger outOfOrder = new AtomicInteger();
    private final ConcurrentLinkedQueue<CompletableFuture<?>> answers =
            new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<DirectClient> clients = new ConcurrentLinkedQueue<>();
    private final DirectClient.Road road = new DirectClient.Road();
    private final Bus bus =
            Bus.builder()
                    .loops(2)
                    .ringSize(64)
                    .waitMode(WaitMode.BLOCKING)
                    .slowHandlerLimit(Duration.ZERO) // a loop without a core is no slow handler
                    .errorHandler((context, failure) -> failures.add(failure))
                    .build();

    @Test
    void shouldHoldItsPromisesUnderLoad() throws Exception {
        stress(3_000);
    }

    @Test
    @Tag("stress")
    void shouldHoldItsPromisesUnderLoadForLonger() throws Exception {
        stress(500_000);
    }

    private void stress(int steps) throws Exception {
        long seed = System.nanoTime();
        bus.attach(road);
        NAMESPACES.forEach(bus::of);
        List<CompletableFuture<Void>> threads =
                IntStream.range(0, THREADS)
                        .mapToObj(n -> CompletableFuture.runAsync(() -> work(n, seed + n, steps)))
                        .toList();
        for (CompletableFuture<Void> thread : threads) {
            thread.get(600, SECONDS);
        }

        check("seed " + seed);
    }

    private void work(int thread, long seed, int steps) {
        Random random = new Random(seed);
        List<DirectClient> mine = new ArrayList<>();
        for (int n = 0; n < steps; n++) {
            Namespace namespace = bus.of(NAMESPACES.get(random.nextInt(NAMESPACES.size())));
            String room = "room " + random.nextInt(4);
            Stamp stamp = new Stamp(thread, n);
            switch (random.nextInt(8)) {
                case 0 -> mine.add(connect(namespace.name()));
                case 1 -> leave(mine, random);
                case 2, 3 -> namespace.to(room).emit("n", stamp);
                case 4 -> namespace.in(room).socketsJoin("room " + random.nextInt(4));
                case 5 -> namespace.in(room).socketsLeave(room);
                case 6 -> withOne(mine, random, socket -> ask(socket, stamp));
                default -> withOne(mine, random, socket -> socket.join(room));
            }
        }
    }

    private interface Use {
        void with(Socket socket);
    }

    private DirectClient connect(String namespace) {
        int[] last = IntStream.generate(() -> -1).limit(THREADS).toArray();
        DirectClient client =
                road.connect(
                        namespace,
                        body -> {
                            Stamp stamp = (Stamp) body;
                            if (stamp.number() <= last[stamp.thread()]) {
                                outOfOrder.incrementAndGet();
                            }
                            last[stamp.thread()] = stamp.number();
                        });
        clients.add(client);
        return client;
    }

    private void ask(Socket socket, Stamp stamp) {
        answers.add(
                (stamp.number() % 2 == 0
                                ? socket.emitWithAck("n", stamp)
                                : socket.timeout(Duration.ofSeconds(60)).emitWithAck("n", stamp))
                        .toCompletableFuture());
    }

    private void withOne(List<DirectClient> mine, Random random, Use use) {
        if (!mine.isEmpty()) {
            String id = mine.get(random.nextInt(mine.size())).connected().join();
            NAMESPACES.forEach(name -> bus.of(name).socket(id).ifPresent(use::with));
        }
    }

    private void leave(List<DirectClient> mine, Random random) {
        if (mine.isEmpty()) {
            return;
        }
        DirectClient leaver = mine.remove(random.nextInt(mine.size()));
        if (random.nextBoolean()) {
            leaver.close(CloseReason.TRANSPORT_CLOSE, true);
        } else {
            String id = leaver.connected().join();
            boolean close = random.nextBoolean();
            NAMESPACES.forEach(
                    name -> bus.of(name).socket(id).ifPresent(socket -> socket.disconnect(close)));
        }
    }

    private void check(String seed) throws Exception {
        clients.forEach(client -> client.close(CloseReason.TRANSPORT_CLOSE, true));
        for (String name : NAMESPACES) {
            assertThat(bus.of(name).adapter().rooms().toCompletableFuture().get(30, SECONDS))
                    .as("rooms of %s, %s", name, seed)
                    .isEmpty();
            assertThat(bus.of(name).socketsCount()).as(seed).isZero();
        }
        bus.close();
        assertThat(answers).as(seed).isNotEmpty().allMatch(CompletableFuture::isDone);
        assertThat(outOfOrder).as(seed).hasValue(0);
        assertThat(failures).as(seed).isEmpty();
        assertThat(bus.counters().get(Counter.CONNECTIONS_CLOSED))
                .as(seed)
                .isEqualTo(bus.counters().get(Counter.CONNECTIONS_OPENED))
                .isEqualTo(clients.size());
        assertThat(bus.counters().get(Counter.PROTOCOL_ERRORS)).as(seed).isZero();
    }
}
