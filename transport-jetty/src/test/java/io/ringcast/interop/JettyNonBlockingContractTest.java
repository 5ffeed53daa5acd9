package io.ringcast.interop;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import java.util.function.Consumer;

/** The contract where handlers are promised not to block: Jetty's threads run the loops. */
class JettyNonBlockingContractTest extends JettyContract {
    JettyNonBlockingContractTest() {
        super(Route.UPGRADE);
    }

    @Override
    protected Bus start(Consumer<BusBuilder> options) {
        return super.start(builder -> options.accept(builder.nonBlockingHandlers(true)));
    }
}
