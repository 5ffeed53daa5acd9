package io.ringcast.bench.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints Ringcast's server CPU as a part of each peer's, for each load; of two files, the first is
 * the baseline.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.plot.Ratios
 * benchmarks/results/wire.csv [another.csv]</pre>
 */
public final class Ratios {
    private static final String OURS = "ringcast";

    private Ratios() {}

    /**
     * Prints them.
     *
     * @param arguments one file or two
     * @throws IOException if one can't be read
     */
    public static void main(String[] arguments) throws IOException {
        for (String file : arguments) {
            System.out.println(file);
            print(Table.read(Path.of(file)));
        }
    }

    private static void print(Table table) {
        for (String load : table.distinct("load")) {
            Table mine = table.where("load", load);
            Table ours = mine.where("server", OURS);
            StringBuilder line = new StringBuilder(String.format("  %-16s", load));
            for (String server : mine.distinct("server")) {
                if (!server.equals(OURS) && !ours.isEmpty()) {
                    double ratio =
                            ours.median("cpu_us") / mine.where("server", server).median("cpu_us");
                    line.append(String.format(Locale.ROOT, "  %.2f x %s", ratio, server));
                }
            }
            System.out.println(line);
        }
    }
}
