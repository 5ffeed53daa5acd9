package io.ringcast.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Broadcasts that are repeated go straight to the listeners that the last one found. Whatever
 * happens in between, or while one is under way, what arrives is what would arrive without that: a
 * catch-all listener that does nothing has each socket told in the long way, and the same script is
 * played with it and without.
 */
class RoomPlanTest {
    private static final int CLIENTS = 6;
    private static final int STEPS = 60;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldDeliverWhatTheLongWayDelivers(int batch) {
        for (int seed = batch * 100; seed < batch * 100 + 25; seed++) {
            List<String> planned = new Play(seed, false).log();
            List<String> plain = new Play(seed, true).log();

            assertThat(planned).as("seed %d", seed).isEqualTo(plain).isNotEmpty();
        }
    }

    /** A room of clients that react to what they receive by changing who receives what. */
    private static final class Play {
        // Not stepped: only between two halves without a wire do values go straight to listeners.
        private final Bus bus = Bus.builder().errorHandler((context, failure) -> {}).build();
        private final InMemoryTransport memory = bus.attach(new InMemoryTransport());
        private final List<Socket> sockets = new ArrayList<>();
        private final List<ClientSocket> clients = new ArrayList<>();
        private final List<String> log = new ArrayList<>();
        private final Random random;

        Play(int seed, boolean isPlain) {
            random = new Random(seed);
            bus.onConnection(
                    socket -> {
                        sockets.add(socket);
                        socket.join("room");
                        if (isPlain) {
                            socket.onAnyOutgoing((event, args) -> {});
                        }
                    });
            for (int i = 0; i < CLIENTS; i++) {
                connect();
            }
        }

        private void connect() {
            int number = clients.size();
            ClientSocket client = memory.connect("/");
            clients.add(client);
            client.on("text", String.class, text -> receive(number, text));
            client.on("value", Object.class, value -> receive(number, value));
            settle(bus);
        }

        List<String> log() {
            for (int step = 0; step < STEPS; step++) {
                play(step);
                settle(bus);
            }
            bus.close();
            return log;
        }

        private void play(int step) {
            switch (random.nextInt(12)) {
                case 0 -> change(random.nextInt(clients.size()));
                case 1 -> bus.to("room").emit("text", step, "second");
                case 2 -> bus.to("room").emit("text", step);
                case 3 -> bus.emit("value", Map.of("step", step));
                case 4 -> anySocket().to("room").emit("text", "from one " + step);
                case 5 -> anySocket().broadcast().emit("value", "broadcast " + step);
                case 6 -> bus.to("room").asVolatile().emit("text", "volatile " + step);
                case 7 -> connect();
                default -> bus.to("room").emit("text", "step " + step);
            }
        }

        private void receive(int number, Object value) {
            log.add(number + " " + value);
            switch (random.nextInt(20)) {
                case 0, 1 -> change(random.nextInt(clients.size()));
                case 2 -> throw new IllegalStateException("on purpose");
                default -> {}
            }
        }

        private Socket anySocket() {
            return sockets.get(random.nextInt(sockets.size()));
        }

        private void change(int number) {
            ClientSocket client = clients.get(number);
            switch (random.nextInt(12)) {
                case 0 -> client.disconnect();
                case 1 -> anySocket().disconnect(random.nextBoolean());
                case 2 -> anySocket().leave("room");
                case 3 -> anySocket().join("room");
                case 4 -> client.off("text");
                case 5 -> client.on("text", String.class, text -> log.add(number + " too " + text));
                case 6 -> client.once("text", String.class, text -> log.add(number + " " + text));
                case 7 -> client.onAny((event, args) -> log.add(number + " any " + event));
                case 8 -> client.offAny();
                case 9 -> bus.to("room").emit("text", "nested");
                case 10 -> client.connect();
                default -> bus.in("room").socketsLeave("nowhere");
            }
        }
    }

    /** All that was asked for has been done, and what that asked for. */
    private static void settle(Bus bus) {
        for (int i = 0; i < 2; i++) {
            bus.fetchSockets().toCompletableFuture().join();
        }
    }

    @Test
    void shouldGoOnAfterAListenerThatThrows() {
        List<Throwable> failures = new ArrayList<>();
        List<String> arrived = new ArrayList<>();
        try (Bus bus = Bus.builder().errorHandler((c, failure) -> failures.add(failure)).build()) {
            bus.onConnection(socket -> socket.join("room"));
            InMemoryTransport memory = bus.attach(new InMemoryTransport());
            memory.connect("/").on("news", String.class, text -> fail(text));
            memory.connect("/").on("news", String.class, text -> arrived.add(text));
            settle(bus);
            for (int i = 0; i < 4; i++) {
                bus.to("room").emit("news", "a");
            }
            settle(bus);
        }

        assertThat(arrived).hasSize(4);
        assertThat(failures).hasSize(4);
    }

    private static void fail(String text) {
        throw new IllegalStateException("on purpose: " + text);
    }
}
