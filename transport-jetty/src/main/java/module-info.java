import org.jspecify.annotations.NullMarked;

/** Engine.IO over Jetty: what Socket.IO clients on a network talk to. */
@NullMarked
module io.ringcast.transport.jetty {
    requires transitive io.ringcast.bus;
    requires transitive org.eclipse.jetty.server;
    requires static transitive org.jspecify;
    requires jdk.management;
    requires static org.eclipse.jetty.websocket.server;

    provides io.ringcast.gateway.GatewayTransportProvider with
            io.ringcast.transport.jetty.JettyGatewayTransports;

    exports io.ringcast.transport.jetty;
    exports io.ringcast.engineio;
}
