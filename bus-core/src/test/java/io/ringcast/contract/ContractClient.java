package io.ringcast.contract;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A client's socket in one namespace, as the contract drives it. Values are what the client gets:
 * JSON's types, and bytes as {@code byte[]} or {@code ByteBuffer}. Listeners are added before
 * {@link #connect}; they run one at a time, in the order of arrival, and must not be waited for.
 */
public interface ContractClient {

    /** Takes an event's arguments, and a way to answer it with some. */
    @FunctionalInterface
    interface Listener {
        void onEvent(List<Object> arguments, Consumer<List<Object>> answer);
    }

    /** Listens to an event. */
    void on(String event, Listener listener);

    /**
     * Connects: completes with the id, or fails with a {@link io.ringcast.ConnectErrorException}.
     */
    CompletableFuture<String> connect();

    /** Sends an event. */
    void emit(String event, Object... arguments);

    /** Sends an event that asks for an answer, and has its arguments. */
    CompletableFuture<List<Object>> emitWithAck(String event, Object... arguments);

    /** Leaves the namespace. */
    void disconnect();

    /** Completes when the socket disconnects, with the reason in socket.io-client's words. */
    CompletableFuture<String> disconnected();

    /** Another socket of this client, over the same connection; not connected yet. */
    ContractClient socket(String namespace, Object auth);

    /**
     * Ends the connection without a word, as when the process dies; may do so a little later, when
     * the server can notice it.
     */
    void kill();
}
