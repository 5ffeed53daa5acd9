package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {
    private static final List<String> MESSAGES =
            List.of(
                    "Transport unknown",
                    "Session ID unknown",
                    "Bad handshake method",
                    "Bad request",
                    "Forbidden",
                    "Unsupported protocol version");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET     | ''                                       | 0 | transport
                    GET     | 'EIO=4'                                  | 0 | transport
                    GET     | 'EIO=4&transport='                       | 0 | transport
                    GET     | 'EIO=4&transport=tobi'                   | 0 | transport
                    GET     | 'EIO=4&transport=POLLING'                | 0 | transport
                    GET     | 'EIO=4&transport=constructor'            | 0 | transport
                    GET     | 'EIO=4&transport=webtransport'           | 0 | transport
                    GET     | 'transport=polling&transport=x'          | 0 | transport
                    GET     | 'EIO=4&transport=polling&sid=test'       | 1 | sid
                    GET     | 'EIO=3&transport=polling&sid=test'       | 1 | sid
                    POST    | 'EIO=4&transport=polling&sid=__proto__'  | 1 | sid
                    POST    | 'EIO=4&transport=polling'                | 2 | method
                    POST    | 'EIO=3&transport=polling'                | 2 | method
                    PUT     | 'EIO=4&transport=polling'                | 2 | method
                    OPTIONS | 'EIO=4&transport=polling'                | 2 | method
                    HEAD    | 'EIO=4&transport=polling'                | 2 | method
                    POST    | 'EIO=4&transport=websocket'              | 2 | method
                    GET     | 'EIO=4&transport=websocket'              | 3 | TRANSPORT_HANDSHAKE_ERROR
                    GET     | 'transport=polling'                      | 5 | protocol
                    GET     | 'EIO=&transport=polling'                 | 5 | protocol
                    GET     | 'EIO=0&transport=polling'                | 5 | protocol
                    GET     | 'EIO=3&transport=polling'                | 5 | protocol
                    GET     | 'EIO=5&transport=polling'                | 5 | protocol
                    GET     | 'EIO=99&transport=polling'               | 5 | protocol
                    GET     | 'EIO=04&transport=polling'               | 5 | protocol
                    GET     | 'EIO=abc&transport=polling'              | 5 | protocol
                    GET     | 'EIO=4&EIO=3&transport=polling'          | 5 | protocol
                    """)
    void shouldDisallowBadRequests(String method, String query, int code, String context) {
        EngineFixture engine = new EngineFixture();

        FakeExchange answer = engine.request(new FakeExchange(method, query));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"code\":" + code + ",\"message\":\"" + MESSAGES.get(code) + "\"}");
        assertThat(answer.response().headers().get("content-type")).isEqualTo("application/json");
        assertThat(engine.refusals).containsExactly(code + " " + context);
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldDisallowAnIdOfAnyLength() {
        EngineFixture engine = new EngineFixture();

        FakeExchange answer = engine.get("EIO=4&transport=polling&sid=" + "a".repeat(10_000));

        assertThat(answer.text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "'EIO=4&transport=tobi', 'Transport unknown'",
        "'EIO=4&transport=websocket&sid=nope', 'Session ID unknown'",
        "'EIO=4&transport=polling', 'Bad request'",
        "'EIO=3&transport=websocket', 'Unsupported protocol version'",
        "'transport=websocket', 'Unsupported protocol version'"
    })
    void shouldRefuseUpgradesBeforeThe101InWords(String query, String message) {
        EngineFixture engine = new EngineFixture();

        FakeUpgrade answer = engine.upgrade(query);

        assertThat(answer.isAccepted()).isFalse();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo(message);
        assertThat(answer.response().headers())
                .hasToString("[Connection, close, Content-type, text/html]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a\u0001b", "http://a\nb", "http://\u2603", "a\u007f"})
    void shouldDisallowIllegalCharactersInTheOrigin(String origin) {
        EngineFixture engine = new EngineFixture();

        FakeExchange answer =
                engine.request(
                        new FakeExchange("GET", "EIO=4&transport=polling")
                                .header("Origin", origin));

        assertThat(answer.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(engine.refusals).containsExactly("3 INVALID_ORIGIN");
    }

    @Test
    void shouldTakeForeignAndNullOriginsSinceCorsIsAnotherMatter() {
        EngineFixture engine = new EngineFixture();

        FakeExchange answer =
                engine.request(
                        new FakeExchange("GET", "EIO=4&transport=polling")
                                .header("Origin", "null"));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void shouldRefuseATransportThatIsSwitchedOff() {
        EngineFixture engine =
                new EngineFixture(options -> options.transports(EngineTransport.WEBSOCKET));

        assertThat(engine.get("EIO=4&transport=polling").text())
                .isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
        assertThat(engine.upgrade("EIO=4&transport=websocket").isAccepted()).isTrue();
    }

    @Test
    void shouldRefuseAPlainGetWithTransportWebSocketOnAPollingSession() {
        EngineFixture engine = new EngineFixture();
        EngineFixture.PollingClient client = engine.poller();

        FakeExchange answer = engine.get("EIO=4&transport=websocket&sid=" + client.sid);

        assertThat(answer.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(engine.refusals).containsExactly("3 TRANSPORT_MISMATCH");
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldRefuseAnotherRevisionOnAKnownSession() {
        EngineFixture engine = new EngineFixture();
        EngineFixture.PollingClient client = engine.poller();

        assertThat(engine.get("EIO=3&transport=polling&sid=" + client.sid).text())
                .isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(engine.upgrade("EIO=3&transport=websocket&sid=" + client.sid).isAccepted())
                .isFalse();
        assertThat(engine.refusals).containsExactly("3 PROTOCOL_MISMATCH", "3 PROTOCOL_MISMATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "FOO"})
    void shouldRefuseOtherMethodsWithoutHarmToTheSession(String method) {
        EngineFixture engine = new EngineFixture();
        EngineFixture.PollingClient client = engine.poller();

        FakeExchange answer =
                engine.request(
                        new FakeExchange(method, "EIO=4&transport=polling&sid=" + client.sid));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.response().headers().get("Allow")).isEqualTo("GET, POST");
        assertThat(client.session().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldIgnoreParametersOfOlderClients() {
        EngineFixture engine = new EngineFixture();

        assertThat(engine.get("EIO=4&transport=polling&j=x%22&b64=1&t=abc").text())
                .startsWith("0{");
    }

    @Test
    void shouldForgetAClosedSession() {
        EngineFixture engine = new EngineFixture();
        EngineFixture.PollingClient client = engine.poller();

        client.session().close(true);

        assertThat(client.get().text())
                .isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(client.post("4x").text())
                .isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(client.upgrade().text()).isEqualTo("Session ID unknown");
    }
}
