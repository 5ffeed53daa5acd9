package io.ringcast.transport.jetty;

class BurstWireByJettyTest extends BurstWireTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }
}
