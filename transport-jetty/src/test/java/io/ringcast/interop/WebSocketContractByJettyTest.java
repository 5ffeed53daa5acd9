package io.ringcast.interop;

import io.ringcast.transport.jetty.WebSockets;

class WebSocketContractByJettyTest extends JettyContract {
    WebSocketContractByJettyTest() {
        super(Route.WEBSOCKET, WebSockets.JETTY);
    }
}
