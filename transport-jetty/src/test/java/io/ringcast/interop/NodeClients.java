package io.ringcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A Node process with the clients of npm; one serves all tests of a class. */
final class NodeClients implements AutoCloseable {
    private static final File FOLDER = new File("src/test/npm");

    private final Process process;
    private final Writer commands;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Object>> pending = new ConcurrentHashMap<>();
    private final Map<Integer, News> news = new ConcurrentHashMap<>();
    private final Queue<String> fatal = new ConcurrentLinkedQueue<>();

    NodeClients() throws IOException {
        process =
                new ProcessBuilder("node", "driver.js")
                        .directory(FOLDER)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        commands = process.outputWriter(UTF_8);
        Thread reader = new Thread(this::listen, "node-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Says what is missing on this machine for such tests, or null. */
    static String missing() {
        if (!new File(FOLDER, "node_modules/socket.io-client").exists()) {
            return "the clients of npm are not installed in " + FOLDER;
        }
        return Prerequisite.missing("node", "--version");
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                take((Map<?, ?>) Json.read(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            IOException end = new IOException("Node has ended");
            pending.values().forEach(answer -> answer.completeExceptionally(end));
        }
    }

    private void take(Map<?, ?> line) {
        if (line.get("call") instanceof Integer call) {
            CompletableFuture<Object> answer = pending.remove(call);
            if (line.containsKey("failure")) {
                answer.completeExceptionally(new AssertionError("" + line.get("failure")));
            } else {
                answer.complete(line.get("value"));
            }
        } else if (line.get("socket") instanceof Integer socket) {
            NodeSocket.record(this, line, news(socket));
        } else if (line.containsKey("fatal")) {
            fatal.add("" + line.get("fatal"));
        }
    }

    /** What a socket hears; it may hear of things before its number is known here. */
    News news(int socket) {
        return news.computeIfAbsent(socket, s -> new News());
    }

    /** Gives a command and waits for its answer. */
    Object call(String operation, Map<String, ?> parameters) {
        int call = calls.incrementAndGet();
        CompletableFuture<Object> answer = new CompletableFuture<>();
        pending.put(call, answer);
        Map<String, Object> line = new LinkedHashMap<>(parameters);
        line.put("call", call);
        line.put("operation", operation);
        send(Json.write(line));
        try {
            return answer.get(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(operation + " failed", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(operation + " did not end", e);
        }
    }

    private synchronized void send(String line) {
        try {
            commands.write(line + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a connection of its own. */
    NodeSocket connect(int version, String url, Map<String, ?> options) {
        Map<String, Object> all = new LinkedHashMap<>(options);
        all.put("forceNew", true);
        Object number = call("connect", Map.of("client", version, "url", url, "options", all));
        return new NodeSocket(this, (Integer) number);
    }

    NodeSocket namespace(NodeSocket socket, String name, Map<String, ?> auth) {
        Map<String, ?> options = Map.of("auth", auth);
        Map<String, ?> parameters =
                Map.of("socket", socket.number(), "name", name, "options", options);
        return new NodeSocket(this, (Integer) call("namespace", parameters));
    }

    /** One version of the client. */
    InteropClient version(int version) {
        return version(version, Map.of());
    }

    /** One version of the client, with options of its own. */
    InteropClient version(int version, Map<String, ?> more) {
        return new InteropClient() {
            @Override
            public InteropSocket open(String url, Settings settings) {
                Map<String, Object> options = new LinkedHashMap<>(more);
                options.put("transports", settings.transports());
                options.put("query", settings.query());
                options.put("auth", settings.auth());
                return connect(version, url, options);
            }

            @Override
            public int protocol() {
                return version == 2 ? 3 : 4;
            }

            @Override
            public InteropSocket namespace(InteropSocket socket, String name, Map<String, ?> auth) {
                return NodeClients.this.namespace((NodeSocket) socket, name, auth);
            }

            @Override
            public void close() throws Exception {
                NodeClients.this.close();
            }
        };
    }

    @Override
    public void close() throws Exception {
        commands.close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (!fatal.isEmpty()) {
            throw new AssertionError("Node had uncaught errors: " + List.copyOf(fatal));
        }
    }
}
