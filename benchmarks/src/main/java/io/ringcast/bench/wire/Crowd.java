package io.ringcast.bench.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients that connect and do nothing else but answer heartbeats. */
final class Crowd implements AutoCloseable, WireConnection.Receiver {
    private static final int AT_ONCE = 64;

    private final Selector selector = Selector.open();
    private final List<WireConnection> connections = new ArrayList<>();
    private final int port;

    Crowd(int port) throws IOException {
        this.port = port;
    }

    /** Connects so many more clients, a few at once. */
    void grow(int more) throws IOException {
        for (int opened = 0; opened < more; ) {
            int from = connections.size();
            for (int i = 0; i < AT_ONCE && opened < more; i++, opened++) {
                connections.add(new WireConnection(connections.size(), port, selector, this));
            }
            awaitReady(from);
        }
    }

    private void awaitReady(int from) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (int i = from; i < connections.size(); ) {
            if (connections.get(i).isReady()) {
                i++;
            } else if (System.nanoTime() > deadline) {
                throw new IOException("waited 20 s in vain for a connection");
            } else {
                select(10);
            }
        }
    }

    /** Answers heartbeats for a time. */
    void idle(long millis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < deadline) {
            select(20);
        }
    }

    private void select(long millis) throws IOException {
        selector.select(
                key -> {
                    try {
                        ((WireConnection) key.attachment()).turn();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                millis);
    }

    /** Lets all go. */
    void leave() throws IOException {
        for (WireConnection connection : connections) {
            connection.close();
        }
        connections.clear();
        selector.selectNow();
    }

    @Override
    public void onMessage(
            WireConnection from, int opcode, ByteBuffer data, int offset, int length) {
        // Nothing is asked of the server, and nothing is expected.
    }

    @Override
    public void close() throws IOException {
        leave();
        selector.close();
    }
}
