package io.ringcast.interop;

import java.util.List;

/** A client's socket under test: what it was told by the server, in the order of its arrival. */
public interface InteropSocket extends AutoCloseable {

    /** Sends an event; bytes are {@link java.nio.ByteBuffer}s, which compare by content. */
    void emit(String event, Object... arguments);

    /** Sends an event and waits for its answer. */
    List<Object> request(String event, Object... arguments) throws Exception;

    /** Waits for the next event of that name. */
    Received next(String event) throws InterruptedException;

    /** The names of all events that have come so far and were not asked for yet. */
    List<String> pending();

    /** Waits until it has entered its namespace. */
    Entry awaitConnect() throws InterruptedException;

    Refusal awaitRefusal() throws InterruptedException;

    String awaitDisconnect() throws InterruptedException;

    void awaitUpgrade() throws InterruptedException;

    String transport() throws Exception;

    void disconnect() throws Exception;

    void connect() throws Exception;

    @Override
    void close();

    /** An event that came. */
    record Received(String name, List<Object> arguments, Answer answer) {}

    /** Sends the acknowledgement of an event; null where none was asked for. */
    @FunctionalInterface
    interface Answer {
        void send(Object... arguments);
    }

    /** The server let the socket in. */
    record Entry(String id, boolean recovered) {}

    /** The server did not. */
    record Refusal(String message, Object data) {}
}
