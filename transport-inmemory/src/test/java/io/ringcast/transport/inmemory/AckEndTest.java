package io.ringcast.transport.inmemory;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Arguments;
import io.ringcast.Bus;
import io.ringcast.BusException;
import io.ringcast.ClientSocket;
import io.ringcast.Socket;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever asks for an acknowledgement learns how that ended, whatever closes first. */
class AckEndTest {
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** Waits for the end of an ack, whatever it is. */
    private static Throwable failure(CompletionStage<?> ack) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        ack.whenComplete((answer, failure) -> end.complete(failure));
        return end.completeOnTimeout(new TimeoutException(), 30, SECONDS).join();
    }

    private Bus bus() {
        Bus bus = Bus.builder().loops(2).errorHandler((context, failure) -> {}).build();
        bus.onConnection(sockets::add);
        bus.of("/other").onConnection(sockets::add);
        return bus;
    }

    // What a client keeps for the time when it is connected ended with nobody's connection.
    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldEndAnAckOfAClientThatHasDisconnectedWhenTheBusCloses(Fidelity fidelity) {
        Bus bus = bus();
        ClientSocket client =
                bus.attach(InMemoryTransport.builder().fidelity(fidelity).build())
                        .connect("/other");

        client.disconnect();
        CompletionStage<Arguments> kept = client.emitWithAck("x");
        CompletionStage<Arguments> timed = client.timeout(ofHours(1)).emitWithAck("x");
        bus.close();
        CompletionStage<Arguments> late = client.emitWithAck("x");

        assertThat(failure(kept)).isInstanceOf(BusException.class);
        assertThat(failure(timed)).isInstanceOf(BusException.class);
        assertThat(failure(late)).isInstanceOf(BusException.class);
    }

    @Test
    void shouldEndAnAckOfAClientThatWasNeverConnectedWhenASteppedBusCloses() {
        TestBus bus = TestBus.create();
        bus.use((socket, next) -> {});
        CompletionStage<Arguments> kept = bus.connect("/").emitWithAck("x");
        bus.runUntilIdle();

        bus.close();

        assertThat(kept.toCompletableFuture()).isCompletedExceptionally();
    }

    // The client read no more, and so did not learn that its connection was gone.
    @Test
    void shouldEndAnAckOfAClientThatDoesNotReadWhenTheBusCloses() {
        TestBus bus = TestBus.create();
        bus.onConnection(sockets::add);
        ClientSocket client = bus.connect("/");
        bus.runUntilIdle();
        bus.network().stall(client);
        CompletionStage<Arguments> asked = client.emitWithAck("x");
        bus.runUntilIdle();

        bus.close();

        assertThat(asked.toCompletableFuture()).isCompletedExceptionally();
    }

    // The event was dropped, and the ack with it.
    @Test
    void shouldEndTheAckOfAVolatileEventThatIsDropped() {
        try (TestBus bus = TestBus.create()) {
            bus.onConnection(sockets::add);
            ClientSocket client = bus.connect("/");
            bus.runUntilIdle();
            bus.network().stall(client);
            Socket socket = sockets.get(0);
            socket.emit("fill", 1);
            bus.runUntilIdle();

            CompletionStage<Arguments> dropped = socket.asVolatile().emitWithAck("x");
            bus.runUntilIdle();

            assertThat(failure(dropped)).hasMessageContaining("volatile");
        }
    }

    // The executor had shut down: the future, which needs none, went with it.
    @Test
    void shouldEndAnAckWhereTheClientsExecutorRefuses() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Bus bus = bus();
        ClientSocket client =
                bus.attach(new InMemoryTransport())
                        .connect("/", options -> options.executor(executor));
        CompletionStage<Arguments> asked = client.emitWithAck("x");
        executor.shutdownNow();

        bus.close();

        assertThat(failure(asked)).isInstanceOf(BusException.class);
    }

    @Test
    void shouldEndTheAcksOfServerAndBroadcastsWhenTheBusCloses() {
        Bus bus = bus();
        bus.attach(new InMemoryTransport()).connect("/");
        while (sockets.isEmpty()) {
            Thread.onSpinWait();
        }

        CompletionStage<?> asked = sockets.get(0).emitWithAck("x");
        CompletionStage<?> all = bus.timeout(ofHours(1)).emitWithAck("x");
        bus.close();

        assertThat(failure(asked)).isInstanceOf(BusException.class);
        assertThat(failure(all)).isNull(); // with the socket among those that disconnected
        assertThat(failure(sockets.get(0).emitWithAck("x"))).isInstanceOf(BusException.class);
        assertThat(failure(bus.timeout(ofSeconds(1)).emitWithAck("x")))
                .isInstanceOf(BusException.class);
    }

    @Tag("stress")
    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void shouldEndEveryAckWhateverClosesFirst(Fidelity fidelity) throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            race(fidelity, round);
        }
    }

    private void race(Fidelity fidelity, int round) throws InterruptedException {
        sockets.clear();
        Bus bus = bus();
        InMemoryTransport memory =
                bus.attach(InMemoryTransport.builder().fidelity(fidelity).build());
        List<ClientSocket> clients = List.of(memory.connect("/"), memory.connect("/other"));
        List<CompletionStage<?>> acks = new CopyOnWriteArrayList<>();
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (ClientSocket client : clients) {
            threads.add(new Thread(() -> restless(client, acks, isOver)));
        }
        threads.add(
                new Thread(
                        () -> {
                            while (!isOver.get()) {
                                sockets.forEach(socket -> acks.add(socket.emitWithAck("y")));
                                LockSupport.parkNanos(20_000);
                            }
                        }));
        threads.forEach(Thread::start);

        LockSupport.parkNanos(round * 50_000L);
        bus.close();
        isOver.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(acks)
                .allSatisfy(ack -> assertThat(failure(ack)).isInstanceOf(BusException.class));
    }

    private static void restless(
            ClientSocket client, List<CompletionStage<?>> acks, AtomicBoolean isOver) {
        for (int n = 0; !isOver.get(); n++) {
            acks.add(client.emitWithAck("x"));
            try {
                if (n % 7 == 3) {
                    client.disconnect();
                } else if (n % 7 == 5) {
                    client.connect();
                }
            } catch (BusException closed) {
                // The bus was faster.
            }
            LockSupport.parkNanos(10_000);
        }
    }
}
