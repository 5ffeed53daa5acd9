package io.ringcast.transport.inmemory;

import io.ringcast.Arguments;
import io.ringcast.ClientSocket;
import io.ringcast.contract.ContractClient;
import io.ringcast.contract.ContractOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** The contract's client on a client of this process. */
final class MemoryContractClient implements ContractClient {
    private final InMemoryClient client;
    private final ClientSocket socket;
    private final CompletableFuture<String> disconnected = new CompletableFuture<>();

    private MemoryContractClient(InMemoryClient client, ClientSocket socket) {
        this.client = client;
        this.socket = socket;
        socket.onDisconnect(reason -> disconnected.complete(reason.text()));
    }

    static MemoryContractClient of(
            ContractOptions options, Function<Consumer<ConnectOptions>, InMemoryClient> clients) {
        InMemoryClient client =
                clients.apply(
                        connect -> {
                            options.query().forEach(connect::query);
                            options.headers().forEach(connect::header);
                            connect.auth(options::auth);
                        });
        return new MemoryContractClient(client, client.socket(options.namespace()));
    }

    @Override
    public void on(String event, Listener listener) {
        socket.on(
                event,
                (arguments, ack) ->
                        listener.onEvent(list(arguments), answer -> ack.send(answer.toArray())));
    }

    private static List<Object> list(Arguments arguments) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            list.add(arguments.get(i));
        }
        return list;
    }

    @Override
    public CompletableFuture<String> connect() {
        CompletableFuture<String> connected = new CompletableFuture<>();
        socket.onConnect(() -> connected.complete(socket.id().orElseThrow()));
        socket.onConnectError(connected::completeExceptionally);
        socket.connect();
        return connected;
    }

    @Override
    public void emit(String event, Object... arguments) {
        socket.emit(event, arguments);
    }

    @Override
    public CompletableFuture<List<Object>> emitWithAck(String event, Object... arguments) {
        return socket.emitWithAck(event, arguments)
                .thenApply(MemoryContractClient::list)
                .toCompletableFuture();
    }

    @Override
    public void disconnect() {
        socket.disconnect();
    }

    @Override
    public CompletableFuture<String> disconnected() {
        return disconnected;
    }

    @Override
    public ContractClient socket(String namespace, Object auth) {
        return new MemoryContractClient(client, client.socket(namespace, () -> auth));
    }

    @Override
    public void kill() {
        client.close();
    }
}
