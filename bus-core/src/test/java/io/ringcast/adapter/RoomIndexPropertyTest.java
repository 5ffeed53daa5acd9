package io.ringcast.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.adapter.BroadcastOptions.Flags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The index against maps of sets. */
class RoomIndexPropertyTest {
    private static final int SOCKETS = 8;
    private static final List<String> ROOMS = List.of("a", "b", "c", "d");

    private enum Kind {
        JOIN,
        JOIN_AGAIN,
        LEAVE,
        LEAVE_ALL,
        SEND
    }

    private record Step(
            Kind kind, int socket, String room, Set<String> rooms, Set<String> except) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> room = Arbitraries.of(ROOMS);
        Arbitrary<Set<String>> rooms = Arbitraries.of(ROOMS).set().ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, SOCKETS - 1),
                        room,
                        rooms,
                        rooms)
                .as(Step::new)
                .list()
                .ofMaxSize(200);
    }

    /** The sockets' rooms, in sets. */
    private static final class Model {
        final Map<Integer, Set<String>> rooms = new TreeMap<>();
        final List<String> events = new ArrayList<>();

        void join(int socket, String room) {
            boolean isNew = members(room).isEmpty();
            if (rooms.computeIfAbsent(socket, key -> new LinkedHashSet<>()).add(room)) {
                if (isNew) {
                    events.add("CREATE " + room + " null");
                }
                events.add("JOIN " + room + " " + socket);
            }
        }

        void leave(int socket, String room) {
            Set<String> joined = rooms.get(socket);
            if (joined != null && joined.remove(room)) {
                events.add("LEAVE " + room + " " + socket);
                if (members(room).isEmpty()) {
                    events.add("DELETE " + room + " null");
                }
            }
        }

        void leaveAll(int socket) {
            List.copyOf(rooms.getOrDefault(socket, Set.of())).forEach(room -> leave(socket, room));
            rooms.remove(socket);
        }

        Set<Integer> members(String room) {
            Set<Integer> members = new HashSet<>();
            rooms.forEach(
                    (socket, joined) -> {
                        if (joined.contains(room)) {
                            members.add(socket);
                        }
                    });
            return members;
        }

        List<Integer> targets(Set<String> in, Set<String> except) {
            return rooms.entrySet().stream()
                    .filter(e -> in.isEmpty() || in.stream().anyMatch(e.getValue()::contains))
                    .filter(e -> except.stream().noneMatch(e.getValue()::contains))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    @Property(tries = 500)
    void shouldAgreeWithSets(@ForAll("steps") List<Step> steps) {
        List<String> events = new ArrayList<>();
        RoomIndex index =
                new RoomIndex((event, room, id) -> events.add(event + " " + room + " " + id));
        List<TestSocket> sockets =
                IntStream.range(0, SOCKETS)
                        .mapToObj(n -> new TestSocket(String.valueOf(n), n % 3 == 0))
                        .toList();
        Model model = new Model();

        for (Step step : steps) {
            take(step, index, sockets, model);
        }

        assertThat(events).isEqualTo(model.events);
        Map<String, Set<String>> snapshot = new LinkedHashMap<>();
        for (String room : ROOMS) {
            Set<Integer> members = model.members(room);
            if (!members.isEmpty()) {
                snapshot.put(room, texts(members.stream()));
            }
        }
        assertThat(index.snapshot()).isEqualTo(snapshot);
    }

    private static void take(Step step, RoomIndex index, List<TestSocket> sockets, Model model) {
        TestSocket socket = sockets.get(step.socket());
        switch (step.kind()) {
            case JOIN, JOIN_AGAIN -> {
                index.join(socket, step.room());
                model.join(step.socket(), step.room());
            }
            case LEAVE -> {
                index.leave(socket, step.room());
                model.leave(step.socket(), step.room());
            }
            case LEAVE_ALL -> {
                index.leaveAll(socket);
                model.leaveAll(step.socket());
            }
            case SEND -> send(step, index, sockets, model);
        }
        assertThat(index.roomsOf(socket))
                .isEqualTo(model.rooms.getOrDefault(step.socket(), Set.of()));
        assertThat(socket.membership().size()).isEqualTo(index.roomsOf(socket).size());
    }

    private static void send(Step step, RoomIndex index, List<TestSocket> sockets, Model model) {
        BroadcastOptions options = new BroadcastOptions(step.rooms(), step.except(), Flags.NONE);
        sockets.forEach(each -> each.received = 0);

        index.send(new TestBroadcast(), options);

        List<Integer> expected = model.targets(step.rooms(), step.except());
        for (int n = 0; n < SOCKETS; n++) {
            assertThat(sockets.get(n).received)
                    .as("socket %s of %s", n, step)
                    .isEqualTo(expected.contains(n) ? 1 : 0);
        }
        assertThat(Stream.of(index.targets(options)).map(LocalSocket::id))
                .containsExactlyInAnyOrderElementsOf(texts(expected.stream()));
    }

    private static Set<String> texts(Stream<Integer> sockets) {
        return new HashSet<>(sockets.map(String::valueOf).toList());
    }
}
