package io.ringcast.interop;

import io.ringcast.transport.jetty.JettyTransportOptions;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The script with socket.io-client 4 of npm, where both sides compress all that shrinks (C8). */
@NeedsNode
class NodeDeflateTest {

    private abstract static class Script extends ClientScript {
        Script(Route route) {
            super(route);
        }

        @Override
        InteropClient client() throws Exception {
            return new NodeClients()
                    .version(4, Map.of("perMessageDeflate", Map.of("threshold", 1)));
        }

        @Override
        void options(JettyTransportOptions.Builder web) {
            web.perMessageDeflate(1);
        }
    }

    @Nested
    class WebSocket extends Script {
        WebSocket() {
            super(Route.WEBSOCKET);
        }
    }

    @Nested
    class Upgrade extends Script {
        Upgrade() {
            super(Route.UPGRADE);
        }
    }
}
