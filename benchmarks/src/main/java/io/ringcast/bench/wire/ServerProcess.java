package io.ringcast.bench.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own, and what the operating system says it has used. */
final class ServerProcess implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;
    private static final Pattern ALLOCATED = Pattern.compile("allocated=(\\d+)([BKMG])");

    private final Process process;
    private final boolean isJava;

    ServerProcess(Contestant contestant, int port) throws IOException {
        this(contestant.command(port), contestant.isJava);
    }

    private ServerProcess(List<String> command, boolean isJava) throws IOException {
        this.isJava = isJava;
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.PIPE)
                        .start();
        awaitReady();
    }

    private void awaitReady() throws IOException {
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        String line;
        while ((line = output.readLine()) != null) {
            if (line.startsWith("READY")) {
                Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}), "output");
                drain.setDaemon(true);
                drain.start();
                return;
            }
            said.append(line).append('\n');
        }
        throw new IOException("the server did not start:\n" + said);
    }

    /** Processor time used so far, in microseconds. */
    double cpuMicros() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        Scanner fields = new Scanner(stat.substring(stat.lastIndexOf(')') + 2));
        for (int i = 0; i < 11; i++) {
            fields.next();
        }
        double ticks = (double) fields.nextLong() + fields.nextLong();
        return ticks / TICKS_PER_SECOND * 1_000_000;
    }

    /** Memory in use, in bytes: the live heap after a collection for Java, resident otherwise. */
    long memory() throws IOException {
        return isJava ? liveHeap() : residentBytes();
    }

    private long liveHeap() throws IOException {
        command("GC.run");
        return command("GC.class_histogram", "-all=false")
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(ServerProcess::thirdNumber)
                .findFirst()
                .orElse(0);
    }

    private static long thirdNumber(String line) {
        Scanner words = new Scanner(line);
        words.next();
        words.nextLong();
        return words.nextLong();
    }

    /** What the living threads of a Java server have allocated so far, in bytes. */
    long allocated() throws IOException {
        String threads = command("Thread.print", "-e");
        return threads.lines()
                .filter(line -> !line.startsWith("\"Attach Listener\""))
                .map(ALLOCATED::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> bytes(Long.parseLong(found.group(1)), found.group(2)))
                .sum();
    }

    private static long bytes(long number, String unit) {
        return switch (unit) {
            case "K" -> number << 10;
            case "M" -> number << 20;
            case "G" -> number << 30;
            default -> number;
        };
    }

    /** Has a Java server say something to the recorder in its virtual machine. */
    String command(String... words) throws IOException {
        return output(Stream.concat(Stream.of("jcmd", pid()), Stream.of(words)).toList());
    }

    private String pid() {
        return Long.toString(process.pid());
    }

    private long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static String output(List<String> command) throws IOException {
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).toString();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "pid %d", process.pid());
    }
}
