package io.ringcast.interop;

import io.ringcast.transport.jetty.WebSockets;

class UpgradeContractByJettyTest extends JettyContract {
    UpgradeContractByJettyTest() {
        super(Route.UPGRADE, WebSockets.JETTY);
    }
}
