package io.ringcast.bench.latency;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.inmemory.InMemoryTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long is an event under way at 100,000 a second, for each way to wait? The clock of an event
 * starts when it was due, not when it was sent: a stall counts for all that it holds up.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.latency.Latency
 * [benchmarks/results/latency.csv]</pre>
 */
public final class Latency {
    private static final long INTERVAL_NANOS = 10_000;
    private static final long WARM_UP = 300_000;
    private static final long EVENTS = 1_000_000;

    private Latency() {}

    /**
     * Measures all wait modes, one after the other.
     *
     * @param arguments a file for the percentiles, or nothing
     * @throws Exception if it can't be written
     */
    public static void main(String[] arguments) throws Exception {
        List<String> lines = new ArrayList<>(List.of("mode,percentile,micros"));
        System.out.printf(
                "%-10s %8s %8s %8s %8s   microseconds%n", "mode", "p50", "p99", "p99.9", "max");
        for (WaitMode mode : WaitMode.values()) {
            Histogram histogram = measure(mode);
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %8.1f %8.1f %8.1f %8.1f%n",
                    mode,
                    histogram.getValueAtPercentile(50) / 1e3,
                    histogram.getValueAtPercentile(99) / 1e3,
                    histogram.getValueAtPercentile(99.9) / 1e3,
                    histogram.getMaxValue() / 1e3);
            for (HistogramIterationValue value : histogram.percentiles(5)) {
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "%s,%.5f,%.2f",
                                mode,
                                value.getPercentile(),
                                value.getValueIteratedTo() / 1e3));
            }
        }
        write(arguments, lines);
    }

    private static void write(String[] arguments, List<String> lines) throws IOException {
        if (arguments.length > 0) {
            Path file = Path.of(arguments[0]).toAbsolutePath();
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        }
    }

    private static Histogram measure(WaitMode mode) throws InterruptedException {
        Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        try (Bus bus = Bus.builder().waitMode(mode).build()) {
            long[] count = {0};
            CountDownLatch all = new CountDownLatch(1);
            bus.onConnection(
                    socket ->
                            socket.on(
                                    "event",
                                    Long.class,
                                    due -> {
                                        if (++count[0] > WARM_UP) {
                                            histogram.recordValue(
                                                    Math.max(0, System.nanoTime() - due));
                                        }
                                        if (count[0] == WARM_UP + EVENTS) {
                                            all.countDown();
                                        }
                                    }));
            ClientSocket client = bus.attach(new InMemoryTransport()).connect("/");
            send(client);
            all.await();
        }
        return histogram;
    }

    private static void send(ClientSocket client) {
        long due = System.nanoTime();
        for (long i = 0; i < WARM_UP + EVENTS; i++) {
            due += INTERVAL_NANOS;
            while (System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
            client.emit("event", due);
        }
    }
}
