package io.ringcast.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Namespace;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Namespaces that come and go. */
interface NamespaceContract extends ContractWorld {

    private List<String> names() {
        return bus().namespaces().stream().map(Namespace::name).sorted().toList();
    }

    @Test
    default void shouldLetNamespacesComeIntoBeingByPattern() throws ExecutionException {
        Probe probe = probe();
        bus().of(Pattern.compile("/tenant-\\d+"))
                .onConnection(socket -> probe.see(socket.namespace().name()));

        await(client("/tenant-7").connect());

        assertThat(probe.next()).isEqualTo("/tenant-7");
        CompletableFuture<String> other = client("/tenant-x").connect();
        assertThatThrownBy(() -> await(other)).hasRootCauseMessage("Invalid namespace");
    }

    @Test
    default void shouldLetAFunctionDecideInItsOwnTime() throws ExecutionException {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        bus().of((name, auth) -> name.equals("/dynamic") ? decision : refused());
        CompletableFuture<String> connected = client("/dynamic").connect();

        decision.complete(true);

        assertThat(await(connected)).isNotEmpty();
        CompletableFuture<String> other = client("/static").connect();
        assertThatThrownBy(() -> await(other)).hasRootCauseMessage("Invalid namespace");
    }

    private static CompletableFuture<Boolean> refused() {
        return CompletableFuture.completedFuture(false);
    }

    @Test
    default void shouldReachAllChildren() throws ExecutionException {
        Probe probe = probe();
        Namespace parent = bus().of(Pattern.compile("/t-\\d+"));
        Party one = party("/t-1", probe, "e");
        Party two = party("/t-2", probe, "e");
        one.socket().join("room");
        two.socket().join("room");

        parent.emit("e", 1);
        parent.to("room").emit("e", 2);
        arrived(one, two);

        assertThat(probe.rest()).hasSize(4);
    }

    @Test
    default void shouldRemoveADynamicNamespaceWithItsLastSocket() throws ExecutionException {
        Probe probe = probe();
        bus().of(Pattern.compile("/t-\\d+"))
                .onConnection(socket -> socket.onDisconnect(reason -> probe.see(reason)));
        Party one = party("/t-1");
        Party two = party("/t-1");
        one.client().disconnect();
        probe.next();
        assertThat(names()).containsExactly("/", "/t-1");

        two.client().disconnect();
        probe.next();

        assertThat(names()).containsExactly("/");
        assertThat(await(client("/t-1").connect())).isNotEmpty();
    }

    @Test
    default void shouldKeepEmptyChildrenIfAskedTo() throws ExecutionException {
        Probe probe = probe();
        with(options -> options.cleanupEmptyChildNamespaces(false));
        bus().of(Pattern.compile("/t-\\d+"))
                .onConnection(socket -> socket.onDisconnect(reason -> probe.see(reason)));

        party("/t-1").client().disconnect();
        probe.next();

        assertThat(names()).containsExactly("/", "/t-1");
    }
}
