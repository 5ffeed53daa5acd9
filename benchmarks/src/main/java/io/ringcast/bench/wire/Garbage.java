package io.ringcast.bench.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many bytes does a server allocate for a message (or delivery), by its own virtual machine's
 * count, beside netty-socketio?
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.wire.Garbage
 * [--rounds 2] [--seconds 3] [--loads echo-32,ack-32] [--servers ringcast,netty-socketio]
 * [--out benchmarks/results/garbage.csv]</pre>
 */
public final class Garbage {
    private static final int FIRST_PORT = 3650;

    private Garbage() {}

    /**
     * Measures all loads.
     *
     * @param arguments see the class
     * @throws IOException if the results can't be written
     */
    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(arguments);
        List<Load> loads = given.list("--loads", Load.STANDARD, Load::of);
        List<Contestant> servers =
                given.list(
                        "--servers",
                        List.of(Contestant.RINGCAST, Contestant.NETTY_SOCKETIO),
                        Contestant::of);
        long millis = given.number("--seconds", 3) * 1_000L;
        List<String> lines = new ArrayList<>(List.of("load,server,round,bytes"));
        int port = FIRST_PORT;
        for (Load load : loads) {
            for (int round = 1; round <= given.number("--rounds", 2); round++) {
                for (Contestant server : servers) {
                    double bytes = measure(load, server, port++, millis);
                    lines.add(line("%s,%s,%d,%.1f", load, server, round, bytes));
                    System.out.println(line("%-16s %-16s %d %10.1f", load, server, round, bytes));
                }
            }
        }
        for (Path file : given.list("--out", List.of(), Path::of)) {
            Files.write(file, lines);
        }
    }

    private static String line(
            String format, Load load, Contestant server, int round, double bytes) {
        return String.format(Locale.ROOT, format, load.title(), server.title(), round, bytes);
    }

    private static double measure(Load load, Contestant contestant, int port, long millis)
            throws IOException {
        try (ServerProcess server = new ServerProcess(contestant, port);
                Driver driver = new Driver(load, port)) {
            driver.run(millis, false);
            long before = server.allocated();
            long delivered = driver.run(millis, false);
            return (server.allocated() - before) / (double) delivered;
        }
    }
}
