package io.ringcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.transport.jetty.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that others wrote: a process of this one, on a port of the loopback interface. */
final class RealProxy implements AutoCloseable {
    /** Which one. */
    enum Kind {
        NGINX,
        HAPROXY;

        /** Debian keeps them where not every user looks. */
        String program() {
            String name = name().toLowerCase(Locale.ROOT);
            Path debian = Path.of("/usr/sbin", name);
            return Files.isExecutable(debian) ? debian.toString() : name;
        }
    }

    private static final Path FOLDER = Path.of("target", "proxies").toAbsolutePath();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** Ends the program when this process does, however that may end. */
    private static final String KEEPER =
            "exec 3<&0; \"$@\" & child=$!; (read line <&3; kill $child) & wait $child";

    /** What Debian's file has around those of sites, but for places that root alone may write. */
    private static final String NGINX_MAIN =
            """
            error_log stderr;
            pid FOLDER/pid;
            master_process off;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path FOLDER/body;
                proxy_temp_path FOLDER/proxy;
                fastcgi_temp_path FOLDER/fastcgi;
                uwsgi_temp_path FOLDER/uwsgi;
                scgi_temp_path FOLDER/scgi;
                include FOLDER/site;
            }
            """;

    private final Path folder;
    private final int port;
    private final List<String> command;
    private Process process;

    private RealProxy(Path folder, int port, List<String> command) throws Exception {
        this.folder = folder;
        this.port = port;
        this.command = command;
        start();
    }

    /** Starts one with what belongs into its configuration; PORT and FOLDER are filled in. */
    static RealProxy start(Kind kind, String configuration) throws Exception {
        Path folder = FOLDER.resolve(kind + "-" + NUMBERS.incrementAndGet());
        Files.createDirectories(folder);
        int port = freePort();
        Path site = write(folder, "site", port, configuration);
        List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "sh"));
        if (kind == Kind.NGINX) {
            Path main = write(folder, "main", port, NGINX_MAIN);
            command.addAll(List.of(kind.program(), "-p", folder.toString(), "-e", "stderr"));
            command.addAll(List.of("-g", "daemon off;", "-c", main.toString()));
        } else {
            command.addAll(List.of(kind.program(), "-db", "-f", site.toString()));
        }
        return new RealProxy(folder, port, command);
    }

    private static Path write(Path folder, String name, int port, String text) throws IOException {
        String filled = text.replace("FOLDER", folder.toString()).replace("PORT", "" + port);
        return Files.writeString(folder.resolve(name), filled);
    }

    /** Below those that systems give to outgoing connections: nobody takes it meanwhile. */
    private static int freePort() throws IOException {
        for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 5_000); ; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (java.net.BindException taken) {
                // The next one.
            }
        }
    }

    private void start() throws Exception {
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
        Patience.await("the proxy listens", this::listens);
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new AssertionError("the proxy has ended: " + log());
        }
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What it has written. */
    String log() {
        try {
            return Files.readString(folder.resolve("log"), UTF_8);
        } catch (IOException e) {
            return "" + e;
        }
    }

    int port() {
        return port;
    }

    /** Ends it, which cuts all connections. */
    void stop() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the proxy does not end: " + log());
        }
    }

    /** Starts it again, on the same port. */
    void startAgain() throws Exception {
        start();
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            stop();
        }
    }
}
