package io.ringcast.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interop")
class ChatBrowserTest {
    private static final String HOST = "127.0.0.1";
    private Bus bus = Bus.create();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void shouldCarryAChatBetweenPagesOverEachTransport() throws Exception {
        NodeScript.require("playwright-core");
        String browser = NodeScript.browser();
        Path screenshots = NodeScript.MODULE.resolve("target/screenshots").toAbsolutePath();
        Files.createDirectories(screenshots);
        int port = Chat.serve(bus, HOST, 0).port();
        String url = "http://" + HOST + ":" + port + "/";

        try (NodeScript script =
                NodeScript.start("chat.mjs", url, screenshots.toString(), browser)) {
            String line = script.nextLine();
            while (line != null) {
                if (line.equals("stop")) {
                    bus.close();
                    script.answer(line);
                } else if (line.equals("start")) {
                    bus = Bus.create();
                    Chat.serve(bus, HOST, port);
                    script.answer(line);
                }
                line = script.nextLine();
            }
            script.expectSuccess();
        }

        assertThat(screenshots.resolve("chat-desktop-light.png")).isNotEmptyFile();
        assertThat(screenshots.resolve("chat-phone-dark.png")).isNotEmptyFile();
    }
}
