package io.ringcast.interop;

class JettyWebSocketContractTest extends JettyContract {
    JettyWebSocketContractTest() {
        super(Route.WEBSOCKET);
    }
}
