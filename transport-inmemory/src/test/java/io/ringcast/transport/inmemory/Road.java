package io.ringcast.transport.inmemory;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.ClientSocket;
import io.ringcast.transport.inmemory.test.TestBus;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** The ways in which a client of this process can reach a bus. */
enum Road {
    REFERENCE {
        @Override
        World open(Consumer<BusBuilder> options) {
            return threaded(Fidelity.REFERENCE, options);
        }
    },
    CODEC {
        @Override
        World open(Consumer<BusBuilder> options) {
            return threaded(Fidelity.CODEC, options);
        }
    },
    STEPPED {
        @Override
        World open(Consumer<BusBuilder> options) {
            return stepped(Fidelity.REFERENCE, options);
        }
    },
    STEPPED_CODEC {
        @Override
        World open(Consumer<BusBuilder> options) {
            return stepped(Fidelity.CODEC, options);
        }
    };

    abstract World open(Consumer<BusBuilder> options);

    private static World threaded(Fidelity fidelity, Consumer<BusBuilder> options) {
        BusBuilder builder = Bus.builder();
        options.accept(builder);
        Bus bus = builder.build();
        InMemoryTransport memory =
                bus.attach(InMemoryTransport.builder().fidelity(fidelity).build());
        return new World(bus, memory::client);
    }

    private static World stepped(Fidelity fidelity, Consumer<BusBuilder> options) {
        TestBus bus = TestBus.create(fidelity, options);
        return new World(bus, bus::client);
    }

    /** A bus and a way to it. */
    record World(Bus bus, Function<Consumer<ConnectOptions>, InMemoryClient> clients)
            implements AutoCloseable {

        ClientSocket connect(String namespace) {
            return connect(namespace, options -> {});
        }

        ClientSocket connect(String namespace, Consumer<ConnectOptions> options) {
            return clients.apply(options).socket(namespace).connect();
        }

        /** A socket that is not connected yet. */
        ClientSocket socket(String namespace) {
            return clients.apply(options -> {}).socket(namespace);
        }

        void settle() {
            if (bus instanceof TestBus stepped) {
                stepped.runUntilIdle();
            }
        }

        void pass(Duration time) {
            if (bus instanceof TestBus stepped) {
                stepped.advance(time);
            }
        }

        @Override
        public void close() {
            bus.close();
        }
    }
}
