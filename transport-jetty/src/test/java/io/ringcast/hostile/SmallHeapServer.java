package io.ringcast.hostile;

import io.ringcast.Arguments;
import io.ringcast.Bus;
import io.ringcast.Socket;
import io.ringcast.transport.Counter;
import io.ringcast.transport.jetty.JettyTransport;
import io.ringcast.transport.jetty.WebSockets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * A server with default options for a JVM of its own, which prints its port and ends on SIGTERM.
 */
final class SmallHeapServer {
    /** A namespace whose loop, not that of the main namespace, stands still at "wait". */
    static final String STUCK = "/stuck";

    private SmallHeapServer() {}

    public static void main(String[] args) {
        Bus bus = Bus.builder().loops(2).build();
        CountDownLatch gate = new CountDownLatch(1);
        bus.onConnection(socket -> listen(bus, socket, gate));
        bus.of(Pattern.compile("/room-.*"))
                .onConnection(socket -> socket.on("any", (none, ack) -> {}));
        bus.of(STUCK).onConnection(socket -> socket.on("wait", (none, ack) -> await(gate)));
        WebSockets engine = args.length < 2 ? WebSockets.RINGCAST : WebSockets.valueOf(args[1]);
        int deflateFrom = args.length == 0 ? 0 : Integer.parseInt(args[0]);
        JettyTransport web =
                bus.attach(
                        JettyTransport.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .options(
                                        options ->
                                                options.perMessageDeflate(deflateFrom)
                                                        .webSockets(engine))
                                .build());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> bus.close(Duration.ofSeconds(2)), "close"));
        System.out.println(web.port());
    }

    private static void listen(Bus bus, Socket socket, CountDownLatch gate) {
        socket.on("echo", (args, ack) -> ack.send(args.payload()));
        socket.on("say", (args, ack) -> socket.emit("said", args.payload()));
        socket.on("join", (args, ack) -> join(socket, args));
        socket.on(
                "go",
                (args, ack) -> {
                    gate.countDown();
                    ack.send(0);
                });
        socket.on("heap", (args, ack) -> ack.send(used()));
        socket.on("refused", (args, ack) -> ack.send(count(bus, Counter.INBOUND_BUDGET_SPENT)));
        socket.on("slow", (args, ack) -> ack.send(count(bus, Counter.SLOW_CONSUMERS_CLOSED)));
    }

    /** Joins rooms with long names, from one number on. */
    private static void join(Socket socket, Arguments args) {
        int from = args.get(0, Integer.class);
        for (int i = 0; i < args.get(1, Integer.class); i++) {
            socket.join("x".repeat(1_000) + (from + i));
        }
    }

    /** Bytes of the heap that are in use. */
    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long count(Bus bus, Counter counter) {
        return bus.counters().get(counter);
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
