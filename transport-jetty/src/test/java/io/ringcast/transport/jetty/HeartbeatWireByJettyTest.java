package io.ringcast.transport.jetty;

class HeartbeatWireByJettyTest extends HeartbeatWireTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }
}
