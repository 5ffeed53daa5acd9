package io.ringcast.transport.jetty;

class SlowReaderWireByJettyTest extends SlowReaderWireTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }
}
