package io.ringcast.gateway;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Arguments;
import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.Socket;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.inmemory.InMemoryTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gateways on a bus with threads: handlers that block, and handlers that find the ring full. */
class BlockingHandlerTest {
    private static final int RING = 8;
    private static final int MANY = 500;

    private final Bus bus = Bus.builder().waitMode(WaitMode.BLOCKING).ringSize(RING).build();
    private final InMemoryTransport memory = bus.attach(new InMemoryTransport());

    @AfterEach
    void close() {
        bus.close();
    }

    @WebSocketGateway
    static class Library {
        final CountDownLatch mayGoOn = new CountDownLatch(1);
        final List<Object> seen = new CopyOnWriteArrayList<>();

        @Blocking
        @SubscribeMessage("block")
        String block() throws InterruptedException {
            assertThat(mayGoOn.await(30, TimeUnit.SECONDS)).isTrue();
            return Thread.currentThread().getName();
        }

        @Blocking
        @SubscribeMessage("read")
        int read(int number) {
            seen.add(number);
            return number;
        }

        @SubscribeMessage("note")
        int note(int number) {
            seen.add(number);
            return number;
        }

        @SubscribeMessage("burst")
        int burst(Socket socket, int count) {
            for (int i = 0; i < count; i++) {
                socket.emit("item", i);
                socket.namespace().emit("all", i);
            }
            return count;
        }
    }

    @WebSocketGateway
    static class Archive {
        final CountDownLatch closed = new CountDownLatch(1);

        @Blocking
        @EmitAs("thread")
        @SubscribeMessage("stream")
        Stream<String> stream(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> Thread.currentThread().getName())
                    .onClose(closed::countDown);
        }
    }

    private final Library gateway = new Library();

    private static Arguments get(CompletionStage<Arguments> answer) throws Exception {
        return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static CompletionStage<Arguments> ask(
            ClientSocket client, String event, Object... arguments) {
        return client.timeout(ofSeconds(30)).emitWithAck(event, arguments);
    }

    @Test
    void shouldNotHoldAnotherSocketUp() throws Exception {
        Gateways.register(bus, gateway);
        ClientSocket blocked = memory.connect("/");
        ClientSocket other = memory.connect("/");
        CompletionStage<Arguments> waiting = ask(blocked, "block");
        CompletionStage<Arguments> behind = ask(blocked, "note", 1);

        assertThat(get(ask(other, "note", 2)).get(0)).isEqualTo(2);

        assertThat(gateway.seen).containsExactly(2);
        gateway.mayGoOn.countDown();
        assertThat(get(waiting).get(0, String.class)).doesNotContain("loop");
        assertThat(get(behind).get(0)).isEqualTo(1);
    }

    @Test
    void shouldKeepASocketsOrderOffTheLoop() throws Exception {
        Gateways.register(bus, gateway);
        ClientSocket client = memory.connect("/");
        List<CompletionStage<Arguments>> answers = new ArrayList<>();

        for (int i = 0; i < MANY; i++) {
            answers.add(ask(client, i % 3 == 0 ? "note" : "read", i));
        }

        for (CompletionStage<Arguments> answer : answers) {
            get(answer);
        }
        assertThat(gateway.seen).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    }

    @Test
    void shouldTakeTheItemsOfAStreamOffTheLoop() throws Exception {
        Archive archive = new Archive();
        Gateways.register(bus, archive);
        ClientSocket client = memory.connect("/");
        List<String> threads = new CopyOnWriteArrayList<>();
        client.on("thread", String.class, name -> threads.add(name));

        assertThat(get(ask(client, "stream", 100)).size()).isZero();

        assertThat(threads).hasSize(100).noneMatch(name -> name.contains("loop"));
        assertThat(archive.closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldTellThatTheExecutorTakesNoMore() throws Exception {
        Gateways.on(bus)
                .executor(
                        task -> {
                            throw new RejectedExecutionException();
                        })
                .register(gateway);

        Arguments answer = get(ask(memory.connect("/"), "read", 1));

        assertThat(answer.get(0, Map.class).get("code")).isEqualTo("busy");
    }

    @Test
    void shouldEmitFromAHandlerWhenTheRingIsFull() throws Exception {
        Gateways.register(bus, gateway);
        ClientSocket client = memory.connect("/");
        CountDownLatch arrived = new CountDownLatch(2 * MANY);
        client.on("item", Integer.class, item -> arrived.countDown());
        client.on("all", Integer.class, item -> arrived.countDown());

        assertThat(get(ask(client, "burst", MANY)).get(0)).isEqualTo(MANY);

        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
