package io.ringcast.bench.compare;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.inmemory.InMemoryTransport;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A client in the same process emits; the server's typed listener takes it on the loop. */
final class RingcastRival implements Rival {
    private final Bus bus;
    private final ClientSocket client;

    RingcastRival(WaitMode mode, Consumer<Object> listener) {
        bus = Bus.builder().waitMode(mode).ringSize(8192).build();
        CountDownLatch connected = new CountDownLatch(1);
        bus.onConnection(
                socket -> {
                    socket.on("event", Object.class, listener);
                    connected.countDown();
                });
        client = bus.attach(new InMemoryTransport()).connect("/");
        try {
            connected.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void publish(Object event) {
        client.emit("event", event);
    }

    @Override
    public void close() {
        bus.close();
    }
}
