package io.ringcast.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.ConnectErrorException;
import io.ringcast.Handshake;
import io.ringcast.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** How clients enter namespaces. */
interface ConnectContract extends ContractWorld {

    /** What a client says about itself. */
    record Login(String name, List<Integer> rights) {}

    @Test
    default void shouldHaveTheSameIdOnBothSides() throws ExecutionException {
        Probe probe = probe();
        bus().onConnection(socket -> probe.see(socket.id()));

        String id = await(client("/").connect());

        assertThat(probe.next()).isEqualTo(id);
        assertThat(id).hasSize(20);
        assertThat(socketOf("/", id).isConnected()).isTrue();
        assertThat(socketOf("/", id).rooms()).containsExactly(id);
    }

    @Test
    default void shouldShowTheHandshake() throws ExecutionException {
        ContractClient client = client(options("/", Map.of("token", "a b&c")));

        Handshake handshake = socketOf("/", await(client.connect())).handshake();

        assertThat(handshake.query("token")).contains("a b&c");
        assertThat(handshake.header("X-Contract")).contains("yes");
        assertThat(handshake.url()).contains("token=a");
        assertThat(handshake.auth().size()).isZero();
    }

    @Test
    default void shouldReadAuthAsTheTypeAskedFor() throws ExecutionException {
        Map<String, Object> auth = Map.of("name", "anna", "rights", List.of(1, 2));

        Socket socket = socketOf("/", await(client(ContractOptions.of("/", auth)).connect()));

        assertThat(socket.handshake().auth(Login.class))
                .isEqualTo(new Login("anna", List.of(1, 2)));
    }

    @Test
    default void shouldRunMiddlewareInOrderAndOnlyItsNamespaces() throws ExecutionException {
        Probe probe = probe();
        bus().of("/other").use((socket, next) -> probe.see("other"));
        bus().use(
                        (socket, next) -> {
                            probe.see(1);
                            next.proceed();
                        })
                .use(
                        (socket, next) -> {
                            probe.see(socket.isConnected());
                            next.proceed();
                        });
        bus().onConnection(socket -> probe.see(socket.isConnected()));

        await(client("/").connect());

        assertThat(probe.next(3)).containsExactly(1, false, true);
        assertThat(probe.rest()).isEmpty();
    }

    @Test
    default void shouldRefuseWithMessageAndData() {
        Map<String, Object> data = Map.of("code", 7, "why", List.of("x"));
        bus().use((socket, next) -> next.reject(new ConnectErrorException("not you", data)));

        CompletableFuture<String> connected = client("/").connect();

        assertThatThrownBy(() -> await(connected))
                .cause()
                .isInstanceOfSatisfying(
                        ConnectErrorException.class,
                        refusal -> {
                            assertThat(refusal).hasMessage("not you");
                            assertThat(Plain.of(refusal.data())).isEqualTo(Plain.of(data));
                        });
        assertThat(bus().socketsCount()).isZero();
    }

    @Test
    default void shouldNotTellTheClientWhatMiddlewareThrew() {
        bus().use(
                        (socket, next) -> {
                            throw new IllegalStateException("secret");
                        });

        CompletableFuture<String> connected = client("/").connect();

        assertThatThrownBy(() -> await(connected))
                .hasRootCauseInstanceOf(ConnectErrorException.class)
                .hasRootCauseMessage("internal error");
        assertThat(takeFailures()).hasSize(1);
    }

    @Test
    default void shouldLetMiddlewareDecideLater() throws ExecutionException {
        CompletableFuture<Void> decision = new CompletableFuture<>();
        bus().use(
                        (socket, next) -> {
                            var unused = decision.thenRun(next::proceed);
                        });
        CompletableFuture<String> connected = client("/").connect();
        assertThat(bus().socketsCount()).isZero();

        decision.complete(null);

        assertThat(await(connected)).isNotEmpty();
    }

    @Test
    default void shouldSendNothingToASocketThatIsRefused() {
        Probe probe = probe();
        bus().use(
                        (socket, next) -> {
                            socket.join("room");
                            socket.emit("early");
                            bus().emit("early");
                            bus().to("room").emit("early");
                            next.reject(new ConnectErrorException("no"));
                        });
        ContractClient client = client("/");
        client.on("early", (arguments, answer) -> probe.see("early"));

        CompletableFuture<String> connected = client.connect();

        assertThatThrownBy(() -> await(connected)).hasRootCauseMessage("no");
        assertThat(probe.rest()).isEmpty();
    }

    @Test
    default void shouldSendWhatMiddlewareEmittedOnceTheSocketIsAccepted()
            throws ExecutionException {
        Probe probe = probe();
        bus().use(
                        (socket, next) -> {
                            socket.emit("early", 1);
                            next.proceed();
                        });
        bus().onConnection(socket -> socket.emit("early", 2));

        party("/", probe, "early");

        assertThat(probe.next(2)).isEqualTo(Plain.of(List.of(List.of(1), List.of(2))));
    }

    @Test
    default void shouldRefuseAnUnknownNamespaceAndKeepTheConnection() throws ExecutionException {
        bus().of("/a");
        // A client without any other socket may close the connection itself when it is refused.
        ContractClient client = party("/").client();

        CompletableFuture<String> connected = client.socket("/nowhere", null).connect();

        assertThatThrownBy(() -> await(connected)).hasRootCauseMessage("Invalid namespace");
        assertThat(await(client.socket("/a", null).connect())).isNotEmpty();
    }
}
