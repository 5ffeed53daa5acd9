import org.jspecify.annotations.NullMarked;

/** The bus: namespaces, sockets, rooms, acks and middleware on event loops. */
@NullMarked
// The in-memory transport is compiled after this module; msgpack-core has no module's name.
@SuppressWarnings({"module", "requires-automatic"})
module io.ringcast.bus {
    requires transitive tools.jackson.databind;
    requires com.lmax.disruptor;
    requires static jakarta.validation;
    requires static msgpack.core;
    requires static transitive org.jspecify;

    uses io.ringcast.gateway.GatewayTransportProvider;

    exports io.ringcast;
    exports io.ringcast.loop;
    exports io.ringcast.protocol;
    exports io.ringcast.transport;
    exports io.ringcast.adapter;
    exports io.ringcast.gateway;
    exports io.ringcast.internal.loop to
            io.ringcast.transport.inmemory;
    exports io.ringcast.internal.bus to
            io.ringcast.transport.inmemory;
    exports io.ringcast.internal.dispatch to
            io.ringcast.transport.inmemory;
    exports io.ringcast.internal.ack to
            io.ringcast.transport.inmemory;
}
