package io.ringcast.transport.inmemory;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Bus;
import io.ringcast.BusClosedException;
import io.ringcast.ClientSocket;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import io.ringcast.transport.inmemory.test.TestBus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bus whose handlers, error handler and log run out of memory, and one that can't go on. */
class LastingBusTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(60, SECONDS)).as("in time").isTrue();
    }

    /** A log without memory. */
    private static final class FullLog extends Handler {
        @Override
        public void publish(LogRecord record) {
            throw new OutOfMemoryError("expected by this test, in the log");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static OutOfMemoryError full() {
        return new OutOfMemoryError("expected by this test");
    }

    // The loop's last guard logged, and what the log threw ended its thread.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnWhenListenersAndErrorHandlerAndLogThrowErrors(boolean isDriven) {
        Logger log = Logger.getLogger("io.ringcast.Bus");
        Handler fullLog = new FullLog();
        log.addHandler(fullLog);
        try (Bus bus =
                Bus.builder()
                        .waitMode(WaitMode.BLOCKING)
                        .nonBlockingHandlers(isDriven)
                        .errorHandler(
                                (context, failure) -> {
                                    throw full();
                                })
                        .onFatal(failure -> seen.add("fatal"))
                        .build()) {
            bus.onConnection(
                    socket -> {
                        socket.onRequest("echo", Integer.class, value -> value);
                        socket.on("break", Integer.class, this::fail);
                        socket.onDisconnect(reason -> fail(reason));
                        fail(socket);
                    });
            InMemoryTransport memory = bus.attach(new InMemoryTransport());
            ClientSocket attacker = memory.connect("/");
            ClientSocket bystander = memory.connect("/");

            for (int n = 0; n < 20; n++) {
                attacker.emit("break", n);
                assertThat(echo(bystander, n)).isEqualTo(n);
            }
            attacker.disconnect();

            assertThat(echo(bystander, 7)).isEqualTo(7);
        } finally {
            log.removeHandler(fullLog);
        }
        assertThat(seen).isEmpty();
    }

    private static int echo(ClientSocket client, int value) {
        return client.emitWithAck("echo", value)
                .toCompletableFuture()
                .orTimeout(60, SECONDS)
                .join()
                .get(0, Integer.class);
    }

    private void fail(Object cause) {
        throw full();
    }

    // ---- fatal

    /** A network that says that it can't go on. */
    private final class Network implements Transport {
        private TransportContext context;
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void start(TransportContext bus) {
            context = bus;
        }

        @Override
        public void stopAccepting() {
            seen.add("stops accepting");
        }

        @Override
        public void close(Duration drain) {
            seen.add("closes");
            closed.countDown();
        }
    }

    @Test
    void shouldTellOnceThatItCannotGoOnAndClose() throws InterruptedException {
        Bus bus =
                Bus.builder()
                        .onFatal(
                                failure -> {
                                    seen.add(failure.getMessage());
                                    throw full();
                                })
                        .errorHandler((context, failure) -> {})
                        .build();
        bus.onConnection(socket -> socket.onDisconnect(reason -> seen.add(reason.text())));
        ClientSocket client = bus.attach(new InMemoryTransport()).connect("/");
        CountDownLatch connected = new CountDownLatch(1);
        client.onConnect(connected::countDown);
        await(connected);
        Network network = bus.attach(new Network());

        network.context.fatal(new Error("the first"));
        network.context.fatal(new Error("the second"));
        await(network.closed);
        bus.close(ofSeconds(60));

        assertThat(seen)
                .containsExactly("the first", "stops accepting", "server shutting down", "closes");
        assertThatThrownBy(() -> bus.attach(new Network())).isInstanceOf(BusClosedException.class);
    }

    @Test
    void shouldCloseWithItsHandlerThatClosesItToo() throws InterruptedException {
        Bus[] made = new Bus[1];
        Bus bus = Bus.builder().onFatal(failure -> made[0].close()).build();
        made[0] = bus;
        Network network = bus.attach(new Network());

        network.context.fatal(new Error("expected by this test"));
        await(network.closed);

        bus.close(ofSeconds(60));
    }

    // A heap without room took the thread with it that was to close the bus.
    @Test
    void shouldCloseTheOthersWhenATransportThrowsErrors() throws InterruptedException {
        Bus bus = Bus.builder().errorHandler((context, failure) -> {}).build();
        bus.attach(
                new Transport() {
                    @Override
                    public void start(TransportContext context) {}

                    @Override
                    public void stopAccepting() {
                        throw full();
                    }

                    @Override
                    public void close(Duration drain) {
                        throw new StackOverflowError("expected by this test");
                    }
                });
        Network network = bus.attach(new Network());

        bus.close(ofSeconds(60));

        assertThat(seen).contains("stops accepting", "closes");
        await(network.closed);
    }

    @Test
    void shouldTellAndCloseWhereLoopsAreStepped() {
        TestBus bus = TestBus.create(options -> options.onFatal(failure -> seen.add("fatal")));
        Network network = bus.attach(new Network());

        network.context.fatal(new Error("expected by this test"));

        assertThat(seen).containsExactly("fatal", "stops accepting", "closes");
    }
}
