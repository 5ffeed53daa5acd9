package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that closes writes a GET and its goodbye at once, on two connections: one time of three
 * the goodbye was read first, and the GET was refused.
 */
class FarewellTest {
    private final EngineFixture engine = new EngineFixture();
    private final EngineFixture.PollingClient client = engine.poller();

    @Test
    void shouldReleaseThePollThatCameBeforeTheGoodbye() {
        FakeExchange poll = client.get();

        assertThat(client.post("1").text()).isEqualTo("ok");

        assertThat(poll.text()).isEqualTo("6");
        assertThat(client.get().text()).contains("\"code\":1");
    }

    @Test
    void shouldReleaseThePollThatComesBehindTheGoodbyeOnce() {
        client.post("1");

        FakeExchange poll = client.get();

        assertThat(poll.status()).isEqualTo(200);
        assertThat(poll.text()).isEqualTo("6");
        assertThat(poll.response().headers())
                .hasToString("[Content-Type, text/plain; charset=UTF-8, cache-control, no-store]");
        assertThat(client.get().text()).contains("\"code\":1");
        assertThat(client.handler.calls()).containsExactly("close: transport close (close packet)");
    }

    /** The GET has found the session, and the goodbye ends it before the GET is parked. */
    @Test
    void shouldReleaseThePollThatMeetsTheGoodbyeOnce() {
        FakeExchange poll =
                new FakeExchange("GET", "EIO=4&transport=polling&sid=" + client.sid) {
                    @Override
                    public String method() {
                        if (client.session().state() == SessionState.OPEN) {
                            client.post("1");
                        }
                        return super.method();
                    }
                };

        engine.request(poll);

        assertThat(poll.text()).isEqualTo("6");
        assertThat(client.get().text()).contains("\"code\":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void shouldRefuseOtherRequestsBehindTheGoodbye(String method) {
        client.post("1");

        FakeExchange other =
                engine.request(
                        new FakeExchange(method, "EIO=4&transport=polling&sid=" + client.sid));

        assertThat(other.text()).contains("\"code\":1");
        assertThat(client.get().text()).isEqualTo("6");
    }

    @Test
    void shouldRefuseAnUpgradeBehindTheGoodbye() {
        client.post("1");

        assertThat(client.upgrade().status()).isEqualTo(400);
    }

    @Test
    void shouldSpeakTheClientsRevision() {
        EngineFixture old = new EngineFixture(options -> options.allowEIO3(true));
        old.get("EIO=3&transport=polling");
        String known = "EIO=3&transport=polling&sid=" + old.lastSession().id();
        old.request(new FakeExchange("POST", known).body(EngineFixture.bytes("1:1")));

        assertThat(old.get(known).text()).isEqualTo("1:6");
    }

    @Test
    void shouldForgetAGoodbyeAfterTenSeconds() {
        client.post("1");

        engine.advanceMillis(10_000);

        assertThat(client.get().text()).contains("\"code\":1");
        assertThat(engine.timers.pending()).isZero();
    }

    @Test
    void shouldKeepAThousandGoodbyes() {
        List<EngineFixture.PollingClient> clients = new ArrayList<>();
        for (int i = 0; i < 1_025; i++) {
            clients.add(engine.poller());
        }

        clients.forEach(leaving -> leaving.post("1"));

        assertThat(clients.get(0).get().text()).contains("\"code\":1");
        assertThat(clients.get(1).get().text()).isEqualTo("6");
        assertThat(clients.get(1_024).get().text()).isEqualTo("6");
    }

    @Test
    void shouldNotExcuseASessionThatEndedOtherwise() {
        client.post("abc");
        EngineFixture.PollingClient silent = engine.poller();
        engine.advanceMillis(45_000);

        assertThat(client.get().text()).contains("\"code\":1");
        assertThat(silent.get().text()).contains("\"code\":1");
    }
}
