package io.ringcast.transport.inmemory;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.adapter.Adapter;
import io.ringcast.adapter.AdapterContext;
import io.ringcast.adapter.AdapterFactory;
import io.ringcast.adapter.LocalAdapter;
import io.ringcast.loop.InboundBatch;
import io.ringcast.transport.inmemory.test.TestBus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners for namespaces, adapters and their factories that wait, throw, or come at once. */
class ForeignCodeTest {
    private static final Pattern TENANT = Pattern.compile("/t-\\d+");

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).as("in time").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void hold(String namespace) {
        if (namespace.equals("/t-1")) {
            entered.countDown();
            await(released);
        }
    }

    private static ClientSocket connected(InMemoryTransport memory, String namespace) {
        CountDownLatch connected = new CountDownLatch(1);
        ClientSocket client = memory.connect(namespace);
        client.onConnect(connected::countDown);
        await(connected);
        return client;
    }

    // ---- the registry's lock

    // A thread that waited in a listener or in the adapter's factory held the registry's lock, and
    // the loop that it waited for wanted that lock for another namespace.
    @ParameterizedTest
    @ValueSource(strings = {"listener", "factory"})
    void shouldNotHoldUpTheLoopWhileANamespaceComesIntoBeing(String where) {
        AdapterFactory factory =
                context -> {
                    if (where.equals("factory")) {
                        hold(context.namespace());
                    }
                    return new LocalAdapter(context);
                };
        Bus bus = Bus.builder().adapter(factory).build();
        try {
            bus.of(TENANT);
            if (where.equals("listener")) {
                bus.onNewNamespace(made -> hold(made.name()));
            }
            ClientSocket other = connected(bus.attach(new InMemoryTransport()), "/t-2");
            Thread maker = new Thread(() -> bus.of("/t-1"));
            maker.start();
            await(entered);

            other.disconnect();

            CountDownLatch passed = new CountDownLatch(1);
            bus.fetchSockets().thenRun(passed::countDown);
            await(passed);
            assertThat(bus.namespaces()).extracting(Namespace::name).doesNotContain("/t-2");
        } finally {
            released.countDown();
            bus.close();
        }
    }

    // What the listener adds is there for the first client, whoever made the namespace.
    @Test
    void shouldLetClientsInBehindTheListenersForNewNamespaces() {
        Bus bus = Bus.create();
        try {
            bus.of(TENANT);
            bus.onNewNamespace(
                    made -> {
                        hold(made.name());
                        made.onConnection(socket -> seen.add("listener's"));
                    });
            InMemoryTransport memory = bus.attach(new InMemoryTransport());
            Thread maker = new Thread(() -> bus.of("/t-1"));
            maker.start();
            await(entered);

            CountDownLatch connected = new CountDownLatch(1);
            memory.connect("/t-1").onConnect(connected::countDown);
            connected(memory, "/");
            boolean wasLetIn = connected.getCount() == 0;
            released.countDown();
            await(connected);

            assertThat(wasLetIn).isFalse();
            assertThat(seen).containsExactly("listener's");
        } finally {
            bus.close();
        }
    }

    // It made the namespace again, and again, until the stack was full.
    @Test
    void shouldFindTheNamespaceThatAListenerIsToldOf() {
        try (TestBus bus = TestBus.create()) {
            bus.onNewNamespace(made -> seen.add("same: " + (bus.of(made.name()) == made)));

            bus.of("/new");

            assertThat(seen).containsExactly("same: true");
        }
    }

    @Test
    void shouldTellOfOneNamespaceThatTwoThreadsMakeAtOnce() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger closed = new AtomicInteger();
        AdapterFactory factory =
                context -> {
                    if (context.namespace().equals("/same")) {
                        both.countDown();
                        await(both);
                    }
                    return faulty(context, "none", closed::incrementAndGet);
                };
        List<Namespace> made = new CopyOnWriteArrayList<>();
        try (Bus bus = Bus.builder().adapter(factory).build()) {
            bus.onNewNamespace(told -> seen.add(told.name()));
            Thread other = new Thread(() -> made.add(bus.of("/same")));
            other.start();

            made.add(bus.of("/same"));
            other.join();
            bus.fetchSockets().toCompletableFuture().join();

            assertThat(seen).containsExactly("/same");
            assertThat(made.get(0)).isSameAs(made.get(1));
            assertThat(closed).hasValue(1);
        }
    }

    // ---- waits within a transport's batch

    // The loop slept for up to a second, as it was to be driven when the wait was over.
    @Test
    void shouldNotBeLateWhereATransportsThreadWaitsForTheLoop() {
        List<Socket> sockets = new CopyOnWriteArrayList<>();
        Bus bus = Bus.builder().nonBlockingHandlers(true).build();
        bus.onConnection(sockets::add);
        ClientSocket client = connected(bus.attach(new InMemoryTransport()), "/");
        client.onRequest("echo", Integer.class, value -> value);
        Socket socket = sockets.get(0);
        List<Runnable> waits =
                List.of(
                        socket::rooms,
                        () -> bus.fetchSockets().toCompletableFuture().join(),
                        () -> socket.join("room").toCompletableFuture().join(),
                        () -> bus.adapter().rooms().toCompletableFuture().join(),
                        () -> socket.emitWithAck("echo", 1).toCompletableFuture().join(),
                        () ->
                                bus.timeout(ofSeconds(60))
                                        .emitWithAck("echo", 1)
                                        .toCompletableFuture()
                                        .join());
        socket.rooms();

        // Where each of them slept for a second, these rounds outlast the test's time-out.
        for (int round = 0; round < 25; round++) {
            for (Runnable wait : waits) {
                pause();
                InboundBatch.run(wait);
            }
        }
        pause();
        InboundBatch.run(bus::close);

        assertThat(client.isConnected()).isFalse();
    }

    /**
     * Long enough for a loop to fall asleep. If it has not by then, the test passes without having
     * tested anything.
     */
    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }

    // ---- adapters that throw

    /** An adapter of which one method throws an error. */
    private static Adapter faulty(AdapterContext context, String method, Runnable onClose) {
        Adapter local = new LocalAdapter(context);
        return (Adapter)
                Proxy.newProxyInstance(
                        ForeignCodeTest.class.getClassLoader(),
                        new Class<?>[] {Adapter.class},
                        (proxy, called, arguments) -> {
                            if (called.getName().equals(method)) {
                                throw new StackOverflowError("expected by this test");
                            }
                            if (called.getName().equals("close")) {
                                onClose.run();
                            }
                            try {
                                return called.invoke(local, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    // Whoever asked waited for ever.
    @Test
    void shouldNotKeepWhoeverAsksForRoomsWhenTheAdapterThrows() {
        List<Socket> sockets = new CopyOnWriteArrayList<>();
        Bus bus = Bus.builder().adapter(context -> faulty(context, "roomsOf", () -> {})).build();
        try {
            bus.onConnection(sockets::add);
            connected(bus.attach(new InMemoryTransport()), "/");

            assertTimeoutPreemptively(
                    ofSeconds(30),
                    () ->
                            assertThatThrownBy(sockets.get(0)::rooms)
                                    .hasRootCauseInstanceOf(StackOverflowError.class));
        } finally {
            bus.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "fetchSockets", "addSockets", "delSockets", "broadcast"})
    void shouldEndWhatWasAskedForWhenTheAdapterThrows(String method) {
        Set<String> healthy = Set.of("/");
        Bus bus =
                Bus.builder()
                        .errorHandler((context, failure) -> seen.add(context.where()))
                        .adapter(
                                context ->
                                        healthy.contains(context.namespace())
                                                ? new LocalAdapter(context)
                                                : faulty(context, method, () -> {}))
                        .build();
        try {
            Namespace other = bus.of("/other");

            CompletableFuture<?> asked =
                    switch (method) {
                        case "fetchSockets" -> other.fetchSockets().toCompletableFuture();
                        case "addSockets" -> other.socketsJoin("r").toCompletableFuture();
                        case "delSockets" -> other.socketsLeave("r").toCompletableFuture();
                        case "broadcast" ->
                                other.timeout(ofHours(1)).emitWithAck("x").toCompletableFuture();
                        default -> {
                            CompletableFuture<String> refused = new CompletableFuture<>();
                            bus.attach(new InMemoryTransport())
                                    .connect("/other")
                                    .onConnectError(error -> refused.complete(error.getMessage()));
                            yield refused.thenCompose(
                                    text ->
                                            CompletableFuture.failedFuture(
                                                    new IllegalStateException(text)));
                        }
                    };

            assertThatThrownBy(asked.orTimeout(30, SECONDS)::join)
                    .hasMessageNotContaining("Timeout");
        } finally {
            bus.close();
        }
    }

    // Its rooms were never left and it never ended, and neither did its acks.
    @Test
    void shouldEndASocketWhoseAdapterThrowsWhenItLeaves() {
        try (TestBus bus =
                TestBus.create(
                        options ->
                                options.adapter(
                                        context -> faulty(context, "leaveAll", () -> {})))) {
            bus.onConnection(socket -> socket.onDisconnect(reason -> seen.add(reason.text())));
            ClientSocket client = bus.connect("/");
            bus.runUntilIdle();

            client.disconnect();
            bus.runUntilIdle();

            assertThat(seen).containsExactly("client namespace disconnect");
            assertThat(bus.socketsCount()).isZero();
            bus.takeFailures();
        }
    }

    // The name stayed reserved: each later CONNECT for it was taken for a violation.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLetAClientTryAgainWhenTheAdaptersFactoryThrew(boolean byPattern) {
        List<String> broken = new ArrayList<>(List.of("/t-1"));
        AdapterFactory factory =
                context -> {
                    if (broken.remove(context.namespace())) {
                        throw new OutOfMemoryError("expected by this test");
                    }
                    return new LocalAdapter(context);
                };
        try (TestBus bus = TestBus.create(options -> options.adapter(factory))) {
            if (byPattern) {
                bus.of(TENANT);
            } else {
                bus.of((name, auth) -> CompletableFuture.completedFuture(true));
            }
            ClientSocket client = bus.connect("/t-1");
            client.onConnectError(refusal -> seen.add(refusal.getMessage()));
            bus.runUntilIdle();

            client.connect();
            bus.runUntilIdle();

            assertThat(seen).hasSize(1);
            assertThat(client.isConnected()).isTrue();
            bus.takeFailures();
        }
    }

    @Test
    void shouldFailTheStageOfRoomsOnceTheBusIsClosed() {
        Bus bus = Bus.create();
        bus.close();

        assertThat(bus.adapter().rooms().toCompletableFuture()).isCompletedExceptionally();
    }
}
