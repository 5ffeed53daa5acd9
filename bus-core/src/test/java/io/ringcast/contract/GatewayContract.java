package io.ringcast.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Ack;
import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.Handshake;
import io.ringcast.Socket;
import io.ringcast.gateway.Gateways;
import io.ringcast.gateway.NamespaceParam;
import io.ringcast.gateway.OnConnect;
import io.ringcast.gateway.OnDisconnect;
import io.ringcast.gateway.OnGatewayAdmission;
import io.ringcast.gateway.SubscribeMessage;
import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.gateway.WsException;
import io.ringcast.gateway.WsResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a client finds of annotated gateways. */
interface GatewayContract extends ContractWorld {

    /** Handlers with each form of result. */
    @WebSocketGateway(namespace = "/gateway")
    final class Answers {
        private final CompletableFuture<Void> entered = new CompletableFuture<>();
        private final CompletableFuture<String> left = new CompletableFuture<>();

        @OnConnect
        CompletionStage<Void> enter(Socket socket) {
            return socket.handshake().query("slow").isPresent()
                    ? entered
                    : CompletableFuture.completedFuture(null);
        }

        @OnDisconnect
        void leave(DisconnectReason reason) {
            left.complete(reason.text());
        }

        @SubscribeMessage("value")
        Object value(Object value) {
            return value;
        }

        @SubscribeMessage("void")
        void nothing() {}

        @SubscribeMessage("responses")
        List<WsResponse<Integer>> responses() {
            return List.of(WsResponse.of("item", 0), WsResponse.of("item", 1));
        }

        @SubscribeMessage("stream")
        Stream<WsResponse<Integer>> stream() {
            return IntStream.range(0, 3).mapToObj(n -> WsResponse.of("item", n));
        }

        @SubscribeMessage("stage")
        CompletionStage<Integer> stage(boolean fails) {
            return fails
                    ? CompletableFuture.failedFuture(new WsException("full", "No room"))
                    : CompletableFuture.completedFuture(7);
        }

        @SubscribeMessage("own")
        void own(Ack ack) {
            ack.send("first");
            ack.send("second");
        }

        @SubscribeMessage("shape")
        String shape(Object first, Object second) {
            return Plain.of(Arrays.asList(first, second)).toString();
        }

        @SubscribeMessage("bytes")
        byte[] bytes(byte[] bytes) {
            return new byte[] {bytes[1], bytes[0]};
        }

        @SubscribeMessage("response")
        WsResponse<String> response() {
            return WsResponse.of("item", "one");
        }

        @SubscribeMessage("fail")
        void fail() {
            throw new WsException("full", "No room");
        }

        @SubscribeMessage("details")
        void failWithDetails() {
            throw WsException.of(Map.of("retry", "later"));
        }
    }

    /** Registers the gateway and connects a client that shows some events. */
    private Party asking(Probe probe, String... events) throws ExecutionException {
        Gateways.register(bus(), new Answers());
        return party("/gateway", probe, events);
    }

    private ContractClient asking() throws ExecutionException {
        return asking(probe()).client();
    }

    @Test
    default void shouldAckAHandlersValueNullAndFalsyOnesToo() throws ExecutionException {
        ContractClient client = asking();

        for (Object value : Arrays.asList("x", "", 0, false, null)) {
            List<Object> answer = await(client.emitWithAck("value", value));
            assertThat(Plain.of(answer)).isEqualTo(Plain.of(Arrays.asList(value)));
        }
        assertThat(await(client.emitWithAck("void"))).isEmpty();
    }

    @Test
    default void shouldSendNothingForAValueThatNobodyAskedFor() throws ExecutionException {
        Probe probe = probe();
        Party party = asking(probe, "value", "exception");

        party.client().emit("value", "x");
        await(party.client().emitWithAck("void"));
        arrived(party);

        assertThat(probe.rest()).isEmpty();
    }

    @Test
    default void shouldEmitEachOfSeveralResponsesThenAckEmptily() throws ExecutionException {
        Probe probe = probe();
        Party party = asking(probe, "item");

        assertThat(await(party.client().emitWithAck("responses"))).isEmpty();
        assertThat(await(party.client().emitWithAck("stream"))).isEmpty();

        arrived(party);
        assertThat(probe.rest().toString()).isEqualTo("[[0], [1], [0], [1], [2]]");
    }

    @Test
    default void shouldEmitAResponseAndAckEmptily() throws ExecutionException {
        Probe probe = probe();
        Party party = asking(probe, "item");

        assertThat(await(party.client().emitWithAck("response"))).isEmpty();

        assertThat(probe.next()).isEqualTo(List.of("one"));
    }

    @Test
    default void shouldAckAStagesValueOrFailure() throws ExecutionException {
        ContractClient client = asking();

        assertThat(await(client.emitWithAck("stage", false)).get(0)).hasToString("7");
        assertThat(await(client.emitWithAck("stage", true)))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "status", "error",
                                        "code", "full",
                                        "message", "No room")));
    }

    @Test
    default void shouldLetAHandlerAnswerOnceByItself() throws ExecutionException {
        assertThat(await(asking().emitWithAck("own"))).containsExactly("first");
    }

    @Test
    default void shouldTellAnArrayFromArguments() throws ExecutionException {
        ContractClient client = asking();

        assertThat(await(client.emitWithAck("shape", List.of("a", "b"))))
                .containsExactly("[[a, b], null]");
        assertThat(await(client.emitWithAck("shape", "a", "b"))).containsExactly("[a, b]");
    }

    @Test
    default void shouldTakeAndAckBytes() throws ExecutionException {
        List<Object> answer = await(asking().emitWithAck("bytes", new byte[] {1, 2}));

        assertThat(Plain.of(answer)).isEqualTo(List.of("bytes 0201"));
    }

    @Test
    default void shouldEmitAFailureThatNobodyAskedAbout() throws ExecutionException {
        Probe probe = probe();
        Party party = asking(probe, "exception");

        party.client().emit("fail");

        assertThat(probe.next())
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "status", "error",
                                        "code", "full",
                                        "message", "No room",
                                        "pattern", "fail")));
    }

    @Test
    default void shouldEmitAFailuresDetailsAsTheyAre() throws ExecutionException {
        Probe probe = probe();
        Party party = asking(probe, "exception");

        party.client().emit("details");

        assertThat(probe.next()).isEqualTo(List.of(Map.of("retry", "later")));
    }

    @Test
    default void shouldAnswerAFailureThatAnAnswerWasAskedFor() throws ExecutionException {
        Probe probe = probe();
        Party party = asking(probe, "exception");

        assertThat(await(party.client().emitWithAck("fail")))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "status", "error",
                                        "code", "full",
                                        "message", "No room")));
        assertThat(await(party.client().emitWithAck("details")))
                .isEqualTo(List.of(Map.of("retry", "later")));
        arrived(party);
        assertThat(probe.rest()).isEmpty();
    }

    @Test
    default void shouldLetMessagesWaitForAHookAndPassTheReasonOfALeave() throws ExecutionException {
        Answers gateway = new Answers();
        Gateways.register(bus(), gateway);
        ContractClient client = client(options("/gateway", Map.of("slow", "1")));
        await(client.connect());
        CompletableFuture<List<Object>> answer = client.emitWithAck("value", "x");
        assertThat(answer).isNotDone();

        gateway.entered.complete(null);

        assertThat(await(answer)).containsExactly("x");
        client.disconnect();
        assertThat(await(gateway.left)).isEqualTo("client namespace disconnect");
    }

    /** Lets nobody in. */
    @WebSocketGateway(namespace = "/closed")
    final class Closed implements OnGatewayAdmission {
        @Override
        public CompletionStage<?> admit(Handshake handshake) {
            throw WsException.of(Map.of("retry", "later"));
        }
    }

    @Test
    default void shouldTellAClientThatAGatewayDoesNotAdmitWhy() {
        Gateways.register(bus(), new Closed());

        assertThatThrownBy(() -> await(client("/closed").connect()))
                .cause()
                .isInstanceOfSatisfying(
                        ConnectErrorException.class,
                        refusal ->
                                assertThat(Plain.of(refusal.data()))
                                        .isEqualTo(Map.of("retry", "later")));
    }

    /** One for many namespaces. */
    @WebSocketGateway(namespacePattern = "/hall-(?<hall>\\w+)")
    final class Halls {
        @SubscribeMessage("where")
        String where(@NamespaceParam("hall") String hall) {
            return hall;
        }
    }

    @Test
    default void shouldTakeNamespacesThatMatchAPattern() throws ExecutionException {
        Gateways.register(bus(), new Halls());

        assertThat(await(party("/hall-blue").client().emitWithAck("where")))
                .containsExactly("blue");
        assertThat(await(party("/hall-red").client().emitWithAck("where"))).containsExactly("red");
    }
}
