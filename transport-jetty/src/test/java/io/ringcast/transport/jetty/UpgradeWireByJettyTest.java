package io.ringcast.transport.jetty;

class UpgradeWireByJettyTest extends UpgradeWireTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }
}
