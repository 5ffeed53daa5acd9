package io.ringcast.examples;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.Recovery;
import io.ringcast.engineio.EngineHandler;
import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.EngineSession;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.jetty.Cors;
import io.ringcast.transport.jetty.EngineIoHandler;
import io.ringcast.transport.jetty.JettyTransport;
import io.ringcast.transport.jetty.JettyTransportOptions;
import io.ringcast.transport.jetty.WebSockets;
import java.time.Duration;
import java.util.List;

/**
 * A server for other people's clients and load tools. What it does is in {@link InteropEvents}; it
 * prints {@code READY <port>} when it accepts connections, and drains when it is told to end.
 */
public final class InteropServer {
    private static final List<String> DEFAULTS =
            List.of(
                    "--host=127.0.0.1",
                    "--port=3000",
                    "--path=/socket.io",
                    "--ping-interval=25000",
                    "--ping-timeout=20000",
                    "--max-payload=1000000",
                    "--cors=",
                    "--eio3",
                    "--recovery-ms=0",
                    "--loops=1",
                    "--wait-mode=BLOCKING",
                    "--web-sockets=RINGCAST",
                    "--engine-path=");

    private final Options options;

    /** Reads the command line. */
    InteropServer(String... args) {
        options = Options.parse(DEFAULTS, args);
    }

    public static void main(String... args) {
        Options.run(
                () -> {
                    InteropServer server = new InteropServer(args);
                    JettyTransport web = server.transport();
                    Bus bus = server.bus();
                    bus.attach(web);
                    Runtime.getRuntime().addShutdownHook(new Thread(bus::close, "close"));
                    System.out.println("READY " + web.port());
                });
    }

    Bus bus() {
        BusBuilder builder =
                Bus.builder()
                        .loops(options.number("--loops", 1, 1_024))
                        .nonBlockingHandlers(true)
                        .waitMode(options.choice("--wait-mode", WaitMode.class));
        if (options.number("--recovery-ms", 0, Integer.MAX_VALUE) > 0) {
            builder.connectionStateRecovery(Recovery.of(millis("--recovery-ms")));
        }
        Bus bus = builder.build();
        InteropEvents.listen(bus);
        return bus;
    }

    JettyTransport transport() {
        JettyTransport.Builder transport =
                JettyTransport.builder()
                        .host(options.text("--host"))
                        .port(options.number("--port", 0, 65_535))
                        .path(options.text("--path"))
                        .options(this::share);
        if (options.isSet("--engine-path")) {
            transport.handler(engine());
        }
        return transport.build();
    }

    /** Bare Engine.IO: each message goes back as it came. */
    private EngineIoHandler engine() {
        JettyTransportOptions.Builder bare = JettyTransportOptions.builder().serveClient(false);
        share(bare);
        return new EngineIoHandler(bare.path(options.text("--engine-path")).build(), Echo::new);
    }

    private void share(JettyTransportOptions.Builder settings) {
        settings.pingInterval(millis("--ping-interval"))
                .pingTimeout(millis("--ping-timeout"))
                .maxHttpBufferSize(options.number("--max-payload", 1, Integer.MAX_VALUE))
                .allowEIO3(options.isSet("--eio3"))
                .webSockets(options.choice("--web-sockets", WebSockets.class));
        if (options.isSet("--cors")) {
            settings.cors(Cors.allow(options.text("--cors")));
        }
    }

    private Duration millis(String name) {
        return Duration.ofMillis(options.number(name, 1, Integer.MAX_VALUE));
    }

    private record Echo(EngineSession session) implements EngineHandler {
        @Override
        public void onText(byte[] utf8, int offset, int length) {
            send(EnginePacket.text(utf8, offset, length));
        }

        @Override
        public void onBinary(byte[] data) {
            send(EnginePacket.binary(data));
        }

        private void send(EnginePacket packet) {
            session.send(packet, EngineSession.Delivery.NORMAL);
            session.flush();
        }

        @Override
        public void onClose(CloseReason reason, String detail) {
            // nothing is kept for a session
        }
    }
}
