package io.ringcast.transport.inmemory;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.contract.ContractClient;
import io.ringcast.contract.ContractOptions;
import io.ringcast.contract.TransportContract;
import java.util.function.Consumer;

class ReferenceContractTest extends TransportContract {
    private InMemoryTransport memory;

    @Override
    protected Bus start(Consumer<BusBuilder> options) {
        BusBuilder builder = Bus.builder();
        options.accept(builder);
        Bus bus = builder.build();
        memory = bus.attach(InMemoryTransport.builder().fidelity(Fidelity.REFERENCE).build());
        return bus;
    }

    @Override
    protected ContractClient newClient(ContractOptions options) {
        return MemoryContractClient.of(options, memory::client);
    }
}
