package io.ringcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringcast.Bus;
import io.ringcast.gateway.Gateways;
import io.ringcast.gateway.ResultPolicy;
import io.ringcast.transport.jetty.JettyTransport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The Nest policy against what a NestJS application did, step by step. */
class NestTranscriptTest {
    private static final Path FOLDER = Path.of("src/test/npm-nest");
    private static final String BARRIER = "430[\"passed\"]";

    private static List<?> transcript() throws IOException {
        return (List<?>) Json.read(Files.readString(FOLDER.resolve("transcript.json")));
    }

    @Test
    void shouldDoWhatNestDoes() throws Exception {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Bus bus = Bus.builder().errorHandler((where, e) -> failures.add(e)).build()) {
            Gateways.on(bus).resultPolicy(ResultPolicy.NEST).register(new NestTwin());
            JettyTransport web =
                    bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());

            List<Object> replayed = replay(web.port());

            assertThat(replayed.toArray()).containsExactly(transcript().toArray());
        }
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("secret");
    }

    private static List<Object> replay(int port) throws Exception {
        try (WireSocket socket = new Wire(port, "/socket.io").webSocket()) {
            socket.text();
            socket.send("40");
            socket.text();
            List<Object> steps = new ArrayList<>();
            for (Object step : transcript()) {
                steps.add(replay(socket, (Map<?, ?>) step, steps.size() + 1));
            }
            return steps;
        }
    }

    private static Map<String, Object> replay(WireSocket socket, Map<?, ?> recorded, int ack)
            throws Exception {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("event", recorded.get("event"));
        step.put("args", recorded.get("args"));
        List<Object> message = new ArrayList<>(List.of(recorded.get("event")));
        message.addAll((List<?>) recorded.get("args"));
        socket.send("42" + ack + Json.write(message));
        socket.send("420[\"barrier\"]");
        step.put("answer", null);
        List<Object> events = new ArrayList<>();
        step.put("events", events);
        for (String text = socket.text(); !text.equals(BARRIER); text = socket.text()) {
            Object content = Json.read(text.substring(text.indexOf('[')));
            if (text.startsWith("43" + ack)) {
                assertThat(step.put("answer", content)).isNull();
            } else {
                events.add(content);
            }
        }
        return step;
    }

    /** The transcript is what a NestJS application does today. */
    @Nested
    @NeedsNode
    class Recorded {
        @Test
        void shouldBeWhatNestDoes() throws Exception {
            File nest = FOLDER.resolve("node_modules/@nestjs/core").toFile();
            if (!"true".equals(System.getenv("CI"))) {
                assumeThat(nest).exists();
            }
            File output = File.createTempFile("transcript", ".json");
            Process node =
                    new ProcessBuilder("node", "record.mjs")
                            .directory(FOLDER.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .redirectOutput(output)
                            .start();

            assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(Json.read(Files.readString(output.toPath(), UTF_8))).isEqualTo(transcript());
            assertThat(output.delete()).isTrue();
        }
    }
}
