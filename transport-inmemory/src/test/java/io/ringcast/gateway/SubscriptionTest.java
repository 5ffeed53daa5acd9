package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events reach which methods, and for how long. */
class SubscriptionTest extends GatewayFixture {

    @WebSocketGateway
    static class Named {
        @SubscribeMessage({"one", "two"})
        String named(@EventName String event) {
            return event;
        }
    }

    @Test
    void shouldTakeSeveralNames() {
        GatewayClient client = connect(new Named());

        assertThat(client.emitWithAck("one").get(String.class)).isEqualTo("one");
        assertThat(client.emitWithAck("two").get(String.class)).isEqualTo("two");
    }

    @WebSocketGateway
    static class Connect {
        @SubscribeMessage("connect")
        void go() {}
    }

    @WebSocketGateway
    static class Disconnecting {
        @SubscribeMessage({"fine", "disconnecting"})
        void go() {}
    }

    @WebSocketGateway
    static class Twice {
        @SubscribeMessage({"a", "a"})
        void go() {}
    }

    private void refused(Object gateway, String... words) {
        assertThatThrownBy(() -> start(gateway))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(gateway.getClass().getName() + ".go")
                .hasMessageContainingAll(words);
    }

    @Test
    void shouldRefuseReservedNames() {
        refused(new Connect(), "\"connect\"", "@OnConnect");
        refused(new Disconnecting(), "\"disconnecting\"");
        refused(new Twice(), "twice");
    }

    @WebSocketGateway
    static class Answering {
        @SubscribeMessage("ask")
        String go() {
            return "answer";
        }
    }

    @WebSocketGateway
    static class Listening {
        private final List<Object> seen;

        Listening(List<Object> seen) {
            this.seen = seen;
        }

        @SubscribeMessage(value = "ask", ack = AckMode.NONE)
        String listen() {
            seen.add("listened");
            return "dropped";
        }
    }

    @WebSocketGateway
    static class BothInOne {
        @SubscribeMessage("ask")
        String first() {
            return "1";
        }

        @SubscribeMessage("ask")
        String go() {
            return "2";
        }
    }

    @Test
    void shouldRefuseTwoHandlersThatAnswer() {
        assertThatThrownBy(() -> start(new Answering(), new BothInOne()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining("\"ask\" is answered by " + Answering.class.getName() + ".go")
                .hasMessageContaining("AckMode.NONE");
        assertThatThrownBy(() -> start(new BothInOne()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining("\"ask\" is answered by " + BothInOne.class.getName());
    }

    @Test
    void shouldCallBothHandlersIfOneAnswersOnly() {
        GatewayClient client = start(new Listening(seen), new Answering()).connect();

        GatewayClient.Answer answer = client.emitWithAck("ask");

        assertThat(seen).containsExactly("listened");
        assertThat(answer.get(String.class)).isEqualTo("answer");
        assertThat(client.events()).isEmpty();
    }

    @Test
    void shouldNotReachSocketsAfterTheRegistrationIsClosed() {
        GatewayTest test = start(new Answering(), new Listening(seen));
        GatewayClient client = test.connect();

        test.registration(1).close();
        test.registration(1).close();
        GatewayClient.Answer answer = client.emitWithAck("ask");
        test.registration(0).close();
        GatewayClient.Answer none = client.emitWithAck("ask");

        assertThat(answer.get(String.class)).isEqualTo("answer");
        assertThat(seen).isEmpty();
        assertThat(none.hasCome()).isFalse();
    }

    @Test
    void shouldReachSocketsThatAreThereBeforeTheRegistration() {
        GatewayTest test = start(new Answering());
        GatewayClient client = test.connect();

        Gateways.register(test.bus(), new Listening(seen));
        client.emit("ask");

        assertThat(seen).containsExactly("listened");
    }

    @Test
    void shouldRegisterAnInstanceAgainAfterItWasClosed() {
        Answering gateway = new Answering();
        GatewayTest test = start(gateway);
        assertThatThrownBy(() -> Gateways.register(test.bus(), gateway))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining("registered already");

        test.registration(0).close();
        Gateways.register(test.bus(), gateway);

        assertThat(test.connect().emitWithAck("ask").get(String.class)).isEqualTo("answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "ASK", "ask "})
    void shouldTakeExactNamesOnly(String event) {
        assertThat(connect(new Answering()).emitWithAck(event).hasCome()).isFalse();
    }
}
