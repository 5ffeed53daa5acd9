package io.ringcast.bench.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Something to measure of a server that has just been started. */
interface Trial {
    /**
     * What was measured.
     *
     * @param cpuMicros server CPU for one unit: a message, a delivery, a connection
     * @param perSecond units in a second
     * @param latency of messages in nanoseconds; empty where there are none
     * @param bytes memory for one connection; 0 where it was not asked for
     */
    record Measured(double cpuMicros, double perSecond, Histogram latency, double bytes) {}

    /** What the just-in-time compilers get at least where a request has a long way to go. */
    Duration WARM_UP = Duration.ofSeconds(8);

    /** Its name in the tables. */
    String title();

    /** Whether a server offers what is measured. */
    boolean fits(Contestant contestant);

    /** Measures. */
    Measured measure(ServerProcess server, int port, Duration time) throws IOException;

    /** All of the comparison, in the order of its table. */
    static List<Trial> all() {
        Stream<Trial> loads = Load.STANDARD.stream().map(Messages::new);
        Stream<Trial> others = Stream.of(new Polling(100, 32), new Storm(), new Idle(10_000));
        return Stream.concat(loads, others).toList();
    }

    /** One of them. */
    static Trial of(String title) {
        return all().stream()
                .filter(trial -> trial.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such load: " + title));
    }

    /** What one message costs over WebSocket. */
    record Messages(Load load) implements Trial {
        @Override
        public String title() {
            return load.title();
        }

        @Override
        public boolean fits(Contestant contestant) {
            return contestant != Contestant.JETTY_CORE || load.kind() != Load.Kind.ROOM;
        }

        @Override
        public Measured measure(ServerProcess server, int port, Duration time) throws IOException {
            try (Driver driver = new Driver(load, port)) {
                driver.run(Math.max(2000, time.toMillis()), false);
                Stopwatch watch = new Stopwatch(server);
                long delivered = driver.run(time.toMillis(), true);
                return watch.measured(delivered, driver.latency());
            }
        }
    }

    /** What an echo costs over long-polling: a POST and a GET. */
    record Polling(int connections, int size) implements Trial {
        @Override
        public String title() {
            return "polling-echo";
        }

        @Override
        public boolean fits(Contestant contestant) {
            return contestant.hasPolling;
        }

        @Override
        public Measured measure(ServerProcess server, int port, Duration time) throws IOException {
            try (PollingDriver driver = new PollingDriver(connections, size, port)) {
                driver.run(WARM_UP.toMillis());
                Stopwatch watch = new Stopwatch(server);
                return watch.measured(driver.run(time.toMillis()), new Histogram(1));
            }
        }
    }

    /** How many connect, enter the namespace and leave again in a second. */
    record Storm() implements Trial {
        private static final int CROWD = 256;

        @Override
        public String title() {
            return "storm";
        }

        @Override
        public boolean fits(Contestant contestant) {
            return true;
        }

        @Override
        public Measured measure(ServerProcess server, int port, Duration time) throws IOException {
            try (Crowd crowd = new Crowd(port)) {
                come(crowd, WARM_UP);
                Stopwatch watch = new Stopwatch(server);
                return watch.measured(come(crowd, time), new Histogram(1));
            }
        }

        private static long come(Crowd crowd, Duration time) throws IOException {
            long deadline = System.nanoTime() + time.toNanos();
            long connected = 0;
            while (System.nanoTime() < deadline) {
                crowd.grow(CROWD);
                crowd.leave();
                connected += CROWD;
            }
            return connected;
        }
    }

    /** What a connection costs that does nothing but answer heartbeats; CPU is for its second. */
    record Idle(int connections) implements Trial {
        private static final int FIRST = 500;

        /** A little more than the interval between two heartbeats. */
        private static final Duration TIME = Duration.ofSeconds(26);

        @Override
        public String title() {
            return "idle";
        }

        @Override
        public boolean fits(Contestant contestant) {
            return contestant != Contestant.FLOOR;
        }

        @Override
        public Measured measure(ServerProcess server, int port, Duration time) throws IOException {
            try (Crowd crowd = new Crowd(port)) {
                crowd.grow(FIRST);
                long before = server.memory();
                crowd.grow(connections);
                crowd.idle(1000);
                long after = server.memory();
                // The first heartbeats are the compilers' warm-up.
                crowd.idle(TIME.toMillis());
                Stopwatch watch = new Stopwatch(server);
                crowd.idle(TIME.toMillis());
                Measured idle =
                        watch.measured((FIRST + connections) * TIME.toSeconds(), new Histogram(1));
                double bytes = (after - before) / (double) connections;
                return new Measured(idle.cpuMicros(), idle.perSecond(), idle.latency(), bytes);
            }
        }
    }

    /** Takes a server's CPU and the time. */
    final class Stopwatch {
        private final ServerProcess server;
        private final double cpu;
        private final long start = System.nanoTime();

        Stopwatch(ServerProcess server) throws IOException {
            this.server = server;
            this.cpu = server.cpuMicros();
        }

        Measured measured(long units, Histogram latency) throws IOException {
            double used = server.cpuMicros() - cpu;
            double elapsed = (System.nanoTime() - start) / 1e9;
            return new Measured(used / units, units / elapsed, latency, 0);
        }
    }
}
