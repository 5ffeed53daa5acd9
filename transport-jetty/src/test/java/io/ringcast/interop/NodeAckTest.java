package io.ringcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.AckTimeoutException;
import io.ringcast.Arguments;
import io.ringcast.BroadcastAckTimeoutException;
import io.ringcast.BroadcastResponses;
import io.ringcast.DisconnectedException;
import io.ringcast.interop.InteropSocket.Received;
import io.ringcast.transport.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Acknowledgements between npm's client and the bus, those that never come above all (O*). */
class NodeAckTest extends NodeFixture {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Throwable failure(CompletionStage<?> stage) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        var unused =
                stage.whenComplete(
                        (value, thrown) ->
                                failure.complete(
                                        thrown instanceof CompletionException wrapped
                                                ? wrapped.getCause()
                                                : thrown));
        return get(failure);
    }

    @Test
    void shouldGiveUpOnAClientThatDoesNotAnswer() throws Exception {
        ScriptServer server = server();
        Pair pair = pair(server, server.url(), Map.of());

        CompletionStage<Arguments> answer =
                pair.server().timeout(SHORT).emitWithAck("question", "?");
        Received question = pair.client().next("question");

        assertThat(failure(answer))
                .isInstanceOf(AckTimeoutException.class)
                .hasMessage("operation has timed out");
        question.answer().send("too late");
        pair.client().request("ack");
        assertThat(server.bus().counters().get(Counter.UNKNOWN_ACKS)).isEqualTo(1);
        assertThat(server.bus().counters().get(Counter.ACKS_TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void shouldTakeTheFirstAnswerOnly() throws Exception {
        ScriptServer server = server();
        Pair pair = pair(server, server.url(), Map.of());
        CompletionStage<Arguments> answer =
                pair.server().timeout(LONG).emitWithAck("question", 1, 2);

        Received question = pair.client().next("question");
        question.answer().send("first", 1);
        question.answer().send("second", 2);

        assertThat(question.arguments()).containsExactly(1, 2);
        assertThat(get(answer).get(0, String.class)).isEqualTo("first");
        assertThat(get(answer).size()).isEqualTo(2);
    }

    @Test
    void shouldEndPendingAcksWithTheDisconnect() throws Exception {
        ScriptServer server = server();
        Pair pair = pair(server, server.url(), Map.of());
        CompletionStage<Arguments> answer = pair.server().emitWithAck("question");
        pair.client().next("question");

        pair.client().disconnect();

        assertThat(failure(answer)).isInstanceOf(DisconnectedException.class);
        assertThat(server.bus().counters().get(Counter.ACKS_DISCONNECTED)).isEqualTo(1);
    }

    @Test
    void shouldLetTheClientTimeOut() throws Exception {
        ScriptServer server = server();
        Pair pair = pair(server, server.url(), Map.of());
        pair.server().on("never", (args, ack) -> {});

        Object failure =
                pair.client()
                        .run(
                                """
                                try {
                                  return await socket.timeout(100).emitWithAck("never");
                                } catch (e) {
                                  return e.message;
                                }
                                """);

        assertThat(failure).isEqualTo("operation has timed out");
        assertThat(pair.client().run("return await socket.timeout(20000).emitWithAck('ack', 1)"))
                .isEqualTo(1);
    }

    @Test
    void shouldCollectTheAnswersToABroadcast() throws Exception {
        ScriptServer server = server();
        Pair one = pair(server, server.url(), over(Route.POLLING));
        Pair two = pair(server, server.url(), over(Route.WEBSOCKET));

        CompletionStage<BroadcastResponses> responses =
                server.bus().timeout(LONG).emitWithAck("vote", "?");
        one.client().next("vote").answer().send("yes");
        two.client().next("vote").answer().send(Map.of("no", true), "ignored");

        assertThat(get(responses).answered())
                .containsOnlyKeys(one.server().id(), two.server().id());
        assertThat(get(responses).answered().get(one.server().id()).get(0)).isEqualTo("yes");
        assertThat(get(responses).answered().get(two.server().id()).get(0))
                .isEqualTo(Map.of("no", true));
    }

    /** Incumbents never call back if one of the clients is silent (N8). */
    @Test
    void shouldEndABroadcastThatOneClientDoesNotAnswer() throws Exception {
        ScriptServer server = server();
        Pair quick = pair(server, server.url(), Map.of());
        Pair silent = pair(server, server.url(), Map.of());
        Pair leaving = pair(server, server.url(), Map.of());

        CompletionStage<BroadcastResponses> responses =
                server.bus().timeout(Duration.ofSeconds(2)).emitWithAck("vote");
        quick.client().next("vote").answer().send("here");
        silent.client().next("vote");
        leaving.client().next("vote");
        leaving.client().disconnect();

        assertThat(failure(responses))
                .isInstanceOfSatisfying(
                        BroadcastAckTimeoutException.class,
                        late -> {
                            BroadcastResponses known = late.responses();
                            assertThat(known.answered()).containsOnlyKeys(quick.server().id());
                            assertThat(known.timedOut()).containsExactly(silent.server().id());
                            assertThat(known.disconnected()).containsExactly(leaving.server().id());
                        });
    }

    @Test
    void shouldNotAskForAcksOfABroadcastWithoutATimeout() {
        ScriptServer server = server();

        assertThatThrownBy(() -> server.bus().emitWithAck("vote"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldAnswerABroadcastToNobodyAtOnce() throws Exception {
        ScriptServer server = server();

        assertThat(get(server.bus().to("empty").timeout(LONG).emitWithAck("vote")).answered())
                .isEmpty();
    }

    /** One in flight, sent again until it is acknowledged, those behind it wait (W9). */
    @Test
    void shouldServeAClientThatRetries() throws Exception {
        ScriptServer server = server();
        Map<String, Object> options = Map.of("retries", 3, "ackTimeout", 1_000);
        Pair pair = pair(server, server.url(), options);
        News heard = new News();
        int[] attempts = {0};
        pair.server()
                .on(
                        "save",
                        (args, ack) -> {
                            heard.add("save", args.get(0));
                            if (!args.get(0).equals("first") || ++attempts[0] >= 3) {
                                ack.send("saved");
                            }
                        });

        pair.client().run("socket.emit('save', 'first'); socket.emit('save', 'second');");

        assertThat(
                        List.of(
                                heard.next("save", String.class),
                                heard.next("save", String.class),
                                heard.next("save", String.class),
                                heard.next("save", String.class)))
                .containsExactly("first", "first", "first", "second");
        assertThat(heard.kinds()).isEmpty();
    }
}
