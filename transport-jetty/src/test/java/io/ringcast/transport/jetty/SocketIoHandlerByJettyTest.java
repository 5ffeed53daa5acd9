package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.Test;

class SocketIoHandlerByJettyTest extends SocketIoHandlerTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }

    /** Neither sees the other's sessions, limits or time-outs. */
    @Test
    void shouldLeaveWebSocketsOfTheApplicationAlone() throws Exception {
        WebSocketUpgradeHandler theirs =
                WebSocketUpgradeHandler.from(
                        server,
                        container -> {
                            container.setMaxOutgoingFrames(1);
                            container.addMapping(
                                    "/other", (asked, answer, failed) -> new Greeter());
                        });
        start(new Handler.Sequence(handler(), theirs));

        try (RawWebSocket ignored = webSocket();
                RawWebSocket other = RawWebSocket.open(connector.getLocalPort(), "/other")) {
            assertThat(other.text()).isEqualTo("hello");
            ServerWebSocketContainer container = theirs.getServerWebSocketContainer();
            Patience.await("only theirs", () -> container.getOpenSessions().size() == 1);
        }
    }

    /** Greets. */
    public static final class Greeter implements Session.Listener.AutoDemanding {
        @Override
        public void onWebSocketOpen(Session session) {
            session.sendText("hello", Callback.NOOP);
        }
    }
}
