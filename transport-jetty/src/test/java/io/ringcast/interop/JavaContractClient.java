package io.ringcast.interop;

import io.ringcast.ConnectErrorException;
import io.ringcast.contract.ContractClient;
import io.ringcast.contract.ContractOptions;
import io.socket.client.Ack;
import io.socket.client.AckWithTimeout;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.socket.client.SocketOptionBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The contract's client on the official client for Java. That has no word for dying without one:
 * its connections are closed under it. It fails an unanswered request at a disconnect only if the
 * request has a time limit: each has one here, longer than any test.
 */
final class JavaContractClient implements ContractClient {
    private final Socket socket;
    private final Route route;
    private final MortalNetwork network;
    private final UnaryOperator<String> transports;
    private final CompletableFuture<String> disconnected = new CompletableFuture<>();

    private JavaContractClient(
            Socket socket, Route route, MortalNetwork network, UnaryOperator<String> transports) {
        this.socket = socket;
        this.route = route;
        this.network = network;
        this.transports = transports;
        socket.on(Socket.EVENT_DISCONNECT, args -> disconnected.complete((String) args[0]));
    }

    /**
     * Makes a client.
     *
     * @param transports says, by its id, on which transport the server sees a socket
     */
    static JavaContractClient of(
            String url, Route route, ContractOptions options, UnaryOperator<String> transports) {
        MortalNetwork network = new MortalNetwork();
        IO.Options settings = settings(route, options);
        settings.callFactory = network.client();
        settings.webSocketFactory = AnsweredClose.over(network.client());
        Socket socket = IO.socket(URI.create(url + options.namespace()), settings);
        return new JavaContractClient(socket, route, network, transports);
    }

    private static IO.Options settings(Route route, ContractOptions options) {
        return IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setTransports(route.transports().toArray(String[]::new))
                .setQuery(query(options.query()))
                .setAuth(auth(options.auth()))
                .setExtraHeaders(
                        options.headers().entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                entry -> List.of(entry.getValue()))))
                .build();
    }

    private static String query(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Declared with strings as values, but any JSON goes through. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> auth(Object auth) {
        if (auth == null) {
            return null;
        }
        Map<?, ?> values = (Map<?, ?>) auth;
        return (Map<String, String>)
                (Map<?, ?>)
                        values.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                entry -> JavaValues.toClient(entry.getValue())));
    }

    @Override
    public void on(String event, Listener listener) {
        socket.on(
                event,
                args -> {
                    List<Object> values = new ArrayList<>(Arrays.asList(args));
                    Consumer<List<Object>> answer = answer(values);
                    values.replaceAll(JavaValues::fromClient);
                    listener.onEvent(values, answer);
                });
    }

    /** Takes the way to answer from the end of an event's arguments. */
    private static Consumer<List<Object>> answer(List<Object> values) {
        int last = values.size() - 1;
        if (last >= 0 && values.get(last) instanceof Ack ack) {
            values.remove(last);
            return arguments -> ack.call(JavaValues.toClient(arguments.toArray()));
        }
        return arguments -> {};
    }

    @Override
    public CompletableFuture<String> connect() {
        CompletableFuture<String> connected = new CompletableFuture<>();
        socket.on(Socket.EVENT_CONNECT, args -> connected.complete(socket.id()));
        socket.on(
                Socket.EVENT_CONNECT_ERROR,
                args -> connected.completeExceptionally(refusal(args[0])));
        socket.connect();
        return connected;
    }

    private static Exception refusal(Object reason) {
        if (reason instanceof Exception failure) {
            return failure;
        }
        Map<?, ?> refusal = (Map<?, ?>) JavaValues.fromClient(reason);
        return new ConnectErrorException((String) refusal.get("message"), refusal.get("data"));
    }

    @Override
    public void emit(String event, Object... arguments) {
        socket.emit(event, JavaValues.toClient(arguments));
    }

    @Override
    public CompletableFuture<List<Object>> emitWithAck(String event, Object... arguments) {
        CompletableFuture<List<Object>> answer = new CompletableFuture<>();
        socket.emit(event, JavaValues.toClient(arguments), new Answer(answer));
        return answer;
    }

    private static final class Answer extends AckWithTimeout {
        private final CompletableFuture<List<Object>> answer;

        Answer(CompletableFuture<List<Object>> answer) {
            super(News.PATIENCE_MILLIS);
            this.answer = answer;
        }

        @Override
        public void onSuccess(Object... values) {
            List<Object> all = new ArrayList<>(Arrays.asList(values));
            all.replaceAll(JavaValues::fromClient);
            answer.complete(all);
        }

        @Override
        public void onTimeout() {
            answer.completeExceptionally(new IllegalStateException("disconnected, or late"));
        }
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
        Socket other =
                socket.io()
                        .socket(
                                namespace,
                                SocketOptionBuilder.builder().setAuth(auth(auth)).build());
        return new JavaContractClient(other, route, network, transports);
    }

    /**
     * Not on the calling thread, which may be the one that would send the next poll. A client that
     * dies between two polls, or while it changes its transport, is found dead by its missing
     * heartbeat only: this one waits until that is over.
     */
    @Override
    public void kill() {
        Thread killer = new Thread(this::killWhenSettled, "kill");
        killer.setDaemon(true);
        killer.start();
    }

    private void killWhenSettled() {
        try {
            while (!transports.apply(socket.id()).equals(route.destination())) {
                LockSupport.parkNanos(1_000_000);
            }
            if (route == Route.POLLING) {
                network.awaitPoll();
            }
            network.die();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what is left of it. */
    void close() {
        socket.off();
        network.die();
        socket.disconnect();
    }
}
