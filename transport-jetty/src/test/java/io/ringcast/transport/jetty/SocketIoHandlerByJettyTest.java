package io.ringcast.transport.jetty;

class SocketIoHandlerByJettyTest extends SocketIoHandlerTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }
}
