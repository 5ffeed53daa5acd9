package io.ringcast.transport.jetty;

class Http2WireByJettyTest extends Http2WireTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }
}
