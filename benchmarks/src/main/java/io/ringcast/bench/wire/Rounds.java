package io.ringcast.bench.wire;

import io.ringcast.bench.wire.Trial.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Measures one trial after the other, each with a new server, and keeps a line for each. */
final class Rounds {
    private static final int FIRST_PORT = 3700;
    private static final String HEADER =
            "load,server,round,cpu_us,per_second,p50_us,p99_us,p999_us,bytes\n";

    private final Duration time;
    private final List<Path> files;
    private int port = FIRST_PORT;

    /**
     * Begins the files anew.
     *
     * @param time how long each measurement takes, after as long a warm-up
     * @param files where the lines go; may be empty
     */
    Rounds(Duration time, List<Path> files) throws IOException {
        this.time = time;
        this.files = files;
        for (Path file : files) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, HEADER);
        }
    }

    /** Empty, and a line on the error output, where a server is missing or fails. */
    Optional<Measured> measure(Trial trial, Contestant contestant, int round) throws IOException {
        if (!trial.fits(contestant)) {
            return Optional.empty();
        }
        if (!contestant.isAvailable()) {
            System.err.println(contestant.title() + " is not built or installed: left out");
            return Optional.empty();
        }
        Measured measured;
        int mine = port++;
        try (ServerProcess server = new ServerProcess(contestant, mine)) {
            measured = trial.measure(server, mine, time);
        } catch (IOException | RuntimeException failure) {
            System.err.println(contestant.title() + " failed " + trial.title() + ": " + failure);
            return Optional.empty();
        }
        write(trial, contestant, round, measured);
        return Optional.of(measured);
    }

    private void write(Trial trial, Contestant contestant, int round, Measured measured)
            throws IOException {
        Histogram latency = measured.latency();
        String line =
                String.format(
                        Locale.ROOT,
                        "%s,%s,%d,%.3f,%.0f,%.1f,%.1f,%.1f,%.0f%n",
                        trial.title(),
                        contestant.title(),
                        round,
                        measured.cpuMicros(),
                        measured.perSecond(),
                        latency.getValueAtPercentile(50) / 1e3,
                        latency.getValueAtPercentile(99) / 1e3,
                        latency.getValueAtPercentile(99.9) / 1e3,
                        measured.bytes());
        for (Path file : files) {
            Files.writeString(file, line, StandardOpenOption.APPEND);
        }
    }
}
