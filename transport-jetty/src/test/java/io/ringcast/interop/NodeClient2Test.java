package io.ringcast.interop;

import org.junit.jupiter.api.Nested;

/** The script with socket.io-client 2 of npm, which speaks Engine.IO 3. */
@NeedsNode
class NodeClient2Test {

    private abstract static class Script extends ClientScript {
        Script(Route route) {
            super(route);
        }

        @Override
        InteropClient client() throws Exception {
            return new NodeClients().version(2);
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
