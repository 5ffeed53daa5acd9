package io.ringcast.interop;

import io.ringcast.BusBuilder;
import io.ringcast.protocol.MsgpackParser;
import io.ringcast.protocol.PayloadMapper;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The script with socket.io-client 4 of npm and its msgpack parser (V2). */
@NeedsNode
class NodeMsgpackTest {

    private abstract static class Script extends ClientScript {
        Script(Route route) {
            super(route);
        }

        @Override
        InteropClient client() throws Exception {
            return new NodeClients().version(4, Map.of("parser", "msgpack"));
        }

        @Override
        BusBuilder fitting(BusBuilder bus) {
            PayloadMapper mapper = PayloadMapper.standard();
            return bus.mapper(mapper).parser(MsgpackParser.create(mapper));
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
}
