package io.ringcast.examples;

import io.ringcast.Bus;
import io.ringcast.ConnectErrorException;
import io.ringcast.Namespace;
import io.ringcast.Next;
import io.ringcast.Socket;
import io.ringcast.examples.ChatRoom.Person;
import io.ringcast.protocol.PayloadException;
import io.ringcast.transport.jetty.JettyTransport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A chat: rooms, nicknames, who is here, typing notices, and what was said before one came. Run it,
 * open the address that it prints in two windows, and talk.
 *
 * <p>It needs no lock: all of it runs on the one loop that owns the namespace. What a client sends
 * is answered with what it asked for, or with {@code {error: why}}.
 */
public final class Chat {
    private static final int MAX_ROOMS = 100;

    record Login(@Nullable String name) {}

    private final Namespace io;
    private final Map<String, ChatRoom> rooms = new TreeMap<>();

    /** Opens the chat. A client says in the handshake's {@code auth} how it wants to be called. */
    Chat(Namespace io) {
        this.io = io;
        io.use(Chat::admit);
        io.onConnection(socket -> new Visitor(socket).listen());
    }

    public static void main(String... args) {
        boolean isPort = args.length == 1 && !args[0].startsWith("-");
        Options.run(() -> start(isPort ? new String[] {"--port", args[0]} : args));
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
        new Chat(bus);
        return bus.attach(
                JettyTransport.builder().host(host).port(port).handler(new ChatPage()).build());
    }

    private static void admit(Socket socket, Next next) {
        try {
            person(socket);
            next.proceed();
        } catch (IllegalArgumentException | PayloadException e) {
            next.reject(new ConnectErrorException(String.valueOf(e.getMessage())));
        }
    }

    private static Person person(Socket socket) {
        Login login = socket.handshake().auth(Login.class);
        return Person.of(socket.id(), login == null ? null : login.name);
    }

    private ChatRoom room(String name) {
        if (rooms.size() >= MAX_ROOMS && !rooms.containsKey(name)) {
            rooms.values().removeIf(room -> room.size() == 0);
        }
        if (rooms.size() >= MAX_ROOMS && !rooms.containsKey(name)) {
            throw new IllegalArgumentException("There are " + MAX_ROOMS + " rooms already");
        }
        return rooms.computeIfAbsent(name, ChatRoom::new);
    }

    /** Tells everybody where somebody is. */
    private void announce() {
        Map<String, Integer> sizes = new TreeMap<>();
        rooms.forEach((name, room) -> sizes.put(name, room.size()));
        sizes.values().removeIf(size -> size == 0);
        io.emit("rooms", sizes);
    }

    /** A client, and the room that it is in. */
    private final class Visitor {
        private final Socket socket;
        private final Person person;
        private @Nullable ChatRoom room;

        Visitor(Socket socket) {
            this.socket = socket;
            this.person = person(socket);
        }

        void listen() {
            answer("join", this::join);
            answer("say", text -> here().say(socket, person, text));
            answer("typing", nothing -> here().typing(socket, person));
            socket.onDisconnect(reason -> leave());
        }

        private void answer(String event, Function<@Nullable Object, Object> action) {
            socket.on(
                    event,
                    (args, ack) -> {
                        try {
                            ack.send(action.apply(args.get(0)));
                        } catch (IllegalArgumentException | PayloadException e) {
                            ack.send(Map.of("error", String.valueOf(e.getMessage())));
                        }
                    });
        }

        private Object join(@Nullable Object wanted) {
            ChatRoom next = room(ChatRoom.name("A room's name", wanted));
            leave();
            room = next;
            Object entered = next.enter(socket, person);
            announce();
            return entered;
        }

        private ChatRoom here() {
            if (room == null) {
                throw new IllegalArgumentException("Join a room first");
            }
            return room;
        }

        private void leave() {
            if (room != null) {
                room.leave(socket, person);
                room = null;
                announce();
            }
        }
    }
}
