package io.ringcast.bench.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A server to drive: ours, the peers, and the floor under ours. Run from the project's root. */
enum Contestant {
    /** Our example {@code InteropServer}. */
    RINGCAST(true, true),
    /** The same on Jetty's WebSocket API. */
    RINGCAST_BY_JETTY(true, true),
    /** netty-socketio 2.0.14 with epoll, as its manual recommends. */
    NETTY_SOCKETIO(true, true),
    /** Node's socket.io with {@code ws}, its default. */
    NODE(false, true),
    /** Jetty's own WebSocket core, non-blocking and batched: echo and broadcast of raw text. */
    JETTY_CORE(true, false),
    /** The floor: what the operating system takes, without a server around it. */
    FLOOR(true, false);

    final boolean isJava;
    final boolean hasPolling;

    Contestant(boolean isJava, boolean hasPolling) {
        this.isJava = isJava;
        this.hasPolling = hasPolling;
    }

    List<String> command(int port) {
        return switch (this) {
            case RINGCAST -> interop(port, "RINGCAST");
            case RINGCAST_BY_JETTY -> interop(port, "JETTY");
            case NETTY_SOCKETIO ->
                    java(
                            "benchmarks/target/benchmarks.jar",
                            "io.ringcast.bench.wire.NettySocketIoServer",
                            Integer.toString(port));
            case JETTY_CORE ->
                    java(
                            "benchmarks/target/benchmarks.jar",
                            "io.ringcast.bench.wire.JettyCoreServer",
                            Integer.toString(port));
            case FLOOR ->
                    java(
                            "benchmarks/target/benchmarks.jar",
                            "io.ringcast.bench.wire.FloorServer",
                            Integer.toString(port));
            case NODE ->
                    List.of("node", "benchmarks/src/main/npm/server.js", Integer.toString(port));
        };
    }

    private static List<String> interop(int port, String engine) {
        return java(
                "examples/target/examples.jar:examples/target/lib/*",
                "io.ringcast.examples.InteropServer",
                "--port",
                Integer.toString(port),
                "--web-sockets",
                engine);
    }

    private static List<String> java(String classPath, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms512m", "-Xmx512m", "-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Whether what it needs has been built or installed; the run says so if not. */
    boolean isAvailable() {
        return switch (this) {
            case RINGCAST, RINGCAST_BY_JETTY ->
                    Files.exists(Path.of("examples/target/examples.jar"));
            case NODE -> Files.exists(Path.of("benchmarks/src/main/npm/node_modules/socket.io"));
            default -> Files.exists(Path.of("benchmarks/target/benchmarks.jar"));
        };
    }

    static Contestant of(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
