package io.ringcast.transport.inmemory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.DisconnectReason;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundLimits;
import io.ringcast.transport.OutboundLimits.Policy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients whose listeners run on an executor. */
class ExecutorTest {
    private static final int LIMIT = 8;

    private final ExecutorService executor =
            Executors.newFixedThreadPool(2, task -> new Thread(task, "client"));
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private Bus bus = bus(Policy.DISCONNECT, 100_000);

    private Bus bus(Policy policy, int packets) {
        return Bus.builder()
                .slowHandlerLimit(Duration.ZERO) // a loop without a core is no slow handler
                .outboundLimits(new OutboundLimits(packets, 1 << 20, policy))
                .errorHandler((context, failure) -> failures.add(failure))
                .build();
    }

    @AfterEach
    void close() {
        release.countDown();
        bus.close();
        executor.shutdownNow();
        assertThat(failures).isEmpty();
    }

    private Object next() throws InterruptedException {
        return seen.poll(60, SECONDS);
    }

    /** A connected client, with the server's side of it. */
    private Socket connect(ClientSocket client) throws InterruptedException {
        BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
        CountDownLatch connected = new CountDownLatch(1);
        bus.onConnection(sockets::add);
        client.onConnect(connected::countDown);
        client.connect();
        assertThat(connected.await(60, SECONDS)).isTrue();
        return sockets.take();
    }

    private ClientSocket client() {
        InMemoryTransport memory =
                bus.attach(InMemoryTransport.builder().executor(executor).build());
        return memory.client().socket("/");
    }

    @Test
    void shouldRunListenersThereOneAtATimeInOrder() throws InterruptedException {
        ClientSocket client = client();
        int[] count = new int[1];
        client.on(
                "n",
                Integer.class,
                n -> {
                    assertThat(Thread.currentThread().getName()).isEqualTo("client");
                    // Two at a time would lose some.
                    count[0]++;
                    seen.add(n);
                });
        Socket socket = connect(client);

        IntStream.range(0, 5_000).forEach(n -> socket.emit("n", n));

        for (int n = 0; n < 5_000; n++) {
            assertThat(next()).isEqualTo(n);
        }
        assertThat(count[0]).isEqualTo(5_000);
    }

    @Test
    void shouldRunEveryOtherCallbackThereToo() throws InterruptedException {
        ClientSocket client = client();
        client.onDisconnect(reason -> note(reason));
        client.onAnyOutgoing((event, arguments) -> note("out"));
        Socket socket = connect(client);
        socket.onRequest("ask", Integer.class, n -> n + 1);

        client.emit("ask", 1, (failure, answer) -> note(answer.get(0, Integer.class)));
        assertThat(List.of(next(), next())).containsExactly("out", 2);
        socket.disconnect();

        assertThat(next()).isEqualTo(DisconnectReason.IO_SERVER_DISCONNECT);
    }

    private void note(Object value) {
        seen.add(Thread.currentThread().getName().equals("client") ? value : "wrong thread");
    }

    @Test
    void shouldNotHoldTheLoopWhenAListenerDoes() throws InterruptedException {
        ClientSocket client = client();
        client.on("block", (arguments, ack) -> release.await());
        Socket socket = connect(client);
        socket.on("n", Integer.class, seen::add);

        socket.emit("block");
        client.emit("n", 1);

        assertThat(next()).isEqualTo(1);
    }

    @Test
    void shouldCutOffAClientThatIsTooSlow() throws InterruptedException {
        bus.close();
        bus = bus(Policy.DISCONNECT, LIMIT);
        ClientSocket client = client();
        client.on("block", (arguments, ack) -> release.await());
        Socket socket = connect(client);
        socket.onDisconnect(seen::add);

        IntStream.range(0, LIMIT + 2).forEach(n -> socket.emit("block"));

        assertThat(next()).isEqualTo(DisconnectReason.SLOW_CONSUMER);
        assertThat(bus.counters().get(Counter.SLOW_CONSUMERS_CLOSED)).isEqualTo(1);
    }

    @Test
    void shouldDropForAClientThatIsTooSlowIfAskedTo() throws InterruptedException {
        bus.close();
        bus = bus(Policy.DROP, LIMIT);
        ClientSocket client = client();
        CountDownLatch blocked = new CountDownLatch(1);
        client.on(
                "block",
                (arguments, ack) -> {
                    blocked.countDown();
                    release.await();
                });
        client.on("n", Integer.class, seen::add);
        Socket socket = connect(client);
        socket.emit("block");
        assertThat(blocked.await(60, SECONDS)).isTrue();

        IntStream.range(0, LIMIT * 2).forEach(n -> socket.emit("n", n));
        socket.asVolatile().emit("n", -1);
        socket.join("all that was emitted has passed the loop").toCompletableFuture().join();
        release.countDown();

        for (int n = 0; n < LIMIT - 1; n++) {
            assertThat(next()).isEqualTo(n);
        }
        assertThat(bus.counters().get(Counter.DROPPED_OUTBOUND_FULL)).isEqualTo(LIMIT + 1);
        assertThat(bus.counters().get(Counter.DROPPED_VOLATILE)).isEqualTo(1);
    }
}
