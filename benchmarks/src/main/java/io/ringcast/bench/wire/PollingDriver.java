package io.ringcast.bench.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/** Drives an echo over long-polling on one thread. */
final class PollingDriver implements AutoCloseable, PollingClient.Owner {
    private final Selector selector = Selector.open();
    private final PollingClient[] clients;
    private long delivered;
    private boolean sending;
    private int idle;

    PollingDriver(int connections, int size, int port) throws IOException {
        clients = new PollingClient[connections];
        for (int i = 0; i < connections; i++) {
            PollingClient client = new PollingClient(port, selector, size, this);
            clients[i] = client;
            until(client::isReady);
        }
        idle = connections;
    }

    private interface Condition {
        boolean isTrue();
    }

    private void until(Condition condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.isTrue()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited 20 s in vain for a polling client");
            }
            select();
        }
    }

    /** Runs for a time, and returns how many messages came back. */
    long run(long millis) throws IOException {
        delivered = 0;
        sending = true;
        idle = 0;
        for (PollingClient client : clients) {
            client.echo();
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < deadline) {
            select();
        }
        sending = false;
        until(() -> idle == clients.length);
        return delivered;
    }

    private void select() throws IOException {
        selector.select(
                key -> {
                    try {
                        ((PollingClient) key.attachment()).turn();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                10);
    }

    @Override
    public void onEcho(PollingClient from) {
        delivered++;
        if (!sending) {
            idle++;
            return;
        }
        try {
            from.echo();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (PollingClient client : clients) {
            if (client != null) {
                client.close();
            }
        }
        selector.close();
    }
}
