package io.ringcast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** How connections end, and what each side is told. */
interface DisconnectContract extends ContractWorld {

    private void watch(Socket socket, Probe probe) {
        socket.onDisconnecting(reason -> probe.see(reason.text()));
        socket.onDisconnect(reason -> probe.see(reason.text()));
    }

    @Test
    default void shouldSayThatTheClientLeft() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/");
        watch(party.socket(), probe);

        party.client().disconnect();

        assertThat(probe.next(2))
                .containsExactly("client namespace disconnect", "client namespace disconnect");
        assertThat(await(party.client().disconnected())).isEqualTo("io client disconnect");
        assertThat(party.socket().isConnected()).isFalse();
    }

    @Test
    default void shouldSayThatTheServerDisconnectedIt() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/");
        watch(party.socket(), probe);

        party.socket().disconnect();

        assertThat(probe.next(2))
                .containsExactly("server namespace disconnect", "server namespace disconnect");
        assertThat(await(party.client().disconnected())).isEqualTo("io server disconnect");
    }

    @Test
    default void shouldSayThatTheConnectionWent() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/");
        party.socket().onDisconnect(reason -> probe.see(reason.text()));

        party.client().kill();

        assertThat(probe.next()).isIn("transport close", "transport error");
    }

    @Test
    default void shouldStillSeeTheRoomsWhileDisconnecting() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/");
        await(party.socket().join("a"));
        party.socket().onDisconnecting(reason -> probe.see(party.socket().rooms()));
        party.socket().onDisconnecting(reason -> probe.see(party.socket().isConnected()));
        party.socket().onDisconnect(reason -> probe.see(party.socket().rooms()));

        party.client().disconnect();

        assertThat(probe.next(3)).containsExactly(Set.of(party.id(), "a"), true, Set.of());
    }

    @Test
    default void shouldDeliverWhatWasEmittedBeforeTheDisconnect() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/", probe, "last");

        party.socket().emit("last", "words");
        party.socket().disconnect(true);

        await(party.client().disconnected());
        assertThat(probe.next()).isEqualTo(List.of("words"));
    }

    @Test
    default void shouldDeliverWhatTheClientEmittedBeforeItLeft() throws ExecutionException {
        Probe probe = probe();
        bus().onConnection(
                        socket -> {
                            socket.on("last", String.class, probe::see);
                            socket.onDisconnect(reason -> probe.see("gone"));
                        });
        Party party = party("/");

        party.client().emit("last", "words");
        party.client().disconnect();

        assertThat(probe.next(2)).containsExactly("words", "gone");
    }

    @Test
    default void shouldLeaveOtherNamespacesAlone() throws ExecutionException {
        Probe probe = probe();
        bus().of("/a");
        Party main = party("/", probe, "e");
        Party other = connect("/a", main.client().socket("/a", null), probe);

        other.socket().disconnect();
        await(other.client().disconnected());
        bus().emit("e", 1);
        arrived(main);

        assertThat(probe.rest()).hasSize(1);
    }

    @Test
    default void shouldEndAllNamespacesWhenTheConnectionIsClosed() throws ExecutionException {
        bus().of("/a");
        Party main = party("/");
        Party other = connect("/a", main.client().socket("/a", null), probe());

        other.socket().disconnect(true);

        assertThat(await(main.client().disconnected())).isEqualTo("io server disconnect");
        assertThat(await(other.client().disconnected())).isEqualTo("io server disconnect");
    }

    @Test
    default void shouldCountAndDropWhatIsEmittedToASocketThatHasGone() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/");
        party.socket().onDisconnect(reason -> probe.see(reason));
        party.client().disconnect();
        probe.next();

        assertThat(party.socket().emit("late", 1)).isFalse();
        assertThat(party.socket().asVolatile().emit("late", 1)).isFalse();
    }

    @Test
    default void shouldSayThatTheServerShutsDown() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/", probe, "last");
        party.socket().onDisconnect(reason -> probe.see(reason.text()));
        party.socket().emit("last", "words");

        bus().close();

        assertThat(probe.next(2))
                .anySatisfy(seen -> assertThat(seen).isEqualTo("server shutting down"))
                .anySatisfy(seen -> assertThat(seen).isEqualTo(List.of("words")));
        assertThat(await(party.client().disconnected())).isIn("transport close", "transport error");
    }
}
