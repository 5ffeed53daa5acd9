package io.ringcast.transport.inmemory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.DisconnectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryTransportTest {
    private final Bus bus = Bus.create();
    private final InMemoryTransport memory = bus.attach(new InMemoryTransport());
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        bus.close();
    }

    private Object next() throws InterruptedException {
        return seen.poll(5, SECONDS);
    }

    @Test
    void shouldDeliverTheVeryObjectBothWays() throws InterruptedException {
        bus.of("/chat")
                .onConnection(
                        socket ->
                                socket.on("to server", Object.class, o -> socket.emit("back", o)));
        ClientSocket client = memory.connect("/chat");
        client.on("back", Object.class, seen::add);
        Object value = new Object();

        client.emit("to server", value);

        assertThat(next()).isSameAs(value);
    }

    @Test
    void shouldSendWhatWasEmittedBeforeConnectInOrder() throws InterruptedException {
        bus.onConnection(socket -> socket.on("n", Integer.class, seen::add));
        ClientSocket client = memory.client().socket("/");
        client.emit("n", 1);
        client.emit("n", 2);

        client.connect();
        client.emit("n", 3);

        assertThat(List.of(next(), next(), next())).containsExactly(1, 2, 3);
    }

    @Test
    void shouldAnswerBothWays() throws Exception {
        bus.onConnection(
                socket -> {
                    socket.onRequest("double", Integer.class, n -> n * 2);
                    socket.emit("name?", ack -> seen.add(ack.get(0, String.class)));
                });
        ClientSocket client = memory.client().socket("/");
        client.onRequest("name?", Object.class, unused -> "anna");
        client.connect();

        Object answer =
                client.emitWithAck("double", 21)
                        .thenApply(a -> a.get(0, Integer.class))
                        .toCompletableFuture()
                        .get(5, SECONDS);

        assertThat(answer).isEqualTo(42);
        assertThat(next()).isEqualTo("anna");
    }

    @Test
    void shouldTellBothSidesWhenTheClientLeaves() throws InterruptedException {
        bus.onConnection(socket -> socket.onDisconnect(seen::add));
        ClientSocket client = memory.connect("/");
        CountDownLatch connected = new CountDownLatch(1);
        client.onConnect(connected::countDown);
        client.onDisconnect(seen::add);
        assertThat(connected.await(5, SECONDS)).isTrue();
        assertThat(client.id()).isPresent();

        client.disconnect();

        assertThat(List.of(next(), next()))
                .containsExactlyInAnyOrder(
                        DisconnectReason.CLIENT_NAMESPACE_DISCONNECT,
                        DisconnectReason.IO_CLIENT_DISCONNECT);
        assertThat(client.isConnected()).isFalse();
        assertThat(client.id()).isEmpty();
    }

    @Test
    void shouldDeliverWhatWasEmittedBeforeTheServerDisconnects() throws InterruptedException {
        bus.onConnection(
                socket ->
                        socket.on(
                                "bye",
                                Object.class,
                                unused -> {
                                    socket.emit("last", "words");
                                    socket.disconnect(true);
                                }));
        ClientSocket client = memory.client().socket("/");
        client.on("last", String.class, seen::add);
        client.onDisconnect(seen::add);
        client.connect();

        client.emit("bye");

        assertThat(next()).isEqualTo("words");
        assertThat(next()).isEqualTo(DisconnectReason.IO_SERVER_DISCONNECT);
    }

    @Test
    void shouldFailPendingAcksWhenTheSocketDisconnects() {
        bus.onConnection(socket -> socket.on("ask", (args, ack) -> socket.disconnect()));
        ClientSocket client = memory.connect("/");

        CompletableFuture<?> answer = client.emitWithAck("ask").toCompletableFuture();

        assertThatThrownBy(() -> answer.get(5, SECONDS))
                .hasCauseInstanceOf(DisconnectedException.class);
    }

    @Test
    void shouldTellTheClientWhyItWasRefused() throws InterruptedException {
        bus.use((socket, next) -> next.reject(new ConnectErrorException("no", List.of(1))));
        ClientSocket client = memory.connect("/");

        client.onConnectError(error -> seen.add(List.of(error.getMessage(), error.data())));

        assertThat(next()).isEqualTo(List.of("no", List.of(1)));
    }

    @Test
    void shouldConnectAgainOverANewConnection() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        bus.onConnection(
                socket -> {
                    ids.add(socket.id());
                    socket.on("n", Integer.class, seen::add);
                });
        ClientSocket client = memory.connect("/");
        client.disconnect();

        client.connect();
        client.emit("n", 1);

        assertThat(next()).isEqualTo(1);
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void shouldCloseWhenTheBusCloses() throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        bus.onConnection(socket -> socket.onDisconnect(seen::add));
        ClientSocket client = memory.connect("/");
        client.onConnect(connected::countDown);
        client.onDisconnect(seen::add);
        assertThat(connected.await(5, SECONDS)).isTrue();

        bus.close();

        assertThat(List.of(next(), next()))
                .containsExactlyInAnyOrder(
                        DisconnectReason.SERVER_SHUTTING_DOWN, DisconnectReason.TRANSPORT_CLOSE);
    }
}
