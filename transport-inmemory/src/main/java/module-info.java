import org.jspecify.annotations.NullMarked;

/** Clients in the same process as the bus, and a stepped bus for tests. */
@NullMarked
module io.ringcast.transport.inmemory {
    requires transitive io.ringcast.bus;
    requires static transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports io.ringcast.transport.inmemory;
    exports io.ringcast.transport.inmemory.test;
}
