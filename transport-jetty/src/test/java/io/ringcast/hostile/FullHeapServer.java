package io.ringcast.hostile;

import io.ringcast.Bus;
import io.ringcast.transport.jetty.JettyTransport;

/** A server with a handler that allocates until there is no memory left; run with a small heap. */
final class FullHeapServer {
    private static final int PIECE = 1 << 16;

    private FullHeapServer() {}

    public static void main(String[] arguments) {
        boolean isDriven = Boolean.parseBoolean(arguments[0]);
        Bus bus =
                Bus.builder()
                        .nonBlockingHandlers(isDriven)
                        .onFatal(failure -> System.out.println("fatal " + failure))
                        .build();
        bus.onConnection(
                socket -> {
                    socket.onRequest("echo", Integer.class, value -> value);
                    socket.on("fill", Integer.class, piece -> fill(piece));
                });
        JettyTransport web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
        Runtime.getRuntime().addShutdownHook(new Thread(bus::close, "close"));
        System.out.println("port " + web.port());
    }

    private static void fill(int piece) {
        Object[] held = {};
        while (true) {
            held = new Object[] {held, new byte[piece > 0 ? piece : PIECE]};
        }
    }
}
