package io.ringcast.transport.inmemory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Bus;
import io.ringcast.BusClosedException;
import io.ringcast.BusOptions.FullRing;
import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.DisconnectedException;
import io.ringcast.RingFullException;
import io.ringcast.adapter.Adapter;
import io.ringcast.adapter.AdapterContext;
import io.ringcast.adapter.LocalAdapter;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
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
        return seen.poll(60, SECONDS);
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
                        .get(60, SECONDS);

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
        assertThat(connected.await(60, SECONDS)).isTrue();
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

        assertThatThrownBy(() -> answer.get(60, SECONDS))
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
        assertThat(connected.await(60, SECONDS)).isTrue();

        bus.close();

        assertThat(List.of(next(), next()))
                .containsExactlyInAnyOrder(
                        DisconnectReason.SERVER_SHUTTING_DOWN, DisconnectReason.TRANSPORT_CLOSE);
    }

    // Where a full ring rejects, the end of a connection was rejected as well: its socket stayed in
    // its rooms, and its client never heard.
    @Test
    void shouldTellBothSidesOfAnEndThatFindsTheRingFull() throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Bus full = Bus.builder().ringSize(64).onFullRing(FullRing.REJECT).build()) {
            full.onConnection(
                    socket -> {
                        socket.onDisconnect(seen::add);
                        socket.on(
                                "hold",
                                (arguments, ack) -> {
                                    held.countDown();
                                    release.await();
                                });
                    });
            InMemoryClient client = full.attach(new InMemoryTransport()).client();
            ClientSocket socket = client.socket("/");
            socket.onDisconnect(seen::add);
            socket.onConnect(connected::countDown);
            socket.connect();
            assertThat(connected.await(60, SECONDS)).isTrue();
            socket.emit("hold");
            assertThat(held.await(60, SECONDS)).isTrue();
            assertThatThrownBy(() -> fill(socket)).isInstanceOf(RingFullException.class);

            Thread closing = new Thread(client::close);
            closing.start();
            while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            release.countDown();

            assertThat(List.of(next(), next()))
                    .containsExactlyInAnyOrder(
                            DisconnectReason.TRANSPORT_CLOSE, DisconnectReason.FORCED_CLOSE);
        } finally {
            release.countDown();
        }
    }

    private static void fill(ClientSocket socket) {
        while (true) {
            socket.emit("n");
        }
    }

    // A transport that was attached as the bus closed stayed open: the list that is closed lacked
    // it.
    @Test
    void shouldCloseATransportThatIsAttachedWhileTheBusCloses() {
        Transport late =
                new Transport() {
                    @Override
                    public void start(TransportContext context) {
                        bus.close();
                    }

                    @Override
                    public void stopAccepting() {
                        seen.add("refuses");
                    }

                    @Override
                    public void close(Duration drain) {
                        seen.add("closed");
                    }
                };

        assertThatThrownBy(() -> bus.attach(late)).isInstanceOf(BusClosedException.class);

        assertThat(seen).containsExactly("refuses", "closed");
    }

    // Who else closed the bus waited for an end that never came.
    @Test
    void shouldCloseAlthoughAnAdapterFailsTo() {
        Bus failing =
                Bus.builder()
                        .adapter(InMemoryTransportTest::failingToClose)
                        .errorHandler((context, failure) -> seen.add(failure.getMessage()))
                        .build();

        failing.close();
        failing.close();

        assertThat(seen).containsExactly("on purpose");
    }

    private static Adapter failingToClose(AdapterContext context) {
        Adapter adapter = new LocalAdapter(context);
        return (Adapter)
                Proxy.newProxyInstance(
                        Adapter.class.getClassLoader(),
                        new Class<?>[] {Adapter.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                throw new IllegalStateException("on purpose");
                            }
                            return method.invoke(adapter, arguments);
                        });
    }
}
