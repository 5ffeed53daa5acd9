package io.ringcast.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.jetty.RawClient;
import io.ringcast.transport.jetty.RawWebSocket;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own, attackers on it, and a bystander who is served all the time. */
final class SmallHeap implements AutoCloseable {
    private final Process server;
    private final int port;
    private final List<RawClient> attackers = new ArrayList<>();
    private final RawWebSocket bystander;
    private int echoes;

    SmallHeap(int megabytes, String... arguments) throws Exception {
        server = start(megabytes, arguments);
        BufferedReader out = server.inputReader(UTF_8);
        port = Integer.parseInt(out.readLine());
        bystander = enter();
    }

    private static Process start(int megabytes, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + megabytes + "m");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(classPath());
        command.add(SmallHeapServer.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Surefire may put the class path into the manifest of a jar. */
    private static String classPath() {
        String given = System.getProperty("surefire.test.class.path");
        return given != null ? given : System.getProperty("java.class.path");
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

    void leave() throws IOException {
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
    }
}
