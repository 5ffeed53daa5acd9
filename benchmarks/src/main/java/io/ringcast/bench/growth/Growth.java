package io.ringcast.bench.growth;

import com.sun.management.ThreadMXBean;
import io.ringcast.BroadcastOperator;
import io.ringcast.Bus;
import io.ringcast.ClientLimits;
import io.ringcast.ClientSocket;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.transport.inmemory.InMemoryTransport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does a broadcast to a room of ten, or an emit, cost more where there are many rooms, or many
 * namespaces? Processor time of the bus's loop for one, each in turn over all rooms (namespaces).
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.growth.Growth
 * [benchmarks/results/growth.csv]</pre>
 */
public final class Growth {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int[] ROOMS = {1, 10, 100, 1_000, 10_000, 100_000};
    private static final int[] NAMESPACES = {1, 10, 100, 1_000, 10_000};
    private static final int SOCKETS = 1_000;
    private static final int IN_A_ROOM = 10;
    private static final int CALLS = 200_000;
    private static final int ROUNDS = 5;

    private final AtomicLong arrived = new AtomicLong();
    private final List<String> lines = new ArrayList<>(List.of("load,server,round,cpu_us"));

    private Growth() {}

    /**
     * Measures all points.
     *
     * @param arguments a file for the results, or nothing
     * @throws IOException if it can't be written
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Growth growth = new Growth();
        for (int rooms : ROOMS) {
            growth.rooms(rooms);
        }
        for (int namespaces : NAMESPACES) {
            growth.namespaces(namespaces);
        }
        for (String file : arguments) {
            Files.write(Path.of(file), growth.lines);
        }
    }

    private void rooms(int count) throws InterruptedException {
        try (Bus bus =
                Bus.builder()
                        .limits(ClientLimits.builder().roomsPerSocket(2_000).build())
                        .build()) {
            List<Socket> sockets = new CopyOnWriteArrayList<>();
            CountDownLatch connected = new CountDownLatch(SOCKETS);
            bus.onConnection(
                    socket -> {
                        sockets.add(socket);
                        connected.countDown();
                    });
            InMemoryTransport memory = bus.attach(new InMemoryTransport());
            for (int i = 0; i < SOCKETS; i++) {
                listen(memory.connect("/"));
            }
            connected.await();
            BroadcastOperator[] rooms = new BroadcastOperator[count];
            for (int room = 0; room < count; room++) {
                for (int member = 0; member < IN_A_ROOM; member++) {
                    sockets.get((room * IN_A_ROOM + member) % SOCKETS).join("room " + room);
                }
                rooms[room] = bus.to("room " + room);
            }
            bus.fetchSockets().toCompletableFuture().join();
            report("rooms/" + count, i -> rooms[i % count].emit("event", "value"), IN_A_ROOM);
        }
    }

    private void namespaces(int count) throws InterruptedException {
        try (Bus bus = Bus.create()) {
            InMemoryTransport memory = bus.attach(new InMemoryTransport());
            CountDownLatch connected = new CountDownLatch(count);
            ClientSocket[] clients = new ClientSocket[count];
            for (int i = 0; i < count; i++) {
                Namespace namespace = bus.of("/" + i);
                namespace.onConnection(
                        socket -> {
                            socket.on("event", Object.class, this::receive);
                            connected.countDown();
                        });
                clients[i] = memory.connect("/" + i);
            }
            connected.await();
            report("namespaces/" + count, i -> clients[i % count].emit("event", "value"), 1);
        }
    }

    private void listen(ClientSocket client) {
        client.on("event", Object.class, this::receive);
    }

    private void receive(Object event) {
        arrived.lazySet(arrived.getPlain() + 1);
    }

    private interface Call {
        void make(int number);
    }

    private void report(String title, Call call, int deliveries) {
        double best = Double.MAX_VALUE;
        for (int round = 1; round <= ROUNDS; round++) {
            long expected = arrived.get() + (long) CALLS * deliveries;
            long before = loopNanos();
            for (int i = 0; i < CALLS; i++) {
                call.make(i);
            }
            while (arrived.get() < expected) {
                Thread.onSpinWait();
            }
            double nanos = (loopNanos() - before) / (double) CALLS;
            best = Math.min(best, nanos);
            lines.add(String.format(Locale.ROOT, "%s,ringcast,%d,%.4f", title, round, nanos / 1e3));
        }
        System.out.printf(Locale.ROOT, "%-20s %8.1f ns%n", title, best);
    }

    private static long loopNanos() {
        long nanos = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("bus-loop")) {
                nanos += THREADS.getThreadCpuTime(thread.getThreadId());
            }
        }
        return nanos;
    }
}
