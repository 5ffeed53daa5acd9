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

/** A server in a process of its own, and what the operating system says it has used. */
final class ServerProcess implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;

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
        String pid = Long.toString(process.pid());
        output(List.of("jcmd", pid, "GC.run"));
        return output(List.of("jcmd", pid, "GC.class_histogram", "-all=false"))
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
