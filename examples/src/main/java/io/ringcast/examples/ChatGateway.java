package io.ringcast.examples;

import io.ringcast.Bus;
import io.ringcast.ConnectErrorException;
import io.ringcast.DataKey;
import io.ringcast.DisconnectReason;
import io.ringcast.Handshake;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.examples.ChatRoom.Person;
import io.ringcast.gateway.BadRequestException;
import io.ringcast.gateway.Gateways;
import io.ringcast.gateway.OnConnect;
import io.ringcast.gateway.OnError;
import io.ringcast.gateway.OnGatewayAdmission;
import io.ringcast.gateway.OnGatewayDisconnect;
import io.ringcast.gateway.SocketValue;
import io.ringcast.gateway.SubscribeMessage;
import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.gateway.WebSocketServer;
import io.ringcast.protocol.PayloadException;
import io.ringcast.transport.jetty.JettyTransport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Chat} as an annotated gateway, with the same page: handlers are methods, what they
 * return is the answer, and what they throw is answered by {@link #refused}.
 */
@WebSocketGateway
public final class ChatGateway implements OnGatewayAdmission, OnGatewayDisconnect {
    private static final int MAX_ROOMS = 100;
    private static final DataKey<Person> PERSON = DataKey.of("person", Person.class);
    private static final DataKey<ChatRoom> ROOM = DataKey.of("room", ChatRoom.class);

    @WebSocketServer private @Nullable Namespace io;
    private final Map<String, ChatRoom> rooms = new TreeMap<>();

    public static void main(String... args) {
        Options.run(() -> start(args));
    }

    private static void start(String... args) {
        Options options = Options.parse(List.of("--host=127.0.0.1", "--port=3000"), args);
        String host = options.text("--host");
        Bus bus = Bus.create();
        JettyTransport web = serve(bus, host, options.number("--port", 0, 65_535));
        Runtime.getRuntime().addShutdownHook(new Thread(bus::close, "close"));
        System.out.println("Open in two windows: http://" + host + ":" + web.port() + "/");
    }

    /** Opens the chat on a bus, and a port with its page. */
    static JettyTransport serve(Bus bus, String host, int port) {
        Gateways.register(bus, new ChatGateway());
        return bus.attach(
                JettyTransport.builder().host(host).port(port).handler(new ChatPage()).build());
    }

    @Override
    public CompletionStage<?> admit(Handshake handshake) {
        try {
            person("", handshake);
            return CompletableFuture.completedFuture(null);
        } catch (IllegalArgumentException | PayloadException e) {
            throw new ConnectErrorException(String.valueOf(e.getMessage()));
        }
    }

    private static Person person(String id, Handshake handshake) {
        Chat.Login login = handshake.auth(Chat.Login.class);
        return Person.of(id, login == null ? null : login.name());
    }

    @OnConnect
    void enter(Socket socket, Handshake handshake) {
        socket.data().put(PERSON, person(socket.id(), handshake));
    }

    @SubscribeMessage("join")
    ChatRoom.Entered join(Socket socket, @SocketValue("person") Person person, String wanted) {
        ChatRoom next = room(ChatRoom.name("A room's name", wanted));
        leave(socket);
        socket.data().put(ROOM, next);
        ChatRoom.Entered entered = next.enter(socket, person);
        announce();
        return entered;
    }

    @SubscribeMessage("say")
    ChatRoom.Message say(
            Socket socket,
            @SocketValue("person") Person person,
            @SocketValue("room") @Nullable ChatRoom room,
            String text) {
        return here(room).say(socket, person, text);
    }

    @SubscribeMessage("typing")
    boolean typing(
            Socket socket,
            @SocketValue("person") Person person,
            @SocketValue("room") @Nullable ChatRoom room) {
        return here(room).typing(socket, person);
    }

    @Override
    public void handleDisconnect(Socket socket, DisconnectReason reason) {
        leave(socket);
    }

    @OnError
    Map<String, String> refused(IllegalArgumentException failure) {
        return Map.of("error", String.valueOf(failure.getMessage()));
    }

    @OnError
    Map<String, String> unreadable(BadRequestException failure) {
        return Map.of("error", "Text was expected");
    }

    private ChatRoom room(String name) {
        rooms.values().removeIf(room -> room.size() == 0 && rooms.size() >= MAX_ROOMS);
        if (rooms.size() >= MAX_ROOMS && !rooms.containsKey(name)) {
            throw new IllegalArgumentException("There are " + MAX_ROOMS + " rooms already");
        }
        return rooms.computeIfAbsent(name, ChatRoom::new);
    }

    private static ChatRoom here(@Nullable ChatRoom room) {
        if (room == null) {
            throw new IllegalArgumentException("Join a room first");
        }
        return room;
    }

    private void leave(Socket socket) {
        Optional<ChatRoom> room = socket.data().get(ROOM);
        socket.data().remove(ROOM);
        room.ifPresent(left -> left.leave(socket, socket.data().get(PERSON).orElseThrow()));
        room.ifPresent(left -> announce());
    }

    /** Tells everybody where somebody is. */
    private void announce() {
        Map<String, Integer> sizes = new TreeMap<>();
        rooms.forEach((name, room) -> sizes.put(name, room.size()));
        sizes.values().removeIf(size -> size == 0);
        Objects.requireNonNull(io).emit("rooms", sizes);
    }
}
