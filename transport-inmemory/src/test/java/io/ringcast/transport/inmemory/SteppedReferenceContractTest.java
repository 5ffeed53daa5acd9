package io.ringcast.transport.inmemory;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.contract.ContractClient;
import io.ringcast.contract.ContractOptions;
import io.ringcast.contract.TransportContract;
import io.ringcast.transport.inmemory.test.TestBus;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

class SteppedReferenceContractTest extends TransportContract {
    private TestBus bus;

    @Override
    protected Bus start(Consumer<BusBuilder> options) {
        bus = TestBus.create(Fidelity.REFERENCE, options);
        return bus;
    }

    @Override
    protected ContractClient newClient(ContractOptions options) {
        return MemoryContractClient.of(options, bus::client);
    }

    @Override
    protected void settle() {
        if (bus != null) {
            bus.runUntilIdle();
        }
    }

    @Override
    public <T> T awaitFor(Duration time, CompletionStage<T> stage) throws ExecutionException {
        bus.advance(time);
        return await(stage);
    }
}
