package io.ringcast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.RemoteSocket;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Who receives what is sent to many. */
interface RoomContract extends ContractWorld {

    /** A connected client in some rooms; its name is seen for each event that it receives. */
    private Party member(Probe probe, String name, String... rooms) throws ExecutionException {
        ContractClient client = client("/");
        client.on("e", (arguments, answer) -> probe.see(name));
        Party party = connect("/", client, probe);
        await(party.socket().join(rooms));
        return party;
    }

    @Test
    default void shouldReachEveryone() throws ExecutionException {
        Probe probe = probe();
        Party one = member(probe, "one");
        Party two = member(probe, "two");

        bus().emit("e", new byte[] {1});
        arrived(one, two);

        assertThat(probe.rest()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    default void shouldReachTheMembersOfSeveralRoomsOnce() throws ExecutionException {
        Probe probe = probe();
        Party both = member(probe, "both", "a", "b");
        Party onlyB = member(probe, "only b", "b");
        Party none = member(probe, "none");

        bus().to("a").in("b", "c").emit("e");
        arrived(both, onlyB, none);

        assertThat(probe.rest()).containsExactlyInAnyOrder("both", "only b");
    }

    @Test
    default void shouldLeaveOutTheMembersOfExceptedRooms() throws ExecutionException {
        Probe probe = probe();
        Party both = member(probe, "both", "a", "b");
        Party onlyA = member(probe, "only a", "a");
        Party none = member(probe, "none");

        bus().to("a").except("b").emit("e");
        bus().except("a").emit("e");
        arrived(both, onlyA, none);

        assertThat(probe.rest()).containsExactlyInAnyOrder("only a", "none");
    }

    @Test
    default void shouldLeaveOutTheSender() throws ExecutionException {
        Probe probe = probe();
        Party sender = member(probe, "sender", "a");
        Party other = member(probe, "other", "a");
        Party stranger = member(probe, "stranger");

        sender.socket().to("a").emit("e");
        sender.socket().broadcast().emit("e");
        arrived(sender, other, stranger);

        assertThat(probe.rest()).containsExactlyInAnyOrder("other", "other", "stranger");
    }

    @Test
    default void shouldReachWhoJoinedBeforeInTheSameThread() throws ExecutionException {
        Probe probe = probe();
        Party party = member(probe, "member");

        party.socket().join("late");
        bus().to("late").emit("e");
        party.socket().leave("late");
        bus().to("late").emit("e");
        arrived(party);

        assertThat(probe.rest()).containsExactly("member");
    }

    @Test
    default void shouldForgetTheRoomsOfAClientThatHasGone() throws ExecutionException {
        Probe probe = probe();
        Party party = member(probe, "member", "a");
        party.socket().onDisconnect(reason -> probe.see(reason.text()));

        party.client().kill();
        probe.next();

        assertThat(await(bus().adapter().rooms())).isEmpty();
        assertThat(party.socket().rooms()).isEmpty();
    }

    @Test
    default void shouldFetchTheSocketsOfRooms() throws ExecutionException {
        Party one = member(probe(), "one", "a");
        Party two = member(probe(), "two", "b");
        member(probe(), "three", "c");

        List<RemoteSocket> sockets = await(bus().to("a", "b").fetchSockets());

        assertThat(sockets)
                .extracting(RemoteSocket::id)
                .containsExactlyInAnyOrder(one.id(), two.id());
    }

    @Test
    default void shouldMoveSocketsBetweenRooms() throws ExecutionException {
        Probe probe = probe();
        Party one = member(probe, "one", "a");
        Party two = member(probe, "two");

        await(bus().in("a").socketsJoin("b", "c"));
        await(bus().in("a").socketsLeave("a"));
        bus().to("b").emit("e");
        bus().to("a").emit("e");
        arrived(one, two);

        assertThat(one.socket().rooms()).containsExactlyInAnyOrder(one.id(), "b", "c");
        assertThat(probe.rest()).containsExactly("one");
    }

    @Test
    default void shouldDisconnectTheSocketsOfARoomAfterWhatWasSentToThem()
            throws ExecutionException {
        Probe probe = probe();
        Party one = member(probe, "one", "a");
        Party two = member(probe, "two");

        bus().to("a").emit("e");
        bus().in("a").disconnectSockets(true);

        assertThat(await(one.client().disconnected())).isEqualTo("io server disconnect");
        assertThat(probe.next()).isEqualTo("one");
        arrived(two);
        assertThat(bus().socketsCount()).isEqualTo(1);
    }
}
