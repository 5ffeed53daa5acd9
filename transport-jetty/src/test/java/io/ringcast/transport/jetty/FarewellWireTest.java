package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that closes: its last GET and its goodbye are read by two threads at once. */
class FarewellWireTest {
    private static final int ROUNDS = 100;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAnswerTheLastPollOfAClientThatCloses(boolean pollFirst) throws Exception {
        try (var server = EchoFixture.start();
                var polls = server.client();
                var posts = server.client()) {
            for (int i = 0; i < ROUNDS; i++) {
                String session = server.handshake(polls);

                if (pollFirst) {
                    polls.request("GET", session);
                    posts.sendPost(session, "1".getBytes(UTF_8));
                } else {
                    posts.sendPost(session, "1".getBytes(UTF_8));
                    polls.request("GET", session);
                }

                assertThat(polls.response().body()).isEqualTo("6");
                assertThat(posts.response().body()).isEqualTo("ok");
                assertThat(server.end()).isEqualTo("transport close: close packet");
            }
        }
    }
}
