package io.ringcast.interop;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.Socket;
import io.ringcast.contract.ContractClient;
import io.ringcast.contract.ContractOptions;
import io.ringcast.contract.TransportContract;
import io.ringcast.transport.jetty.JettyTransport;
import io.ringcast.transport.jetty.WebSockets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The contract over a network, with the official client for Java. */
@Tag("interop")
abstract class JettyContract extends TransportContract {
    private final Route route;
    private final WebSockets engine;
    private final Queue<JavaContractClient> clients = new ConcurrentLinkedQueue<>();
    private JettyTransport web;

    JettyContract(Route route) {
        this(route, WebSockets.RINGCAST);
    }

    JettyContract(Route route, WebSockets engine) {
        this.route = route;
        this.engine = engine;
    }

    @AfterEach
    void closeClients() {
        bus().close();
        clients.forEach(JavaContractClient::close);
    }

    @Override
    protected Bus start(Consumer<BusBuilder> options) {
        BusBuilder builder = Bus.builder();
        options.accept(builder);
        Bus bus = builder.build();
        web =
                bus.attach(
                        JettyTransport.builder()
                                .host("127.0.0.1")
                                .port(0)
                                .options(settings -> settings.webSockets(engine))
                                .build());
        return bus;
    }

    @Override
    protected ContractClient newClient(ContractOptions options) {
        String url = "http://127.0.0.1:" + web.port();
        JavaContractClient client = JavaContractClient.of(url, route, options, this::transportOf);
        clients.add(client);
        return client;
    }

    private String transportOf(String id) {
        return bus().namespaces().stream()
                .flatMap(namespace -> namespace.socket(id).stream())
                .map(Socket::transportName)
                .findFirst()
                .orElse("");
    }
}
