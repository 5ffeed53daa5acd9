package io.ringcast.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.adapter.BroadcastOptions.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to rooms while something is sent to them. */
class RoomIndexTest {
    private static final int MEMBERS = 5;

    private final RoomIndex index = new RoomIndex((event, room, id) -> {});
    private final List<TestSocket> sockets = new ArrayList<>();

    private void join(boolean isInProcess, String... rooms) {
        TestSocket socket = new TestSocket(String.valueOf(sockets.size()), isInProcess);
        sockets.add(socket);
        for (String room : rooms) {
            index.join(socket, room);
        }
    }

    static List<BroadcastOptions> selections() {
        return List.of(
                BroadcastOptions.ALL,
                new BroadcastOptions(Set.of("a"), Set.of(), Flags.NONE),
                new BroadcastOptions(Set.of("a", "b"), Set.of(), Flags.NONE),
                new BroadcastOptions(Set.of("a"), Set.of("c"), Flags.NONE));
    }

    @ParameterizedTest
    @MethodSource("selections")
    void shouldReachTheMembersOfTheBeginningOnceWhenARecipientEmptiesTheRoom(
            BroadcastOptions selection) {
        IntStream.range(0, MEMBERS).forEach(n -> join(n % 2 == 0, "a", "b"));
        sockets.get(0).onSend = () -> sockets.forEach(index::leaveAll);

        index.send(new TestBroadcast(), selection);

        assertThat(sockets).allSatisfy(socket -> assertThat(socket.received).isEqualTo(1));
        assertThat(index.snapshot()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("selections")
    void shouldNotReachWhoJoinsMeanwhile(BroadcastOptions selection) {
        IntStream.range(0, MEMBERS).forEach(n -> join(true, "a"));
        sockets.get(2).onSend = () -> IntStream.range(0, 20).forEach(n -> join(true, "a"));

        index.send(new TestBroadcast(), selection);

        assertThat(sockets.stream().filter(socket -> socket.received == 1)).hasSize(MEMBERS);
        assertThat(sockets.stream().filter(socket -> socket.received == 0)).hasSize(20);
    }

    @ParameterizedTest
    @MethodSource("selections")
    void shouldReachEachOnceMoreWhenARecipientSendsAgain(BroadcastOptions selection) {
        IntStream.range(0, MEMBERS).forEach(n -> join(true, "a"));
        TestSocket again = sockets.get(1);
        again.onSend =
                () -> {
                    again.onSend = () -> {};
                    index.leave(sockets.get(4), "a");
                    index.send(new TestBroadcast(), selection);
                    index.join(sockets.get(4), "a");
                };

        index.send(new TestBroadcast(), selection);

        assertThat(sockets.subList(0, 4))
                .allSatisfy(socket -> assertThat(socket.received).isEqualTo(2));
    }

    @Test
    void shouldLeaveNothingOfRoomsThatCameAndWent() {
        join(true, "own");
        for (int n = 0; n < 10_000; n++) {
            index.join(sockets.get(0), "room " + n);
            index.leave(sockets.get(0), "room " + n);
        }

        assertThat(index.snapshot()).containsOnlyKeys("own");
        assertThat(sockets.get(0).membership().size()).isEqualTo(1);
    }
}
