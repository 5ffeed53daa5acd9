package io.ringcast.transport.jetty;

class TlsWireByJettyTest extends TlsWireTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }
}
