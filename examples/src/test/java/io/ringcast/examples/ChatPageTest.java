package io.ringcast.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatPageTest {
    private static final Bus BUS = Bus.create();
    private static final int PORT = Chat.serve(BUS, "127.0.0.1", 0).port();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AfterAll
    static void close() {
        BUS.close();
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + PORT + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/index.html, text/html; charset=utf-8",
        "/chat.css, text/css; charset=utf-8",
        "/chat.js, text/javascript; charset=utf-8",
        "/icon.svg, image/svg+xml",
    })
    void shouldServeThePageSafely(String path, String type) throws Exception {
        HttpResponse<String> answer = send("GET", path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe");
    }

    @Test
    void shouldServeTheClientBesideThePage() throws Exception {
        assertThat(send("GET", "/socket.io/socket.io.js").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldKeepScriptsAndStylesOutOfThePage() throws Exception {
        assertThat(send("GET", "/").body())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|javascript:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat", "/favicon.ico", "/chat/chat.js", "/Chat.class"})
    void shouldServeNothingElse(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length"))
                .hasValue(send("GET", "/").body().getBytes(UTF_8).length);
    }

    @Test
    void shouldTakeNoOtherMethod() throws Exception {
        assertThat(send("POST", "/").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/chat.js").statusCode()).isEqualTo(404);
    }
}
