package io.ringcast.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server as others start it: a process of its own. */
class InteropServerTest {
    private Process server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    @Test
    @Tag("interop")
    void shouldDoWhatTheContractSaysToTheOfficialClient() throws Exception {
        NodeScript.require("socket.io-client", "engine.io-client");
        String url = start("--engine-path", "/engine.io", "--loops", "2", "--wait-mode", "park");

        try (NodeScript script = NodeScript.start("interop.mjs", url)) {
            script.expectSuccess();
        }
    }

    @Test
    @Tag("interop")
    void shouldDoSoToClientsOfSocketIo2() throws Exception {
        NodeScript.require("socket.io-client-v2");
        String url = start("--eio3", "--engine-path", "/engine.io");

        try (NodeScript script = NodeScript.start("interop2.mjs", url)) {
            script.expectSuccess();
        }
    }

    @Test
    void shouldRefuseClientsOfSocketIo2UnlessItIsToldToServeThem() throws Exception {
        String url = start() + "/socket.io/?EIO=3&transport=polling";

        var answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url)).build(),
                                BodyHandlers.ofString());

        assertThat(answer.body()).startsWith("{\"code\":5,");
    }

    @Test
    @Tag("interop")
    void shouldRecoverTheStateOfALostConnection() throws Exception {
        NodeScript.require("socket.io-client");
        String url = start("--recovery-ms", "60000");

        try (NodeScript script = NodeScript.start("recovery.mjs", url)) {
            script.expectSuccess();
        }
    }

    @Test
    @Tag("interop")
    void shouldDrainUponSigterm() throws Exception {
        NodeScript.require("socket.io-client");
        String url = start();

        try (NodeScript script = NodeScript.start("drain.mjs", url)) {
            assertThat(script.nextLine()).isEqualTo("connected");
            server.destroy();

            // By polling it may be between two requests, and then finds the port closed.
            assertThat(script.nextLine()).matches("transport (close|error), transport close");
            script.expectSuccess();
        }
        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(128 + 15);
    }

    @Test
    void shouldListenAsItIsTold() throws Exception {
        String url =
                start(
                        "--path", "/io",
                        "--cors", "http://a.example",
                        "--ping-interval", "1234",
                        "--ping-timeout", "567",
                        "--max-payload", "4321",
                        "--engine-path", "/bare");

        for (String path : List.of("/io/", "/bare/")) {
            URI uri = URI.create(url + path + "?EIO=4&transport=polling");
            HttpRequest request =
                    HttpRequest.newBuilder(uri).header("Origin", "http://a.example").build();
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.body())
                    .contains("\"pingInterval\":1234,\"pingTimeout\":567,\"maxPayload\":4321");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("http://a.example");
        }
        assertThat(status(url + "/socket.io/?EIO=4&transport=polling")).isEqualTo(404);
        assertThat(status(url + "/engine.io/?EIO=4&transport=polling")).isEqualTo(404);
    }

    @Test
    void shouldNameTheKnownOptionsWhenThereIsAnother() throws Exception {
        launch("--prot", "3300");

        assertThat(errors())
                .startsWith("Unknown option --prot. Known are ")
                .contains("--host", "--port", "--path", "--ping-interval", "--ping-timeout")
                .contains("--max-payload", "--cors", "--eio3", "--recovery-ms", "--loops")
                .contains("--wait-mode", "--engine-path")
                .hasLineCount(1);
        assertThat(server.waitFor()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--port 99999, --port must be a number from 0 to 65535: 99999",
        "--loops x, --loops must be a number from 1 to 1024: x",
        "--recovery-ms -5, --recovery-ms must be a number from 0 to 2147483647: -5",
        "--ping-interval, --ping-interval needs a value",
        "--path io, path must begin with a slash",
        "--wait-mode FAST, --wait-mode must be one of",
        "--cors *, not an origin",
    })
    void shouldSayWhatIsWrong(String options, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> {
                            InteropServer wrong = new InteropServer(options.split(" "));
                            wrong.transport();
                            wrong.bus().close();
                        })
                .withMessageStartingWith(message);
    }

    private static int status(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private void launch(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-cp", System.getProperty("java.class.path")));
        command.add(InteropServer.class.getName());
        command.addAll(List.of(options));
        server = new ProcessBuilder(command).start();
    }

    private String errors() throws IOException {
        return new String(server.getErrorStream().readAllBytes(), UTF_8).strip();
    }

    /** Starts the server on a free port, and returns where it is. */
    private String start(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(options));
        launch(all.toArray(String[]::new));
        BufferedReader output = server.inputReader(UTF_8);
        String ready = output.readLine();
        assertThat(ready).matches("READY [1-9][0-9]*");
        return "http://127.0.0.1:" + ready.substring("READY ".length());
    }
}
