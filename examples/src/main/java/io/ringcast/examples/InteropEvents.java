package io.ringcast.examples;

import io.ringcast.Arguments;
import io.ringcast.Bus;
import io.ringcast.ConnectErrorException;
import io.ringcast.Handshake;
import io.ringcast.Namespace;
import io.ringcast.Next;
import io.ringcast.Socket;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What {@link InteropServer} does. {@code args} that only pass through are never parsed. */
final class InteropEvents {
    private InteropEvents() {}

    /** Registers everything: the namespaces {@code /}, {@code /admin} and {@code /tenant-<n>}. */
    static void listen(Bus bus) {
        bus.onConnection(InteropEvents::listenAll);
        bus.of(Pattern.compile("/tenant-[0-9]+")).onConnection(InteropEvents::listen);
        Namespace admin = bus.of("/admin").use(InteropEvents::admit);
        admin.onConnection(
                socket -> {
                    listen(socket);
                    socket.emit("welcome", socket.namespace().name());
                });
    }

    private static void admit(Socket socket, Next next) {
        Object auth = socket.handshake().auth().get(0);
        if (auth instanceof Map<?, ?> said && "secret".equals(said.get("token"))) {
            next.proceed();
        } else {
            next.reject(new ConnectErrorException("unauthorized", Map.of("code", 401)));
        }
    }

    private static void listen(Socket socket) {
        socket.on("echo", (args, ack) -> socket.emit("echo", args));
        socket.on("ack", (args, ack) -> ack.send(args));
    }

    private static void listenAll(Socket socket) {
        Namespace io = socket.namespace();
        listen(socket);
        socket.on("binary-echo", (args, ack) -> socket.emit("binary-echo", args));
        socket.on("becho", (args, ack) -> socket.emit("becho", args));
        socket.on("binary-ack", (args, ack) -> ack.send(args));
        socket.on(
                "ask",
                (args, ack) ->
                        socket.emit("question", args, answer -> socket.emit("answer", answer)));
        socket.on("say", (args, ack) -> socket.to(room(args)).emit("said", args));
        socket.on(
                "room", (args, ack) -> io.to(room(args)).emit("room", args.payload().argument(1)));
        socket.on("bcast", (args, ack) -> io.emit("bcast", args));
        socket.on("whoami", (args, ack) -> ack.send(socket.id()));
        socket.on("handshake", (args, ack) -> ack.send(describe(socket.handshake())));
        socket.on("kick", (args, ack) -> socket.disconnect());
        socket.on("kick-hard", (args, ack) -> socket.disconnect(true));
        socket.on(
                "join",
                (args, ack) -> {
                    socket.join(room(args));
                    ack.send(room(args));
                });
        socket.on(
                "leave",
                (args, ack) -> {
                    socket.leave(room(args));
                    ack.send(room(args));
                });
    }

    private static String room(Arguments args) {
        return args.get(0, String.class);
    }

    private static Map<String, Object> describe(Handshake handshake) {
        Map<String, String> headers = new TreeMap<>();
        handshake.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        Object auth = handshake.auth().get(0);
        return Map.of(
                "query", handshake.query(),
                "auth", auth == null ? Map.of() : auth,
                "headers", headers,
                "secure", handshake.isSecure(),
                "url", handshake.url());
    }
}
