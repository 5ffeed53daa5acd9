package io.ringcast.bench.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where does a loaded minute go? The server records itself with Java Flight Recorder under one
 * load; what the samples say is printed by layer and by method, with what was allocated and how
 * long collections took.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.wire.Profile
 * [--seconds 60] [--loads echo-32,rooms-100]</pre>
 */
public final class Profile {
    private static final int FIRST_PORT = 3630;
    private static final int SHOWN = 12;

    /** The first that a frame's class begins with, from the innermost frame outward, counts. */
    private static final Map<String, String> LAYERS = layers();

    private final Map<String, Integer> layers = new TreeMap<>();
    private final Map<String, Integer> methods = new TreeMap<>();
    private final Map<String, Long> allocated = new TreeMap<>();
    private int samples;
    private Duration pauses = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private int collections;

    private static Map<String, String> layers() {
        Map<String, String> layers = new LinkedHashMap<>();
        layers.put("sun.nio.ch.", "system calls: read, write, select");
        layers.put("org.eclipse.jetty.", "Jetty");
        layers.put("io.ringcast.transport.jetty.", "WebSocket frames (transport.jetty)");
        layers.put("io.ringcast.engineio.", "Engine.IO sessions");
        layers.put("io.ringcast.protocol.", "packets and JSON (protocol)");
        layers.put("io.ringcast.internal.loop.", "event loop");
        layers.put("io.ringcast.", "sockets, rooms, dispatch (bus)");
        return layers;
    }

    /**
     * Records and prints.
     *
     * @param arguments see the class
     * @throws IOException if the server can't be started or the recording can't be read
     */
    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(arguments);
        long millis = given.number("--seconds", 60) * 1_000L;
        int port = FIRST_PORT;
        for (Load load :
                given.list(
                        "--loads",
                        Stream.of("echo-32", "rooms-100").map(Load::of).toList(),
                        Load::of)) {
            Path recording = Files.createTempFile("ringcast", ".jfr");
            try {
                record(load, port++, millis, recording);
                Profile profile = new Profile();
                try (RecordingFile events = new RecordingFile(recording)) {
                    while (events.hasMoreEvents()) {
                        profile.add(events.readEvent());
                    }
                }
                System.out.println(load.title());
                profile.print();
            } finally {
                Files.delete(recording);
            }
        }
    }

    private static void record(Load load, int port, long millis, Path to) throws IOException {
        try (ServerProcess server = new ServerProcess(Contestant.RINGCAST, port);
                Driver driver = new Driver(load, port)) {
            driver.run(Math.min(10_000, millis), false);
            server.command("JFR.start", "name=minute", "settings=profile");
            driver.run(millis, false);
            server.command("JFR.stop", "name=minute", "filename=" + to);
        }
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample", "jdk.NativeMethodSample" -> addSample(event);
            case "jdk.ObjectAllocationSample" -> addAllocation(event);
            case "jdk.GarbageCollection" -> addCollection(event);
            default -> {}
        }
    }

    private void addSample(RecordedEvent event) {
        if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
            return;
        }
        RecordedFrame top = event.getStackTrace().getFrames().get(0);
        String method = top.getMethod().getType().getName() + "." + top.getMethod().getName();
        if (isWaiting(method)) {
            return;
        }
        samples++;
        methods.merge(method, 1, Integer::sum);
        String layer =
                event.getStackTrace().getFrames().stream()
                        .map(frame -> layer(frame.getMethod().getType().getName()))
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElse("Java's library, elsewhere");
        layers.merge(layer, 1, Integer::sum);
    }

    /** A thread in here is asleep as far as anybody can tell from outside. */
    private static boolean isWaiting(String method) {
        return method.endsWith("EPoll.wait") || method.endsWith("Net.accept");
    }

    private static String layer(String type) {
        return LAYERS.entrySet().stream()
                .filter(layer -> type.startsWith(layer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private void addAllocation(RecordedEvent event) {
        RecordedClass type = event.getClass("objectClass");
        allocated.merge(type.getName(), event.getLong("weight"), Long::sum);
    }

    private void addCollection(RecordedEvent event) {
        collections++;
        pauses = pauses.plus(event.getDuration("sumOfPauses"));
        Duration pause = event.getDuration("longestPause");
        longest = pause.compareTo(longest) > 0 ? pause : longest;
    }

    private void print() {
        System.out.printf("  %d samples%n", samples);
        print(layers, samples);
        System.out.println("  by method");
        print(methods, samples);
        System.out.println("  allocated, by class");
        print(allocated, allocated.values().stream().mapToLong(Long::longValue).sum());
        System.out.printf(
                "  %d collections, %d ms in all, the longest %.1f ms%n",
                collections, pauses.toMillis(), longest.toNanos() / 1e6);
    }

    private static void print(Map<String, ? extends Number> counts, long all) {
        counts.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue().longValue(), a.getValue().longValue()))
                .limit(SHOWN)
                .forEach(
                        entry ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "  %5.1f %%  %s%n",
                                        100.0 * entry.getValue().longValue() / Math.max(1, all),
                                        entry.getKey()));
    }
}
