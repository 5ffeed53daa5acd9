package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineTransport;
import io.ringcast.gateway.GatewayServer;
import io.ringcast.gateway.GatewayTransportProvider;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Transport;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens the ports of gateways, {@code @WebSocketGateway(3001)}: a {@link JettyTransport} for each.
 * Found by {@link java.util.ServiceLoader}; applications name it only to give a server more
 * settings than the annotation has:
 *
 * <pre>{@code
 * Gateways.on(bus)
 *         .options("public", JettyGatewayTransports.settings(web -> web.cors(Cors.allow(origin))))
 *         .register(new ChatGateway()); // @WebSocketGateway(port = 3001, options = "public")
 * }</pre>
 *
 * <p>Threads: any.
 */
@AnyThread
public final class JettyGatewayTransports implements GatewayTransportProvider {

    /** What a server has besides its port, path and transports. */
    @FunctionalInterface
    public interface Settings {

        /**
         * Sets up a server. It is called after the annotation's port, path and transports have been
         * set, so it may change them.
         *
         * @param server the server's builder
         */
        void apply(JettyTransport.Builder server);
    }

    /** Makes the provider. */
    public JettyGatewayTransports() {}

    /**
     * Options for {@link io.ringcast.gateway.Gateways#options}.
     *
     * @param settings sets up each server whose annotation names the options
     * @return the same
     */
    public static Settings settings(Settings settings) {
        return settings;
    }

    @Override
    public Transport create(GatewayServer server) {
        JettyTransport.Builder builder =
                JettyTransport.builder().port(server.port()).path(server.path());
        if (!server.transports().isEmpty()) {
            List<EngineTransport> all =
                    server.transports().stream().map(JettyGatewayTransports::transport).toList();
            EngineTransport[] more = all.subList(1, all.size()).toArray(EngineTransport[]::new);
            builder.options(options -> options.transports(all.get(0), more));
        }
        apply(server.options(), builder);
        return builder.build();
    }

    private static EngineTransport transport(String name) {
        for (EngineTransport each : EngineTransport.values()) {
            if (each.wireName().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "no transport is called \""
                        + name
                        + "\": use some of "
                        + Arrays.stream(EngineTransport.values())
                                .map(EngineTransport::wireName)
                                .toList());
    }

    private static void apply(@Nullable Object options, JettyTransport.Builder builder) {
        if (options instanceof Settings settings) {
            settings.apply(builder);
        } else if (options != null) {
            throw new IllegalArgumentException(
                    "options for Jetty come from JettyGatewayTransports.settings, not "
                            + options.getClass().getName());
        }
    }
}
