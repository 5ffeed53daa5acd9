package io.ringcast.interop;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The script with the official client for Java. */
@Tag("interop")
class JavaClientTest {

    private abstract static class Script extends ClientScript {
        Script(Route route) {
            super(route);
        }

        @Override
        InteropClient client() {
            return new JavaClients(4);
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
