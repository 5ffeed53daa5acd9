package io.ringcast.bench.wire;

import io.ringcast.bench.wire.Trial.Measured;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How does the cost grow? Recipients of a broadcast, bytes of a message, connections: server CPU
 * for a message or delivery at each size, one server process for each point.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.wire.Scale [--rounds 2]
 * [--seconds 2] [--servers ringcast,netty-socketio] [--out benchmarks/results/scale.csv]</pre>
 */
public final class Scale {
    private Scale() {}

    /**
     * Measures all points.
     *
     * @param arguments see the class
     * @throws IOException if the results can't be written
     */
    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(arguments);
        List<Contestant> servers =
                given.list(
                        "--servers",
                        List.of(Contestant.RINGCAST, Contestant.NETTY_SOCKETIO),
                        Contestant::of);
        Rounds rounds =
                new Rounds(
                        Duration.ofSeconds(given.number("--seconds", 2)),
                        given.list("--out", List.of(), Path::of));
        int last = given.number("--rounds", 2);
        for (Load load : loads()) {
            for (Contestant server : servers) {
                List<Double> costs = new ArrayList<>();
                for (int round = 1; round <= last; round++) {
                    rounds.measure(new Trial.Messages(load), server, round)
                            .map(Measured::cpuMicros)
                            .ifPresent(costs::add);
                }
                System.out.printf(
                        Locale.ROOT, "%-20s %-16s %s%n", load.title(), server.title(), costs);
            }
        }
    }

    /** The titles are a curve's name and the point on it. */
    private static List<Load> loads() {
        Stream<Load> recipients =
                IntStream.of(1, 10, 100, 1_000, 3_000, 10_000)
                        .mapToObj(n -> Load.broadcast("recipients/" + n, n));
        Stream<Load> bytes =
                IntStream.of(32, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 900_000)
                        .mapToObj(n -> Load.echo("bytes/" + n, 10, 1, n));
        Stream<Load> connections =
                IntStream.of(100, 300, 1_000, 3_000, 10_000)
                        .mapToObj(n -> Load.echo("connections/" + n, n, 1, 32));
        return Stream.of(recipients, bytes, connections).flatMap(all -> all).toList();
    }
}
