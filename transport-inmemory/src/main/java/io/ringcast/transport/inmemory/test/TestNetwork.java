package io.ringcast.transport.inmemory.test;

import io.ringcast.ClientSocket;
import io.ringcast.internal.loop.Loop;
import io.ringcast.transport.inmemory.internal.MemoryClient;
import io.ringcast.transport.inmemory.internal.MemorySocket;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * What lies between a {@link TestBus} and its clients. Faults concern a client as a whole, with all
 * its sockets, and take effect when the bus is stepped, in order with what was asked for before.
 *
 * <p>Threads: any.
 */
public final class TestNetwork {
    private final Loop loop;
    private final Random random = new Random(0);

    TestNetwork(Loop loop) {
        this.loop = loop;
    }

    RandomGenerator random() {
        return random;
    }

    /**
     * Sets what latencies between two bounds are drawn from. The same seed and the same calls give
     * the same run.
     *
     * @param seed the seed; zero by default
     */
    public void seed(long seed) {
        loop.perform(() -> random.setSeed(seed));
    }

    /**
     * Cuts a client's connection: both sides see {@code transport close}, and what is under way is
     * lost. The client may connect again.
     *
     * @param client one of the client's sockets
     */
    public void cut(ClientSocket client) {
        MemoryClient cut = clientOf(client);
        loop.perform(cut::cut);
    }

    /**
     * Lets every message of a client take a time, in each direction.
     *
     * @param client one of the client's sockets
     * @param oneWay how long; zero by default
     */
    public void latency(ClientSocket client, Duration oneWay) {
        latency(client, oneWay, oneWay);
    }

    /**
     * Lets every message of a client take a time between two bounds, in each direction. Messages do
     * not overtake each other.
     *
     * @param client one of the client's sockets
     * @param least how long at least
     * @param most how long at most
     * @throws IllegalArgumentException if that is no range of time
     */
    public void latency(ClientSocket client, Duration least, Duration most) {
        if (least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("latency: from " + least + " to " + most);
        }
        MemoryClient slow = clientOf(client);
        loop.perform(() -> slow.latency(least.toNanos(), most.toNanos()));
    }

    /**
     * Lets a client read nothing, though it still sends. Volatile events for it are dropped, the
     * bus's outbound limits apply to others, and its heartbeat ends with {@code ping timeout}.
     *
     * @param client one of the client's sockets
     */
    public void stall(ClientSocket client) {
        MemoryClient stalled = clientOf(client);
        loop.perform(() -> stalled.stall(true));
    }

    /**
     * Lets a client read again; it finds what was sent meanwhile.
     *
     * @param client one of the client's sockets
     */
    public void resume(ClientSocket client) {
        MemoryClient resumed = clientOf(client);
        loop.perform(() -> resumed.stall(false));
    }

    private MemoryClient clientOf(ClientSocket client) {
        if (client instanceof MemorySocket socket && socket.loop() == loop) {
            return socket.client();
        }
        throw new IllegalArgumentException("not a client of this bus: " + client);
    }
}
