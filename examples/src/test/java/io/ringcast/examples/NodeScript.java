package io.ringcast.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A script of {@code src/test/node} as the other side of a test. */
final class NodeScript implements AutoCloseable {
    static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path CLIENTS = MODULE.resolve("../transport-jetty/src/test/npm");

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private NodeScript(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
        // Whoever waits for a line then sees the end of the output.
        CompletableFuture.delayedExecutor(100, TimeUnit.SECONDS).execute(process::destroyForcibly);
    }

    /** Skips the test without Node or a package; fails it if {@code CI=true}. */
    static void require(String... packages) {
        need("Node 18 or newer", onPath("node").isPresent());
        for (String each : packages) {
            Path installed = CLIENTS.resolve("node_modules").resolve(each);
            need(each + ", which npm installs,", Files.isDirectory(installed));
        }
    }

    /** The browser; without one the test is skipped, or fails if {@code CI=true}. */
    static String browser() {
        Optional<String> found =
                Stream.of("chromium", "chromium-browser", "google-chrome")
                        .flatMap(name -> onPath(name).stream())
                        .findFirst();
        need("Chromium", found.isPresent());
        return found.orElseThrow();
    }

    private static Optional<String> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(
                        folder ->
                                Stream.of(program, program + ".exe").map(Path.of(folder)::resolve))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static void need(String what, boolean present) {
        if (!present && "true".equals(System.getenv("CI"))) {
            fail(what + " is missing, and CI=true");
        }
        if (!present) {
            System.out.println("SKIPPED: " + what + " is missing for a test with real clients.");
            Assumptions.abort(what + " is missing");
        }
    }

    static NodeScript start(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", name));
        command.addAll(List.of(arguments));
        return new NodeScript(
                new ProcessBuilder(command)
                        .directory(MODULE.resolve("src/test/node").toFile())
                        .redirectErrorStream(true)
                        .start());
    }

    /** The next line that it writes, or null at the end. */
    @Nullable String nextLine() {
        try {
            String line = output.readLine();
            if (line != null) {
                lines.add(line);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answer(String line) throws IOException {
        process.outputWriter(UTF_8).append(line).append('\n').flush();
    }

    /** Reads to the end, which has to be a good one. */
    void expectSuccess() throws InterruptedException {
        while (nextLine() != null) {
            // nextLine keeps them
        }
        assertThat(process.waitFor()).describedAs(String.join("\n", lines)).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
