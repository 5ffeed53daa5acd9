package io.ringcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The script for python-socketio, as Debian packages it. */
@Tag("interop")
class PythonClientTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String MODULES = "import socketio, requests, websocket";

    /** Skips the tests without that client; fails them if {@code CI=true}. */
    @RegisterExtension
    static final ExecutionCondition NEEDS_IT =
            context -> {
                boolean isThere = Prerequisite.missing(PYTHON, "-c", MODULES) == null;
                return Prerequisite.check(
                        isThere ? null : "python-socketio for " + PYTHON + " is missing");
            };

    @ParameterizedTest
    @EnumSource(Route.class)
    void shouldDoAllThatTheScriptSays(Route route) throws Exception {
        try (ScriptServer server = ScriptServer.start()) {
            List<String> command =
                    new ArrayList<>(List.of(PYTHON, "src/test/python/script.py", server.url()));
            command.addAll(route.transports());
            Process script = new ProcessBuilder(command).redirectErrorStream(true).start();

            String output = new String(script.getInputStream().readAllBytes(), UTF_8);

            assertThat(script.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(output).endsWith("9 passed\n");
            assertThat(script.exitValue()).isZero();
        }
    }
}
