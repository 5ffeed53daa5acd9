package io.ringcast.interop;

import org.junit.jupiter.api.Nested;

/** Values between npm's client and the bus. */
@NeedsNode
class NodeValuesTest {

    @Nested
    class Polling extends NodeValues {
        Polling() {
            super(Route.POLLING);
        }
    }

    @Nested
    class WebSocket extends NodeValues {
        WebSocket() {
            super(Route.WEBSOCKET);
        }
    }
}
