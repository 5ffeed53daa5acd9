package io.ringcast.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawWebSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own, attackers on it, and a bystander who is served all the time. */
final class SmallHeap implements AutoCloseable {
    private final Path log = Files.createTempFile("small-heap", ".log");
    private final Process server;
    private final int port;

    /** What may be left behind: what ran for the first time, and buffers of the network. */
    private static final long REST = 4_000_000;

    private final List<RawClient> attackers = new ArrayList<>();
    private final RawWebSocket bystander;
    private final long base;
    private int echoes;

    SmallHeap(int megabytes, String... arguments) throws Exception {
        server = start(megabytes, arguments);
        BufferedReader out = server.inputReader(UTF_8);
        port = Integer.parseInt(out.readLine());
        bystander = enter();
        base = number("heap");
    }

    private Process start(int megabytes, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + megabytes + "m");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(SmallHeapServer.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(log.toFile()).start();
    }

    /** The bystander is answered, whatever others do. */
    void expectEcho() throws IOException {
        String body = "[\"" + ++echoes + "\"]";
        assertThat(ask("echo\"," + body.substring(1))).isEqualTo(body);
    }

    private String ask(String rest) throws IOException {
        String answer = bystander.text("421[\"" + rest).text();
        while (answer.equals("2")) {
            answer = bystander.text("3").text();
        }
        return answer.substring("431".length());
    }

    int port() {
        return port;
    }

    RawWebSocket webSocket() throws IOException {
        RawWebSocket client = RawWebSocket.open(port, TargetServer.WEBSOCKET);
        client.text();
        return client;
    }

    RawWebSocket enter() throws IOException {
        RawWebSocket client = webSocket().text("40");
        client.text();
        return client;
    }

    /** A WebSocket in the main namespace whose messages may be compressed. */
    RawWebSocket deflating() throws IOException {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate";
        RawWebSocket client = RawWebSocket.open(port, TargetServer.WEBSOCKET, offer);
        client.message();
        client.text("40").message();
        return client;
    }

    /** What one attacker does. */
    interface Step {
        RawClient run(SmallHeap server) throws IOException;
    }

    /** Attackers one after the other, all of them connected to the end. */
    void attack(int count, Step step) throws IOException {
        for (int i = 0; i < count; i++) {
            attackers.add(step.run(this));
            expectEcho();
        }
    }

    /** Writes all of some bytes unless the server has said something: that it closes. */
    static boolean write(RawClient client, byte[] bytes) {
        try {
            if (client.socket().getInputStream().available() > 0) {
                return false;
            }
            client.send(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Attackers come, are refused, and go; the bystander is served meanwhile. */
    void withstand(int count, Step step) throws Exception {
        long before = number("refused");
        attack(count, step);
        assertThat(number("refused")).isGreaterThan(before);
        assertThat(Files.readString(log)).contains("as much as the option inboundBudget allows");
        expectAttackersForgotten();
    }

    /** The attackers go, and what they held comes back. */
    void expectAttackersForgotten() throws Exception {
        leave();
        expectNothingKept();
    }

    void expectNothingKept() throws IOException {
        await("the heap is as before", () -> number("heap") < base + REST);
    }

    /** The attackers stay, and what they hold is a share of the heap at most. */
    void expectKept(long most) throws IOException {
        await("what is kept is bounded", () -> number("heap") < base + most + REST);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Each time that it is asked, the server collects its garbage first. */
    private static void await(String what, Condition condition) throws IOException {
        long deadline = System.nanoTime() + RawClient.PATIENCE_MILLIS * 1_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not in time: " + what);
            }
        }
    }

    private void leave() throws IOException {
        for (RawClient attacker : attackers) {
            attacker.close();
        }
        attackers.clear();
    }

    /** Asks the server for a number. */
    long number(String what) throws IOException {
        String answer = ask(what + "\"]");
        return Long.parseLong(answer.substring(1, answer.length() - 1));
    }

    /** Asks the process to end, as the operator of a service does. */
    int terminate() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(RawClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the process goes on");
        }
        return server.exitValue();
    }

    @Override
    public void close() throws Exception {
        leave();
        bystander.close();
        server.destroyForcibly().waitFor();
        assertThat(Files.readString(log)).doesNotContain("OutOfMemoryError");
        Files.delete(log);
    }
}
