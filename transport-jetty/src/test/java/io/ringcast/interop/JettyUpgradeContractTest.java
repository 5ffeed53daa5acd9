package io.ringcast.interop;

class JettyUpgradeContractTest extends JettyContract {
    JettyUpgradeContractTest() {
        super(Route.UPGRADE);
    }
}
