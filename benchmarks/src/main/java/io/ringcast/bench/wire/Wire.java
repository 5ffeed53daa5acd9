package io.ringcast.bench.wire;

import io.ringcast.bench.wire.Trial.Measured;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What does a message cost the server, beside its peers? Server CPU per message (or delivery, or
 * connection), in microseconds, from the operating system; the generator shares the machine.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.wire.Wire [--rounds 5]
 * [--seconds 3] [--loads echo-32,ack-32] [--servers ringcast,node]
 * [--out benchmarks/results/wire.csv]</pre>
 */
public final class Wire {
    private final int rounds;
    private final List<Trial> trials;
    private final List<Contestant> contestants;
    private final Rounds measuring;

    private Wire(Arguments arguments) throws IOException {
        this.rounds = arguments.number("--rounds", 5);
        this.trials = arguments.list("--loads", Trial.all(), Trial::of);
        this.contestants =
                arguments.list("--servers", Arrays.asList(Contestant.values()), Contestant::of);
        this.measuring =
                new Rounds(
                        Duration.ofSeconds(arguments.number("--seconds", 3)),
                        arguments.list("--out", List.of(), Path::of));
    }

    /**
     * Runs the comparison.
     *
     * @param arguments see the class
     * @throws IOException if the results can't be written
     */
    public static void main(String[] arguments) throws IOException {
        new Wire(new Arguments(arguments)).compare();
    }

    private void compare() throws IOException {
        System.out.printf(
                "%-16s %-16s %12s %14s %10s %9s %9s %9s %10s%n",
                "load",
                "server",
                "us/message",
                "min..max",
                "in 1 s",
                "p50 us",
                "p99 us",
                "p99.9",
                "bytes");
        for (Trial trial : trials) {
            Map<Contestant, List<Measured>> results = new EnumMap<>(Contestant.class);
            for (int round = 1; round <= rounds; round++) {
                for (Contestant contestant : contestants) {
                    measuring
                            .measure(trial, contestant, round)
                            .ifPresent(
                                    one ->
                                            results.computeIfAbsent(
                                                            contestant, any -> new ArrayList<>())
                                                    .add(one));
                }
            }
            results.forEach((contestant, list) -> print(trial, contestant, list));
        }
    }

    private static void print(Trial trial, Contestant contestant, List<Measured> results) {
        double[] costs = sorted(results, Measured::cpuMicros);
        Histogram all = new Histogram(3);
        results.forEach(result -> all.add(result.latency()));
        System.out.printf(
                Locale.ROOT,
                "%-16s %-16s %12.2f %14s %10.0f %9.0f %9.0f %9.0f %10.0f%n",
                trial.title(),
                contestant.title(),
                median(costs),
                String.format(Locale.ROOT, "%.2f..%.2f", costs[0], costs[costs.length - 1]),
                median(sorted(results, Measured::perSecond)),
                all.getValueAtPercentile(50) / 1e3,
                all.getValueAtPercentile(99) / 1e3,
                all.getValueAtPercentile(99.9) / 1e3,
                median(sorted(results, Measured::bytes)));
    }

    private static double[] sorted(List<Measured> results, ToDoubleFunction<Measured> value) {
        return results.stream().mapToDouble(value).sorted().toArray();
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
