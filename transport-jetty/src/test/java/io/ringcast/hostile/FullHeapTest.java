package io.ringcast.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.jetty.RawWebSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process whose handlers use up its memory again and again, and somebody who only echoes. */
class FullHeapTest {
    private static final int ROUNDS = 8;

    @TempDir private Path folder;

    private Process start(boolean isDriven) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullHeapServer.class.getName(),
                        String.valueOf(isDriven))
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private static RawWebSocket enter(int port) throws IOException {
        RawWebSocket client = RawWebSocket.open(port, TargetServer.WEBSOCKET);
        client.text();
        client.text("40");
        assertThat(client.text()).startsWith("40{");
        return client;
    }

    private static void echo(RawWebSocket client, int value) throws IOException {
        client.text("42" + value + "[\"echo\"," + value + "]");
        assertThat(client.text()).isEqualTo("43" + value + "[" + value + "]");
    }

    // The first OutOfMemoryError that a guard met took loop, watchdog, timers and selectors with
    // it:
    // the port accepted and nothing answered, nor did SIGTERM end it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldServeOthersWhileHandlersRunOutOfMemoryAndEndWhenAsked(boolean isDriven)
            throws Exception {
        Process server = start(isDriven);
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(out.readLine().substring("port ".length()));
            try (RawWebSocket bystander = enter(port);
                    RawWebSocket attacker = enter(port)) {
                for (int round = 1; round <= ROUNDS; round++) {
                    int piece = 1 << (6 + round); // the last that fits is large, or next to nothing
                    attacker.text("42[\"fill\"," + piece + "]");
                    attacker.text("42[\"fill\"," + piece + "]");

                    echo(bystander, round);
                }
                enter(port).close();
            }

            server.toHandle().destroy(); // SIGTERM; its streams stay open

            assertThat(server.waitFor(15, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(out.readLine()).as("what else it said").isNull();
        } finally {
            server.destroyForcibly();
        }
    }
}
