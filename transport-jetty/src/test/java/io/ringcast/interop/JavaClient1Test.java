package io.ringcast.interop;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The script with version 1 of the official client for Java, which speaks Engine.IO 3. */
@Tag("interop")
class JavaClient1Test {

    private abstract static class Script extends ClientScript {
        Script(Route route) {
            super(route);
        }

        @Override
        InteropClient client() throws Exception {
            return OlderJavaClient.load();
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
