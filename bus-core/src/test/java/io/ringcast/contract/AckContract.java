package io.ringcast.contract;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringcast.AckTimeoutException;
import io.ringcast.Arguments;
import io.ringcast.BroadcastAckTimeoutException;
import io.ringcast.BroadcastResponses;
import io.ringcast.DisconnectedException;
import io.ringcast.transport.Counter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Answers, and that each one that is waited for ends. */
interface AckContract extends ContractWorld {

    @Test
    default void shouldAnswerTheClient() throws ExecutionException {
        bus().onConnection(
                        socket ->
                                socket.on(
                                        "ask",
                                        (arguments, ack) ->
                                                ack.send(arguments.get(0), new byte[] {1}, null)));
        ContractClient client = party("/").client();

        List<Object> answer = await(client.emitWithAck("ask", "x"));

        assertThat(Plain.of(answer)).isEqualTo(Arrays.asList("x", "bytes 01", null));
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // the stage is the answer
    default void shouldAnswerTheClientWithAHandlersResult() throws ExecutionException {
        bus().onConnection(
                        socket -> {
                            socket.onRequest("now", Integer.class, n -> n + 1);
                            socket.onRequest(
                                    "later",
                                    Integer.class,
                                    n -> CompletableFuture.completedFuture(n + 2));
                        });
        ContractClient client = party("/").client();

        assertThat(Plain.of(await(client.emitWithAck("now", 1)))).isEqualTo(Plain.of(List.of(2)));
        assertThat(Plain.of(await(client.emitWithAck("later", 1)))).isEqualTo(Plain.of(List.of(3)));
    }

    @Test
    default void shouldAnswerOnce() throws ExecutionException {
        bus().onConnection(
                        socket ->
                                socket.on(
                                        "ask",
                                        (arguments, ack) -> {
                                            ack.send("first");
                                            ack.send("second");
                                        }));
        ContractClient client = party("/").client();

        assertThat(await(client.emitWithAck("ask"))).containsExactly("first");
        assertThat(await(client.emitWithAck("ask"))).containsExactly("first");
    }

    @Test
    default void shouldAnswerTheServer() throws ExecutionException {
        Party party = party("/");
        party.client()
                .on(
                        "ask",
                        (arguments, answer) ->
                                answer.accept(
                                        List.of(Map.of("got", ByteBuffer.wrap(new byte[] {2})))));

        Arguments answer = await(party.socket().timeout(ofSeconds(60)).emitWithAck("ask", 1, 2));

        assertThat(Plain.of(answer.get(0))).isEqualTo(Map.of("got", "bytes 02"));
    }

    @Test
    default void shouldTimeOutWhenTheClientDoesNotAnswer() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/");
        CompletionStage<Arguments> answer =
                party.socket().timeout(ofMillis(50)).emitWithAck("ignored");
        party.socket()
                .timeout(ofMillis(50))
                .emit("ignored", (failure, nothing) -> probe.see(failure.getMessage()));

        assertThatThrownBy(() -> awaitFor(ofMillis(50), answer))
                .hasCauseInstanceOf(AckTimeoutException.class);
        assertThat(probe.next()).isEqualTo("operation has timed out");
    }

    @Test
    default void shouldFailPendingAnswersWhenTheClientGoes() throws ExecutionException {
        Party party = party("/");
        CompletionStage<Arguments> answer = party.socket().emitWithAck("ignored");
        arrived(party);

        party.client().kill();

        assertThatThrownBy(() -> await(answer)).hasCauseInstanceOf(DisconnectedException.class);
    }

    @Test
    default void shouldFailPendingAnswersOfTheClientWhenItIsDisconnected()
            throws ExecutionException {
        bus().onConnection(socket -> socket.on("ask", (arguments, ack) -> socket.disconnect()));
        CompletableFuture<List<Object>> answer = party("/").client().emitWithAck("ask");

        assertThatThrownBy(() -> await(answer)).isInstanceOf(ExecutionException.class);
    }

    @Test
    default void shouldCollectTheAnswersToABroadcast() throws ExecutionException {
        Party one = answering("one");
        Party two = answering("two");

        BroadcastResponses responses = await(bus().timeout(ofSeconds(60)).emitWithAck("poll", "?"));

        assertThat(responses.answered()).containsOnlyKeys(one.id(), two.id());
        assertThat(responses.values(String.class)).containsExactlyInAnyOrder("one", "two");
        assertThat(responses.timedOut()).isEmpty();
        assertThat(responses.disconnected()).isEmpty();
    }

    private Party answering(String answer) throws ExecutionException {
        Party party = party("/");
        party.client().on("poll", (arguments, ack) -> ack.accept(List.of(answer)));
        return party;
    }

    /** How long an answer takes depends on the transport, and on what else the machine does. */
    @Test
    default void shouldSayWhoDidNotAnswerABroadcastInTime() throws ExecutionException {
        Party one = answering("one");
        Party silent = party("/");
        Set<String> answered = Set.of();
        long before = bus().counters().get(Counter.ACKS_TIMED_OUT);
        int timedOut = 0;

        for (int millis = 100; answered.isEmpty() && millis < 9_000; millis *= 2) {
            BroadcastResponses late = responsesAfter(ofMillis(millis));
            answered = late.answered().keySet();
            timedOut += late.timedOut().size();
            assertThat(late.timedOut()).contains(silent.id()).doesNotContainAnyElementsOf(answered);
            assertThat(answered.size() + late.timedOut().size()).isEqualTo(2);
        }

        assertThat(answered).containsExactly(one.id());
        assertThat(bus().counters().get(Counter.ACKS_TIMED_OUT)).isEqualTo(before + timedOut);
    }

    /** What a broadcast has brought when it has timed out. */
    private BroadcastResponses responsesAfter(Duration timeout) {
        CompletionStage<BroadcastResponses> result = bus().timeout(timeout).emitWithAck("poll");
        BroadcastAckTimeoutException late =
                (BroadcastAckTimeoutException)
                        catchThrowable(() -> awaitFor(timeout, result)).getCause();
        return late.responses();
    }

    @Test
    default void shouldNotWaitForARecipientThatHasGone() throws ExecutionException {
        Party one = answering("one");
        Party gone = party("/");
        gone.client().on("poll", (arguments, ack) -> gone.client().kill());

        BroadcastResponses responses = await(bus().timeout(ofSeconds(30)).emitWithAck("poll"));

        assertThat(responses.answered()).containsOnlyKeys(one.id());
        assertThat(responses.disconnected()).containsExactly(gone.id());
    }

    @Test
    default void shouldEndABroadcastWithoutRecipientsAtOnce() throws ExecutionException {
        BroadcastResponses responses =
                await(bus().to("nobody").timeout(ofSeconds(30)).emitWithAck("poll"));

        assertThat(responses.answered()).isEmpty();
    }
}
