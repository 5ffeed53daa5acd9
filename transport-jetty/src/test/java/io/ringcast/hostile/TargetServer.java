package io.ringcast.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import io.ringcast.transport.jetty.JettyTransport;
import io.ringcast.transport.jetty.Patience;
import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawWebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.ServerConnector;

/** A server under attack, an innocent client on it, and what it logs. */
final class TargetServer implements AutoCloseable {
    static final String PATH = "/socket.io/?EIO=4";
    static final String POLL = PATH + "&transport=polling";
    static final String WEBSOCKET = PATH + "&transport=websocket";

    /** A part of what attackers send, to be found in no log. */
    static final String PAYLOAD = "p4yl0ad";

    private static final Pattern SID = Pattern.compile("\"sid\":\"([A-Za-z0-9_-]{20})\"");
    private static final int BYSTANDERS = 1;

    private final LogCapture log = new LogCapture();
    private final Bus bus;
    private final JettyTransport web;
    private final RawWebSocket bystander;
    private final String bystanderId;
    private final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
    private int echoes;

    TargetServer(UnaryOperator<BusBuilder> settings, UnaryOperator<JettyTransport.Builder> options)
            throws Exception {
        bus = settings.apply(Bus.builder()).build();
        bus.onConnection(this::echo);
        web = bus.attach(options.apply(JettyTransport.builder()).host("127.0.0.1").port(0).build());
        bystander = enter();
        bystanderId = sockets.take().id();
    }

    static TargetServer start() throws Exception {
        return new TargetServer(
                bus -> bus, web -> web.options(options -> options.maxHttpBufferSize(100_000)));
    }

    private void echo(Socket socket) {
        sockets.add(socket);
        socket.on("echo", (args, ack) -> socket.emit("echo", args.payload()));
        socket.on("ask", (args, ack) -> ack.send(args.size()));
    }

    Bus bus() {
        return bus;
    }

    int port() {
        return web.port();
    }

    RawClient client() throws IOException {
        return new RawClient(port());
    }

    /** A session by WebSocket that has entered no namespace. */
    RawWebSocket webSocket() throws IOException {
        RawWebSocket client = RawWebSocket.open(port(), WEBSOCKET);
        client.text();
        return client;
    }

    /** A WebSocket in the main namespace. */
    RawWebSocket enter() throws IOException {
        RawWebSocket client = webSocket().text("40");
        assertThat(client.text()).startsWith("40{\"sid\":");
        return client;
    }

    /** Opens a session by polling and returns the target of its requests. */
    String handshake(RawClient client) throws IOException {
        return POLL + "&sid=" + sid(client.get(POLL).body());
    }

    static String sid(String open) {
        Matcher matcher = SID.matcher(open);
        assertThat(matcher.find()).as(open).isTrue();
        return matcher.group(1);
    }

    /** Carries an attack out; afterwards all is as before, and it has left a trace. */
    void withstand(Attack attack) throws Exception {
        log.clear();
        long before = count(attack);

        attack.step().run(this);

        if (!attack.counters().isEmpty()) {
            await("counted: " + attack.counters(), () -> count(attack) > before);
            await("a line in the log", () -> !log.lines().isEmpty());
        }
        expectUnharmed();
        if (attack.counters().isEmpty()) {
            assertThat(log.lines()).noneMatch(line -> line.startsWith("SEVERE"));
        }
    }

    private long count(Attack attack) {
        return attack.counters().stream().mapToLong(bus.counters()::get).sum();
    }

    /** Nothing is left of anybody else, nobody else has noticed, and the log holds no payload. */
    void expectUnharmed() throws Exception {
        expectEcho();
        await("connections are closed", () -> openConnections() == BYSTANDERS);
        await("TCP connections are closed", () -> endPoints() == BYSTANDERS);
        await("sockets are gone", () -> bus.socketsCount() == BYSTANDERS);
        assertThat(bus.adapter().rooms().toCompletableFuture().get()).hasSize(BYSTANDERS);
        assertThat(log.lines()).noneMatch(line -> line.contains(PAYLOAD));
    }

    void expectEcho() throws IOException {
        String event = "42[\"echo\",\"" + ++echoes + "\"]";
        bystander.text(event);
        String answer = bystander.text();
        while (answer.equals("2")) {
            answer = bystander.text("3").text();
        }
        // With recovery there is an offset behind it.
        assertThat(answer).startsWith(event.substring(0, event.length() - 1));
    }

    long openConnections() {
        return bus.counters().get(Counter.CONNECTIONS_OPENED)
                - bus.counters().get(Counter.CONNECTIONS_CLOSED);
    }

    private int endPoints() {
        return ((ServerConnector) web.server().getConnectors()[0]).getConnectedEndPoints().size();
    }

    /** Those that came in through recovery. */
    long recovered() {
        return sockets.stream().filter(Socket::isRecovered).count();
    }

    String bystanderId() {
        return bystanderId;
    }

    LogCapture log() {
        return log;
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Patience.await(what, condition);
    }

    @Override
    public void close() throws Exception {
        bystander.close();
        bus.close(Duration.ofMillis(200));
        log.close();
    }
}
