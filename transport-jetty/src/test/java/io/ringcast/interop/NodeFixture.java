package io.ringcast.interop;

import io.ringcast.BusBuilder;
import io.ringcast.Socket;
import io.ringcast.transport.jetty.JettyTransport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One Node process for all tests of a class, and a server for each. */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NodeFixture {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private NodeClients node;

    @BeforeAll
    void startNode() throws Exception {
        node = new NodeClients();
    }

    @AfterEach
    void closeAll() throws Exception {
        Collections.reverse(opened);
        for (AutoCloseable each : opened) {
            each.close();
        }
        opened.clear();
    }

    @AfterAll
    void stopNode() throws Exception {
        node.close();
    }

    final ScriptServer server() {
        return server(bus -> bus);
    }

    final ScriptServer server(UnaryOperator<BusBuilder> settings) {
        return server(settings, web -> web);
    }

    final ScriptServer server(
            UnaryOperator<BusBuilder> settings, UnaryOperator<JettyTransport.Builder> transport) {
        return closing(new ScriptServer(settings, transport));
    }

    final TcpProxy network(ScriptServer server) throws Exception {
        return closing(new TcpProxy(server.port()));
    }

    final <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
    }

    /** Opens a connection over the way that clients take by default. */
    final NodeSocket open(String url) {
        return open(url, Map.of());
    }

    final NodeSocket open(String url, Map<String, ?> options) {
        return closing(node.connect(4, url, options));
    }

    /** Runs the body of an asynchronous JavaScript function. */
    final Object script(String body, Map<String, ?> parameters) {
        return node.call("run", Map.of("body", body, "parameters", parameters));
    }

    static Map<String, Object> over(Route route) {
        return Map.of("transports", route.transports());
    }

    static Map<String, Object> over(Route route, Map<String, ?> more) {
        Map<String, Object> options = new LinkedHashMap<>(more);
        options.put("transports", route.transports());
        return options;
    }

    /** A client and its socket on the server. */
    record Pair(NodeSocket client, Socket server) {}

    final Pair pair(ScriptServer server, String url, Map<String, ?> options) throws Exception {
        NodeSocket client = open(url, options);
        client.awaitConnect();
        return new Pair(client, server.socket("/"));
    }
}
