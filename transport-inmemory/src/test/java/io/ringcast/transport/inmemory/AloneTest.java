package io.ringcast.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Arguments;
import io.ringcast.ClientSocket;
import io.ringcast.RemoteSocket;
import io.ringcast.Socket;
import io.ringcast.adapter.RoomEvent;
import io.ringcast.transport.inmemory.test.TestBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is meant for a cluster, on one server (Q1 to Q6), and what rooms tell (P4, P5). */
class AloneTest {
    private final TestBus bus = TestBus.create();
    private final List<Object> seen = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private ClientSocket client;

    @BeforeEach
    void connectThree() {
        bus.onConnection(sockets::add);
        client = connect();
        connect();
        connect();
        sockets.get(0).join("a", "x");
        sockets.get(1).join("a");
        sockets.get(2).join("b");
        bus.runUntilIdle();
    }

    private ClientSocket connect() {
        ClientSocket connected = bus.connect("/");
        bus.runUntilIdle();
        return connected;
    }

    @AfterEach
    void close() {
        bus.close();
        assertThat(bus.failures()).isEmpty();
    }

    private <T> T now(CompletionStage<T> stage) {
        bus.runUntilIdle();
        assertThat(stage.toCompletableFuture()).isCompleted();
        return stage.toCompletableFuture().join();
    }

    private List<String> ids(CompletionStage<List<RemoteSocket>> found) {
        return now(found).stream().map(RemoteSocket::id).toList();
    }

    private String id(int socket) {
        return sockets.get(socket).id();
    }

    @Test
    void shouldFetchSocketsByRoomsAndExceptions() {
        assertThat(ids(bus.fetchSockets())).containsExactlyInAnyOrder(id(0), id(1), id(2));
        assertThat(ids(bus.in("a", "x", "b").except("x").fetchSockets()))
                .containsExactlyInAnyOrder(id(1), id(2));
        assertThat(ids(bus.local().to("b").fetchSockets())).containsExactly(id(2));
        assertThat(ids(bus.in("nobody").fetchSockets())).isEmpty();
        assertThat(ids(bus.in(id(1)).fetchSockets())).containsExactly(id(1));
    }

    @Test
    void shouldMakeMatchingSocketsJoin() {
        now(bus.in("a").except("x").socketsJoin("new", "newer"));

        assertThat(sockets.get(0).rooms()).containsExactlyInAnyOrder(id(0), "a", "x");
        assertThat(sockets.get(1).rooms()).containsExactlyInAnyOrder(id(1), "a", "new", "newer");
        assertThat(sockets.get(2).rooms()).containsExactlyInAnyOrder(id(2), "b");
    }

    @Test
    void shouldMakeMatchingSocketsLeave() {
        now(bus.in("x").socketsLeave("a", "unknown"));

        assertThat(sockets.get(0).rooms()).containsExactlyInAnyOrder(id(0), "x");
        assertThat(sockets.get(1).rooms()).contains("a");
    }

    @Test
    void shouldDisconnectMatchingSockets() {
        client.onDisconnect(reason -> seen.add(reason.text()));

        now(bus.in("x").disconnectSockets(false));

        assertThat(seen).containsExactly("io server disconnect");
        assertThat(sockets).extracting(Socket::isConnected).containsExactly(false, true, true);
    }

    @Test
    void shouldGiveAFetchedSocketsAnswerByItself() {
        client.onRequest("ask", String.class, question -> question + "!");
        RemoteSocket fetched = now(bus.in(id(0)).fetchSockets()).get(0);

        Arguments answer = now(fetched.timeout(Duration.ofSeconds(1)).emitWithAck("ask", "who"));

        assertThat(answer.size()).isEqualTo(1);
        assertThat(answer.get(0, String.class)).isEqualTo("who!");
    }

    @Test
    void shouldHaveNobodyToEmitToOnOtherServers() {
        bus.on("hello", Object.class, value -> seen.add(value));

        bus.serverSideEmit("hello", 1);

        assertThat(now(bus.serverSideEmitWithAck("hello", 2))).isEmpty();
        assertThat(now(bus.adapter().serverCount())).isEqualTo(1);
        assertThat(seen).isEmpty();
    }

    private void watchRooms() {
        for (RoomEvent event : RoomEvent.values()) {
            bus.adapter()
                    .on(
                            event,
                            (room, socket) ->
                                    seen.add(event + " " + room + (socket == null ? "" : " !")));
        }
    }

    @Test
    void shouldTellOfARoomBeforeItsFirstMemberAndAfterItsLast() {
        watchRooms();

        sockets.get(0).join("new");
        sockets.get(0).join("new");
        sockets.get(1).join("new");
        sockets.get(0).leave("new");
        sockets.get(0).leave("new");
        sockets.get(1).leave("new");
        bus.runUntilIdle();

        assertThat(seen)
                .containsExactly(
                        "CREATE new",
                        "JOIN new !",
                        "JOIN new !",
                        "LEAVE new !",
                        "LEAVE new !",
                        "DELETE new");
    }

    @Test
    void shouldTellOfAllRoomsBetweenDisconnectingAndDisconnect() {
        watchRooms();
        Socket socket = sockets.get(0);
        socket.onDisconnecting(reason -> seen.add("disconnecting"));
        socket.onDisconnect(reason -> seen.add("disconnect"));

        client.disconnect();
        bus.runUntilIdle();

        assertThat(seen)
                .containsExactly(
                        "disconnecting",
                        "LEAVE " + socket.id() + " !",
                        "DELETE " + socket.id(),
                        "LEAVE a !",
                        "LEAVE x !",
                        "DELETE x",
                        "disconnect");
        assertThat(socket.rooms()).isEmpty();
    }
}
