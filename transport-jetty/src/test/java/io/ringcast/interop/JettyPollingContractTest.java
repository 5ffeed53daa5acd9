package io.ringcast.interop;

class JettyPollingContractTest extends JettyContract {
    JettyPollingContractTest() {
        super(Route.POLLING);
    }
}
