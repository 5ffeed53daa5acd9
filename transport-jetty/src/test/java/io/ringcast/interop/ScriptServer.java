package io.ringcast.interop;

import io.ringcast.Ack;
import io.ringcast.Arguments;
import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.ConnectErrorException;
import io.ringcast.Next;
import io.ringcast.Socket;
import io.ringcast.transport.jetty.JettyTransport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The server of the scripts: echoes, acknowledges, asks back, and keeps what it has seen. */
final class ScriptServer implements AutoCloseable {
    private final Bus bus;
    private final JettyTransport web;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final News entered = new News();
    private final News ends = new News();

    ScriptServer(
            UnaryOperator<BusBuilder> settings, UnaryOperator<JettyTransport.Builder> transport) {
        bus = settings.apply(Bus.builder().errorHandler((c, e) -> failures.add(e))).build();
        bus.onConnection(this::main);
        bus.of("/admin").use(ScriptServer::checkToken).onConnection(this::admin);
        bus.of(Pattern.compile("/tenant-\\d+")).onConnection(this::plain);
        JettyTransport.Builder builder = JettyTransport.builder().host("127.0.0.1").port(0);
        web = bus.attach(transport.apply(builder).build());
    }

    static ScriptServer start() {
        return new ScriptServer(bus -> bus, web -> web);
    }

    static ScriptServer start(UnaryOperator<BusBuilder> settings) {
        return new ScriptServer(settings, web -> web);
    }

    Bus bus() {
        return bus;
    }

    int port() {
        return web.port();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Waits for the next socket that enters a namespace. */
    Socket socket(String namespace) throws InterruptedException {
        return entered.next(namespace, Socket.class);
    }

    /** Waits until a socket is gone and says why. */
    String end(String id) throws InterruptedException {
        return ends.next(id, String.class);
    }

    boolean hasEnded(String id) {
        return ends.kinds().contains(id);
    }

    private void main(Socket socket) {
        plain(socket);
        socket.on("binary-echo", (args, ack) -> socket.emit("binary-echo", args));
        socket.on("ask", (args, ack) -> ask(socket, args));
        socket.on("join", String.class, (room, ack) -> joinOrLeave(socket, room, ack, true));
        socket.on("leave", String.class, (room, ack) -> joinOrLeave(socket, room, ack, false));
        socket.on("say", (args, ack) -> say(socket, args));
        socket.on("room", (args, ack) -> bus.to(text(args)).emit("room", args.get(1)));
        socket.on("bcast", (args, ack) -> bus.emit("bcast", args));
        socket.on("whoami", (args, ack) -> ack.send(socket.id()));
        socket.on("handshake", (args, ack) -> ack.send(handshake(socket)));
        socket.on("kick", (args, ack) -> socket.disconnect());
        socket.on("kick-hard", (args, ack) -> socket.disconnect(true));
    }

    private void plain(Socket socket) {
        socket.onDisconnect(reason -> ends.add(socket.id(), reason.text()));
        socket.on("echo", (args, ack) -> socket.emit("echo", args));
        socket.on("ack", (args, ack) -> ack.send(args));
        entered.add(socket.namespace().name(), socket);
    }

    private void admin(Socket socket) {
        plain(socket);
        socket.emit("welcome", "/admin");
    }

    private static void checkToken(Socket socket, Next next) {
        Map<?, ?> auth = socket.handshake().auth(Map.class);
        if (auth != null && "secret".equals(auth.get("token"))) {
            next.proceed();
        } else {
            next.reject(new ConnectErrorException("unauthorized", Map.of("code", 401)));
        }
    }

    private static void ask(Socket socket, Arguments args) {
        socket.emit("question", args, answer -> socket.emit("answer", answer));
    }

    private static void joinOrLeave(Socket socket, String room, Ack ack, boolean join) {
        var unused = (join ? socket.join(room) : socket.leave(room)).thenRun(() -> ack.send(room));
    }

    private static void say(Socket socket, Arguments args) {
        socket.to(text(args)).emit("said", args);
    }

    private static String text(Arguments args) {
        return args.get(0, String.class);
    }

    private static Map<String, Object> handshake(Socket socket) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("query", socket.handshake().query());
        seen.put("auth", socket.handshake().auth(Map.class));
        seen.put("headers", socket.handshake().headers().keySet());
        seen.put("secure", socket.handshake().isSecure());
        seen.put("url", socket.handshake().url());
        seen.put("address", socket.handshake().address());
        return seen;
    }

    @Override
    public void close() {
        close(Duration.ofMillis(500));
    }

    /** Clients that are not there any more need not be waited for. */
    void close(Duration drain) {
        bus.close(drain);
        if (!failures.isEmpty()) {
            throw new AssertionError("the server had a failure", failures.peek());
        }
    }
}
