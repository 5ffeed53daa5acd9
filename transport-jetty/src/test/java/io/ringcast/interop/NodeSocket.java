package io.ringcast.interop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A socket of a client of npm. */
record NodeSocket(NodeClients node, int number) implements InteropSocket {
    /** What JavaScript calls so. */
    static final Map<String, ?> UNDEFINED = Map.of("$undefined", true);

    private static final String EVENT = "event ";

    /** Notes what a socket has heard. Node's reading thread. */
    static void record(NodeClients node, Map<?, ?> line, News news) {
        String kind = (String) line.get("kind");
        if (kind.equals("event")) {
            Answer answer = line.get("ack") instanceof Integer ack ? answer(node, ack) : null;
            String name = "" + line.get("name");
            news.add(EVENT + name, new Received(name, list(line.get("args")), answer));
        } else {
            news.add(kind, line.get("value") == null ? "" : line.get("value"));
        }
    }

    private static Answer answer(NodeClients node, int ack) {
        return args -> node.call("ack", Map.of("ack", ack, "args", Arrays.asList(args)));
    }

    private static List<Object> list(Object value) {
        return new ArrayList<>((List<?>) value);
    }

    private News news() {
        return node.news(number);
    }

    private Object call(String operation) {
        return node.call(operation, Map.of("socket", number));
    }

    private Object call(String operation, String event, Object[] arguments) {
        List<Object> all = new ArrayList<>(List.of(event));
        all.addAll(Arrays.asList(arguments));
        return node.call(operation, Map.of("socket", number, "args", all));
    }

    @Override
    public void emit(String event, Object... arguments) {
        call("emit", event, arguments);
    }

    @Override
    public List<Object> request(String event, Object... arguments) {
        return list(call("request", event, arguments));
    }

    @Override
    public Received next(String event) throws InterruptedException {
        return news().next(EVENT + event, Received.class);
    }

    @Override
    public List<String> pending() {
        return news().kinds().stream()
                .filter(kind -> kind.startsWith(EVENT))
                .map(kind -> kind.substring(EVENT.length()))
                .toList();
    }

    @Override
    public Entry awaitConnect() throws InterruptedException {
        Map<?, ?> entry = news().next("connect", Map.class);
        return new Entry((String) entry.get("id"), (Boolean) entry.get("recovered"));
    }

    @Override
    public Refusal awaitRefusal() throws InterruptedException {
        Map<?, ?> refusal = news().next("connect_error", Map.class);
        Object data = refusal.get("data");
        return new Refusal((String) refusal.get("message"), data.equals(UNDEFINED) ? null : data);
    }

    @Override
    public String awaitDisconnect() throws InterruptedException {
        return news().next("disconnect", String.class);
    }

    @Override
    public void awaitUpgrade() throws InterruptedException {
        news().next("upgrade", String.class);
    }

    /** Waits until the client has connected again; returns the number of attempts. */
    int awaitReconnect() throws InterruptedException {
        return news().next("reconnect", Integer.class);
    }

    @Override
    public String transport() {
        return (String) call("transport");
    }

    @Override
    public void disconnect() {
        call("disconnect");
    }

    @Override
    public void connect() {
        call("open");
    }

    @Override
    public void close() {
        call("release");
    }

    /** Runs the body of an asynchronous JavaScript function that knows this {@code socket}. */
    Object run(String body) {
        return run(body, Map.of());
    }

    Object run(String body, Map<String, ?> parameters) {
        return node.call("run", Map.of("socket", number, "body", body, "parameters", parameters));
    }

    /**
     * Exchanges numbered events with the server, the last of them where the route ends, and reports
     * what was wrong.
     */
    Map<?, ?> exchange(int count, int batch, Route route) {
        Map<String, Object> parameters =
                Map.of(
                        "socket",
                        number,
                        "count",
                        count,
                        "batch",
                        batch,
                        "destination",
                        route.destination());
        return (Map<?, ?>) node.call("exchange", parameters);
    }
}
