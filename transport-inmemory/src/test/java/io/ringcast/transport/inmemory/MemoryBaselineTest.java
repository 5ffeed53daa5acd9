package io.ringcast.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.transport.Counter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients leave behind when they have gone, measured on the heap after a collection. */
class MemoryBaselineTest {
    private static final int WARM_UP = 2_000;
    private static final int TOGETHER = 50;

    private final Bus bus = Bus.create();
    private final InMemoryTransport memory = bus.attach(new InMemoryTransport());

    // 2 MB of 20,000 clients would be 100 bytes of each.
    @Test
    void shouldKeepNothingOfClientsThatLeft() throws Exception {
        cycle(20_000, 2_000_000);
    }

    // 2 MB of 100,000 clients would be 20 bytes of each.
    @Test
    @Tag("stress")
    void shouldKeepNothingOfAHundredThousandClients() throws Exception {
        cycle(100_000, 2_000_000);
    }

    private void cycle(int clients, long most) throws Exception {
        bus.onConnection(
                socket -> {
                    socket.join("room " + socket.id());
                    socket.join("all");
                    socket.onRequest("double", Integer.class, n -> n * 2);
                    socket.emitWithAck("never answered");
                });
        connectAndLeave(WARM_UP);
        long before = used();

        connectAndLeave(clients);

        long grown = used() - before;
        System.out.println(clients + " clients in memory: heap " + before + " B, then " + grown);
        assertThat(grown).isLessThan(most);
        assertThat(bus.adapter().rooms().toCompletableFuture().get()).isEmpty();
        assertThat(bus.counters().get(Counter.CONNECTIONS_OPENED))
                .isEqualTo(bus.counters().get(Counter.CONNECTIONS_CLOSED))
                .isEqualTo(WARM_UP + clients);
        assertThat(bus.counters().get(Counter.ACKS_DISCONNECTED)).isEqualTo(WARM_UP + clients);
        bus.close();
    }

    private void connectAndLeave(int clients) throws InterruptedException {
        for (int done = 0; done < clients; done += TOGETHER) {
            CountDownLatch answered = new CountDownLatch(TOGETHER);
            ClientSocket[] sockets = new ClientSocket[TOGETHER];
            for (int i = 0; i < TOGETHER; i++) {
                sockets[i] = memory.connect("/");
                sockets[i].emitWithAck("double", i).whenComplete((a, e) -> answered.countDown());
            }
            assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
            for (ClientSocket socket : sockets) {
                socket.disconnect();
            }
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (bus.socketsCount() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    /** What is reachable: the least of a few collections, for one may leave the other's finds. */
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
