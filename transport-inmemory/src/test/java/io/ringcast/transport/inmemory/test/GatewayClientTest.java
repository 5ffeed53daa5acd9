package io.ringcast.transport.inmemory.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.DisconnectReason;
import io.ringcast.Socket;
import io.ringcast.gateway.Blocking;
import io.ringcast.gateway.SubscribeMessage;
import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.gateway.WsException;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class GatewayClientTest {

    @WebSocketGateway(value = 3001, namespace = "/test")
    static class Sample {
        @SubscribeMessage("fail")
        void fail(String message) {
            throw message.equals("bug") ? new IllegalStateException() : new WsException(message);
        }

        @SubscribeMessage("never")
        CompletionStage<String> never() {
            return new CompletableFuture<>();
        }

        @Blocking
        @SubscribeMessage("blocking")
        String blocking() {
            return Thread.currentThread().getName();
        }

        @SubscribeMessage("leave")
        void leave(Socket socket) {
            socket.emit("bye", 1, 2);
            socket.disconnect();
        }
    }

    @Test
    void shouldKeepTheErrorsThatAClientIsToldOf() {
        try (GatewayTest test = GatewayTest.of(new Sample())) {
            GatewayClient client = test.connect();

            client.emit("fail", "emitted");
            Answer answer = client.emitWithAck("fail", "answered");

            assertThat(client.errors())
                    .extracting(error -> (Object) error.get("message"))
                    .containsExactly("emitted", "answered");
            assertThat(client.answers()).containsExactly(answer);
            assertThat(answer.event()).isEqualTo("fail");
        }
    }

    @Test
    void shouldSayWhatHasComeInsteadOfWhatIsAwaited() {
        try (GatewayTest test = GatewayTest.of(new Sample())) {
            GatewayClient client = test.connect();
            client.emit("fail", "x");
            Answer never = client.emitWithAck("never");

            assertThatThrownBy(() -> client.await("reply"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no \"reply\" has come, but [Event[name=exception");
            assertThatThrownBy(never::arguments).hasMessageContaining("no answer to \"never\"");
            assertThat(never.hasCome()).isFalse();
            assertThat(never.error()).isEmpty();
        }
    }

    @Test
    void shouldKnowWhyItWasDisconnected() {
        try (GatewayTest test = GatewayTest.of(new Sample())) {
            GatewayClient client = test.connect();
            assertThat(client.disconnectReason()).isEmpty();

            client.emit("leave");

            assertThat(client.await("bye").size()).isEqualTo(2);
            assertThat(client.isConnected()).isFalse();
            assertThat(client.disconnectReason()).hasValue(DisconnectReason.IO_SERVER_DISCONNECT);
        }
    }

    @Test
    void shouldRunBlockingHandlersInPlace() {
        try (GatewayTest test = GatewayTest.of(new Sample())) {
            Answer answer = test.connect().emitWithAck("blocking");

            assertThat(answer.get(String.class)).isEqualTo(Thread.currentThread().getName());
        }
    }

    @Test
    void shouldFailIfAFailureWasNotTaken() {
        GatewayTest untaken = GatewayTest.of(new Sample());
        untaken.connect(Map.of("name", "x")).emit("fail", "bug");
        GatewayTest taken = GatewayTest.of(new Sample());
        taken.connect().emit("fail", "bug");
        assertThat(taken.takeFailures()).hasSize(1);

        taken.close();

        assertThatThrownBy(untaken::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Sample.fail");
    }
}
