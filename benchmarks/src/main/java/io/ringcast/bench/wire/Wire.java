package io.ringcast.bench.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What does a message cost the server, beside its peers? Server CPU per message (or delivery), in
 * microseconds, from the operating system; the generator shares the machine.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.wire.Wire [--rounds 5]
 * [--seconds 3] [--loads echo-32,ack-32] [--servers ringcast,node]</pre>
 */
public final class Wire {
    private static final int FIRST_PORT = 3700;

    private final int rounds;
    private final int seconds;
    private final List<Load> loads;
    private final List<Contestant> contestants;
    private int port = FIRST_PORT;

    private Wire(Arguments arguments) {
        this.rounds = arguments.number("--rounds", 5);
        this.seconds = arguments.number("--seconds", 3);
        this.loads = arguments.list("--loads", Arrays.asList(Load.values()), Load::of);
        this.contestants =
                arguments.list(
                        "--servers",
                        Arrays.asList(Contestant.values()),
                        title ->
                                Contestant.valueOf(
                                        title.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    /**
     * Runs the comparison.
     *
     * @param arguments see the class
     * @throws IOException if a server can't be started
     */
    public static void main(String[] arguments) throws IOException {
        new Wire(new Arguments(arguments)).compare();
    }

    private void compare() throws IOException {
        System.out.printf(
                "%-16s %-16s %12s %12s %10s %10s %10s %10s%n",
                "load", "server", "us/message", "min..max", "msgs/s", "p50 us", "p99 us", "p99.9");
        for (Load load : loads) {
            Map<Contestant, List<Result>> results = new EnumMap<>(Contestant.class);
            for (int round = 0; round < rounds; round++) {
                for (Contestant contestant : contestants) {
                    run(load, contestant, results);
                }
            }
            results.forEach((contestant, list) -> print(load, contestant, list));
        }
    }

    private void run(Load load, Contestant contestant, Map<Contestant, List<Result>> results)
            throws IOException {
        if (!contestant.isAvailable()) {
            System.err.println(contestant.title() + " is not built or installed: left out");
            return;
        }
        try {
            Result result = measure(load, contestant);
            results.computeIfAbsent(contestant, any -> new ArrayList<>()).add(result);
        } catch (IOException | RuntimeException failure) {
            System.err.println(contestant.title() + " failed " + load.title() + ": " + failure);
        }
    }

    private record Result(double microsPerMessage, double messagesPerSecond, Histogram latency) {}

    private Result measure(Load load, Contestant contestant) throws IOException {
        int mine = port++;
        try (ServerProcess server = new ServerProcess(contestant.command(mine));
                Driver driver = new Driver(load, mine)) {
            driver.run(Math.max(2000, seconds * 1000L), false);
            double before = server.cpuMicros();
            long start = System.nanoTime();
            long delivered = driver.run(seconds * 1000L, true);
            double used = server.cpuMicros() - before;
            double elapsed = (System.nanoTime() - start) / 1e9;
            return new Result(used / delivered, delivered / elapsed, driver.latency());
        }
    }

    private static void print(Load load, Contestant contestant, List<Result> results) {
        double[] costs = results.stream().mapToDouble(Result::microsPerMessage).sorted().toArray();
        double[] rates = results.stream().mapToDouble(Result::messagesPerSecond).sorted().toArray();
        Histogram all = new Histogram(3);
        results.forEach(result -> all.add(result.latency()));
        System.out.printf(
                Locale.ROOT,
                "%-16s %-16s %12.2f %12s %10.0f %10.0f %10.0f %10.0f%n",
                load.title(),
                contestant.title(),
                costs[costs.length / 2],
                String.format(Locale.ROOT, "%.1f..%.1f", costs[0], costs[costs.length - 1]),
                rates[rates.length / 2],
                all.getValueAtPercentile(50) / 1e3,
                all.getValueAtPercentile(99) / 1e3,
                all.getValueAtPercentile(99.9) / 1e3);
    }
}
