package io.ringcast.gateway;

import io.ringcast.BusBuilder;
import io.ringcast.transport.inmemory.Fidelity;
import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayTest;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Gateways on a stepped bus, over each way of calling a handler and of carrying values. */
@ParameterizedClass
@EnumSource
abstract class GatewayFixture {

    /** How handlers are called, and how values travel. */
    enum Way {
        CLASSES_BY_REFERENCE(Fidelity.REFERENCE),
        HANDLES_BY_REFERENCE(Fidelity.REFERENCE),
        CLASSES_BY_CODEC(Fidelity.CODEC);

        private final Fidelity fidelity;

        Way(Fidelity fidelity) {
            this.fidelity = fidelity;
        }
    }

    @Parameter Way way;

    /** What a test notes, in order. */
    final List<Object> seen = new ArrayList<>();

    private final List<GatewayTest> started = new ArrayList<>();

    /** A gateway's test that is closed, and whose failures are looked at, in the end. */
    final GatewayTest start(Object... gateways) {
        return start(options -> {}, gateways);
    }

    final GatewayTest start(Consumer<Gateways> options, Object... gateways) {
        return startOn(bus -> {}, options, gateways);
    }

    final GatewayTest startOn(
            Consumer<BusBuilder> bus, Consumer<Gateways> options, Object... gateways) {
        Consumer<Gateways> all =
                chosen -> {
                    if (way == Way.HANDLES_BY_REFERENCE) {
                        chosen.onlyMethodHandles();
                    }
                    options.accept(chosen);
                };
        GatewayTest test = GatewayTest.on(TestBus.create(way.fidelity, bus), all, gateways);
        started.add(test);
        return test;
    }

    /** A client of a gateway of its own. */
    final GatewayClient connect(Object gateway) {
        return start(gateway).connect();
    }

    @AfterEach
    void closeAll() {
        started.forEach(GatewayTest::close);
    }
}
