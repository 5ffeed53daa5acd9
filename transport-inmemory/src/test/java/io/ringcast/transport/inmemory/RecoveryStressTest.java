package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.Recovery;
import io.ringcast.transport.Counter;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients come and go at random while threads broadcast: each sees every number once and in order,
 * or is told that it begins anew.
 */
class RecoveryStressTest {
    private static final int CLIENTS = 6;
    private static final int EMITTERS = 2;
    private static final int BATCH = 20;
    private static final int RING = 1_024;
    private static final long PAUSE_NANOS = 500_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Way way = new Way();
    private Bus bus;
    // Written by the test, read by emitters.
    private volatile boolean goesOn;

    @Test
    void shouldLoseNothingWhenThereIsRoom() throws Exception {
        List<RestlessClient> clients = stress(25, 1_000_000);

        assertThat(bus.counters().get(Counter.RECOVERIES_REFUSED)).isZero();
        assertThat(clients).allSatisfy(client -> assertThat(client.refused()).isZero());
        assertThat(clients).allSatisfy(client -> assertThat(client.recovered()).isPositive());
    }

    @Test
    void shouldTellWhoLosesSomethingWhenThereIsNot() throws Exception {
        List<RestlessClient> clients = stress(25, 30);

        assertThat(clients.stream().mapToInt(RestlessClient::refused).sum()).isPositive();
    }

    @Test
    @Tag("stress")
    void shouldKeepItsPromiseForLonger() throws Exception {
        stress(300, 10_000);
        bus.close();
        stress(300, 200);
    }

    private List<RestlessClient> stress(int lives, int maxPackets) throws Exception {
        long seed = System.nanoTime();
        System.out.println("RecoveryStressTest: seed " + seed);
        Recovery recovery = new Recovery(ofMinutes(2), true, maxPackets, 1L << 30, CLIENTS);
        bus =
                Bus.builder()
                        .connectionStateRecovery(recovery)
                        .ringSize(RING)
                        // To bring back what was missed, and be preempted, may take long.
                        .slowHandlerLimit(Duration.ZERO)
                        .errorHandler((context, failure) -> failures.add(failure))
                        .build();
        bus.attach(way);
        bus.onConnection(socket -> socket.join("room"));
        List<RestlessClient> clients = new ArrayList<>();
        List<Thread> clientThreads = new ArrayList<>();
        goesOn = true;
        for (int n = 0; n < CLIENTS; n++) {
            clients.add(new RestlessClient(way.context, seed + n, lives, EMITTERS));
            clientThreads.add(new Thread(clients.get(n), "client-" + n));
        }
        List<CompletableFuture<Integer>> emitters = new ArrayList<>();
        for (int n = 0; n < EMITTERS; n++) {
            int emitter = n;
            emitters.add(CompletableFuture.supplyAsync(() -> emit(emitter)));
        }
        finish(clientThreads);
        goesOn = false;
        check(clients, emitters);
        return clients;
    }

    private void finish(List<Thread> threads) throws InterruptedException {
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /** Emits numbers until it is told to stop, and says how many. */
    private int emit(int emitter) {
        int n = 0;
        for (; goesOn; n++) {
            if (n % 2 == 0) {
                bus.emit("n", emitter, n);
            } else {
                bus.to("room").emit("n", emitter, n);
            }
            if (n % BATCH == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        bus.emit("n", emitter, n);
        return n + 1;
    }

    /** All are connected for good: each has seen the last number. */
    private void check(List<RestlessClient> clients, List<CompletableFuture<Integer>> emitters) {
        List<Integer> counts = emitters.stream().map(CompletableFuture::join).toList();
        bus.fetchSockets().toCompletableFuture().join();
        for (RestlessClient client : clients) {
            assertThat(client.wrong()).isEmpty();
            assertThat(client.expected()).isEqualTo(counts);
        }
        assertThat(bus.socketsCount()).isEqualTo(CLIENTS);
        assertThat(failures).isEmpty();
        bus.close();
    }

    /** The way to a bus. */
    private static final class Way implements Transport {
        private TransportContext context;

        @Override
        public void start(TransportContext context) {
            this.context = context;
        }

        @Override
        public void stopAccepting() {}

        @Override
        public void close(Duration drain) {}
    }
}
