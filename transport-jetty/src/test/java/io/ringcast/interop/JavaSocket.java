package io.ringcast.interop;

import io.socket.client.Ack;
import io.socket.client.Manager;
import io.socket.client.Socket;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A socket of the Java client. */
final class JavaSocket implements InteropSocket {
    private static final String EVENT = "event ";

    /** Version 1 has no way to hear of all events. */
    private static final List<String> EVENTS =
            List.of("echo", "binary-echo", "question", "answer", "said", "room", "welcome");

    private final Socket socket;
    private final int protocol;
    private final News news = new News();

    JavaSocket(Socket socket, int protocol) {
        this.socket = socket;
        this.protocol = protocol;
    }

    JavaSocket start() {
        socket.on(Socket.EVENT_CONNECT, args -> news.add("connect", socket.id()));
        socket.on(Socket.EVENT_DISCONNECT, args -> news.add("disconnect", args[0]));
        if (protocol == 3) {
            socket.on("error", args -> refusedByValue(JavaValues.fromClient(args[0])));
            EVENTS.forEach(event -> socket.on(event, args -> take(event, args)));
        } else {
            socket.on(Socket.EVENT_CONNECT_ERROR, args -> refused(args[0]));
            socket.onAnyIncoming(this::take);
        }
        socket.io().on(Manager.EVENT_OPEN, args -> watchEngine());
        socket.connect();
        return this;
    }

    private void watchEngine() {
        engine().once(
                        io.socket.engineio.client.Socket.EVENT_UPGRADE,
                        args -> news.add("upgrade", ""));
    }

    private io.socket.engineio.client.Socket engine() {
        return JavaEngine.of(socket.io());
    }

    private void refused(Object reason) {
        if (JavaValues.fromClient(reason) instanceof Map<?, ?> refusal) {
            Object message = refusal.get("message");
            news.add("connect_error", new Refusal((String) message, refusal.get("data")));
        }
    }

    private void refusedByValue(Object value) {
        if (value instanceof String message) {
            news.add("connect_error", new Refusal(message, null));
        } else if (value instanceof Map) {
            news.add("connect_error", new Refusal(null, value));
        }
    }

    private void take(String event, Object... values) {
        List<Object> all = new ArrayList<>(List.of(event));
        all.addAll(Arrays.asList(values));
        take(all.toArray());
    }

    private void take(Object... values) {
        List<Object> all = new ArrayList<>(Arrays.asList(values));
        String name = all.remove(0).toString();
        Answer answer = null;
        if (!all.isEmpty() && all.get(all.size() - 1) instanceof Ack ack) {
            all.remove(all.size() - 1);
            answer = arguments -> ack.call(JavaValues.toClient(arguments));
        }
        all.replaceAll(JavaValues::fromClient);
        news.add(EVENT + name, new Received(name, all, answer));
    }

    Manager manager() {
        return socket.io();
    }

    @Override
    public void emit(String event, Object... arguments) {
        socket.emit(event, JavaValues.toClient(arguments));
    }

    @Override
    public List<Object> request(String event, Object... arguments) throws Exception {
        CompletableFuture<List<Object>> answer = new CompletableFuture<>();
        Ack ack = values -> answer.complete(new ArrayList<>(Arrays.asList(values)));
        socket.emit(event, JavaValues.toClient(arguments), ack);
        List<Object> values = answer.get(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        values.replaceAll(JavaValues::fromClient);
        return values;
    }

    @Override
    public Received next(String event) throws InterruptedException {
        return news.next(EVENT + event, Received.class);
    }

    @Override
    public List<String> pending() {
        return news.kinds().stream()
                .filter(kind -> kind.startsWith(EVENT))
                .map(kind -> kind.substring(EVENT.length()))
                .toList();
    }

    @Override
    public Entry awaitConnect() throws InterruptedException {
        return new Entry(news.next("connect", String.class), false);
    }

    @Override
    public Refusal awaitRefusal() throws InterruptedException {
        return news.next("connect_error", Refusal.class);
    }

    @Override
    public String awaitDisconnect() throws InterruptedException {
        return news.next("disconnect", String.class);
    }

    @Override
    public void awaitUpgrade() throws InterruptedException {
        news.next("upgrade", String.class);
    }

    @Override
    public String transport() throws Exception {
        Field transport = io.socket.engineio.client.Socket.class.getDeclaredField("transport");
        transport.setAccessible(true);
        return ((io.socket.engineio.client.Transport) transport.get(engine())).name;
    }

    @Override
    public void disconnect() {
        socket.disconnect();
    }

    @Override
    public void connect() {
        socket.connect();
    }

    @Override
    public void close() {
        socket.off();
        socket.io().reconnection(false);
        socket.disconnect();
    }
}
