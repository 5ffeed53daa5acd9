package io.ringcast.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.ClientLimits;
import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.Namespace;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Namespaces that come into being when a client asks for them (K1 to K8). */
class DynamicNamespaceTest {
    private static final Pattern TENANT = Pattern.compile("/t-\\d+");

    private final List<Object> seen = new ArrayList<>();
    private TestBus bus = TestBus.create();

    @AfterEach
    void close() {
        bus.close();
        assertThat(bus.failures()).isEmpty();
    }

    private ClientSocket connect(String namespace) {
        ClientSocket client = bus.connect(namespace);
        client.onConnectError(refusal -> seen.add(namespace + ": " + refusal.getMessage()));
        client.on("e", Object.class, value -> seen.add(namespace + " " + value));
        bus.runUntilIdle();
        return client;
    }

    private List<String> names() {
        return bus.namespaces().stream().map(Namespace::name).sorted().toList();
    }

    private static CompletableFuture<Boolean> now(boolean allowed) {
        return CompletableFuture.completedFuture(allowed);
    }

    // ---- K1

    @Test
    void shouldAskParentsInTheOrderOfTheirRegistration() {
        bus.of((name, auth) -> now(name.equals("/t-2")))
                .onConnection(socket -> seen.add("function " + socket.namespace().name()));
        bus.of(TENANT).onConnection(socket -> seen.add("pattern " + socket.namespace().name()));

        connect("/t-1");
        connect("/t-2");

        assertThat(seen).containsExactly("pattern /t-1", "function /t-2");
    }

    @Test
    void shouldMatchAPatternWithTheWholeName() {
        bus.of(TENANT);

        connect("/t-1/more");
        connect("/at-1");

        assertThat(seen)
                .containsExactly("/t-1/more: Invalid namespace", "/at-1: Invalid namespace");
        assertThat(names()).containsExactly("/");
    }

    @Test
    void shouldGiveAFunctionTheNameAndTheAuth() {
        bus.of(
                (name, auth) -> {
                    seen.add(name + ((Map<?, ?>) auth.get(0)).get("token"));
                    return now(true);
                });

        bus.connect("/any", options -> options.auth(() -> Map.of("token", 7)));
        bus.runUntilIdle();

        assertThat(seen).containsExactly("/any7");
    }

    @Test
    void shouldRefuseWhatAFunctionRefusesThrowsOrFails() {
        bus.of(
                (name, auth) ->
                        switch (name) {
                            case "/thrown" -> throw new IllegalStateException("secret");
                            case "/failed" ->
                                    CompletableFuture.failedFuture(
                                            new ConnectErrorException("not you"));
                            case "/null" -> CompletableFuture.completedFuture(null);
                            default -> now(false);
                        });

        List.of("/refused", "/thrown", "/failed", "/null").forEach(this::connect);

        assertThat(seen)
                .containsExactly(
                        "/refused: Invalid namespace",
                        "/thrown: Invalid namespace",
                        "/failed: not you",
                        "/null: Invalid namespace");
        assertThat(names()).containsExactly("/");
    }

    @Test
    void shouldForgetAClientThatLeavesBeforeAFunctionDecides() {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        bus.of((name, auth) -> decision).onConnection(socket -> seen.add("entered"));
        ClientSocket client = connect("/late");

        client.disconnect();
        bus.runUntilIdle();
        decision.complete(true);
        bus.runUntilIdle();

        assertThat(seen).isEmpty();
        assertThat(names()).containsExactly("/");
    }

    @Test
    void shouldRefuseInvalidNamesOfTheApplication() {
        assertThatThrownBy(() -> bus.of((String) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> bus.of((Pattern) null)).isInstanceOf(NullPointerException.class);
        assertThat(bus.of("").name()).isEqualTo("/");
        assertThat(bus.of("chat")).isSameAs(bus.of("/chat"));
    }

    // ---- K2

    @Test
    void shouldGiveAChildWhatItsParentHasWhenItIsMade() {
        Namespace parent = bus.of(TENANT);
        parent.use(
                (socket, next) -> {
                    seen.add("use");
                    next.proceed();
                });
        parent.onConnection(socket -> seen.add("connection"));
        connect("/t-1");
        seen.clear();

        parent.use((socket, next) -> next.reject(new ConnectErrorException("later")));
        parent.onConnection(socket -> seen.add("later"));
        connect("/t-1");
        connect("/t-2");

        assertThat(seen).containsExactly("use", "connection", "use", "/t-2: later");
    }

    // ---- K3

    @Test
    void shouldMakeOneNamespaceForTwoClientsThatAskAtOnce() {
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        List<CompletableFuture<Boolean>> decisions = new ArrayList<>(List.of(first, second));
        bus.of((name, auth) -> decisions.remove(0));
        bus.onNewNamespace(created -> seen.add("new " + created.name()));
        connect("/same");
        connect("/same");

        second.complete(true);
        first.complete(true);
        bus.runUntilIdle();
        bus.of("/same").emit("e", 1);
        bus.runUntilIdle();

        assertThat(seen).containsExactly("new /same", "/same 1", "/same 1");
        assertThat(bus.of("/same").socketsCount()).isEqualTo(2);
    }

    // ---- K4

    @Test
    void shouldAdoptWhatTheApplicationNamesIfAPatternMatches() {
        Namespace parent = bus.of(TENANT);
        parent.onConnection(socket -> seen.add("connection"));
        bus.of((name, auth) -> now(true)).onConnection(socket -> seen.add("function's"));

        bus.of("/t-1");
        bus.of("/other");
        connect("/t-1");
        connect("/other");
        parent.emit("e", 1);
        bus.runUntilIdle();

        assertThat(seen).containsExactly("connection", "/t-1 1");
    }

    // ---- K5, K6

    @Test
    void shouldReachAllChildrenWithRoomsAndExceptions() {
        Namespace parent = bus.of(TENANT);
        parent.onConnection(socket -> socket.join("room"));
        connect("/t-1");
        connect("/t-2");
        connect("/");
        bus.of("/t-2").in("room").socketsJoin("quiet");

        parent.emit("e", "all");
        parent.to("room").except("quiet").emit("e", "some");
        bus.runUntilIdle();

        assertThat(seen).containsExactlyInAnyOrder("/t-1 all", "/t-2 all", "/t-1 some");
    }

    @Test
    void shouldActOnTheSocketsOfAllChildren() {
        Namespace parent = bus.of(TENANT);
        List<ClientSocket> clients = List.of(connect("/t-1"), connect("/t-2"));
        assertThat(parent.socketsCount()).isEqualTo(2);

        parent.disconnectSockets(true);
        bus.runUntilIdle();

        assertThat(clients).noneMatch(ClientSocket::isConnected);
        assertThat(parent.socketsCount()).isZero();
    }

    @Test
    void shouldNotFetchTheSocketsOfAParent() {
        var sockets = bus.of(TENANT).fetchSockets().toCompletableFuture();

        assertThatThrownBy(sockets::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("fetchSockets() is not supported on parent namespaces");
    }

    // ---- K7, K8, J17

    @Test
    void shouldRemoveAChildAlsoWhenItsOnlyClientIsRefused() {
        bus.of(TENANT).use((socket, next) -> next.reject(new ConnectErrorException("no")));
        bus.onNewNamespace(created -> seen.add("new " + created.name()));

        connect("/t-1");
        connect("/t-1");

        assertThat(seen).containsExactly("new /t-1", "/t-1: no", "new /t-1", "/t-1: no");
        assertThat(names()).containsExactly("/");
    }

    @Test
    void shouldNeitherRemoveAChildThatIsBeingEnteredNorOneThatWasNamed() {
        List<Runnable> held = new ArrayList<>();
        bus.of(TENANT).use((socket, next) -> held.add(next::proceed));
        bus.of("/static");
        ClientSocket first = connect("/t-1");
        held.remove(0).run();
        connect("/t-1");
        connect("/static").disconnect();

        first.disconnect();
        bus.runUntilIdle();
        assertThat(names()).containsExactly("/", "/static", "/t-1");
        held.remove(0).run();
        bus.runUntilIdle();

        assertThat(bus.of("/t-1").socketsCount()).isEqualTo(1);
    }

    @Test
    void shouldReportANewNamespaceListenerThatThrowsAndGoOn() {
        bus.of(TENANT);
        bus.onNewNamespace(
                created -> {
                    throw new IllegalStateException("on purpose");
                });

        assertThat(connect("/t-1").isConnected()).isTrue();

        assertThat(bus.takeFailures()).hasSize(1);
    }

    /**
     * What keeps an attacker from filling the memory with namespaces: a connection may be in so
     * many at a time, and those that it leaves are gone.
     */
    @Test
    void shouldBoundTheNamespacesThatOneConnectionMakes() {
        bus.close();
        ClientLimits limits = ClientLimits.builder().namespacesPerConnection(10).build();
        bus = TestBus.create(options -> options.limits(limits));
        bus.of(TENANT);
        InMemoryClient attacker = bus.client(options -> {});

        List<ClientSocket> sockets =
                IntStream.range(0, 1_000).mapToObj(n -> attacker.socket("/t-" + n)).toList();
        sockets.forEach(ClientSocket::connect);
        bus.runUntilIdle();
        assertThat(sockets).filteredOn(ClientSocket::isConnected).hasSize(10);
        assertThat(names()).hasSize(11);

        attacker.close();
        bus.runUntilIdle();

        assertThat(names()).containsExactly("/");
    }
}
