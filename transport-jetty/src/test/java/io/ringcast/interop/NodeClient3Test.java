package io.ringcast.interop;

import org.junit.jupiter.api.Nested;

/** The script with socket.io-client 3 of npm. */
@NeedsNode
class NodeClient3Test {

    private abstract static class Script extends ClientScript {
        Script(Route route) {
            super(route);
        }

        @Override
        InteropClient client() throws Exception {
            return new NodeClients().version(3);
        }
    }

    @Nested
    class Polling extends Script {
        Polling() {
            super(Route.POLLING);
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
