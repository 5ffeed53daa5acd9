package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a handler's result that is there at once, or a stage. */
class HandlerResultTest extends GatewayFixture {

    /** A domain object that happens to have a property of a telling name. */
    public record Birthday(int id, String event) {}

    @WebSocketGateway
    static class Values {
        private final List<Object> seen;
        CompletableFuture<String> later = new CompletableFuture<>();

        Values(List<Object> seen) {
            this.seen = seen;
        }

        @SubscribeMessage("value")
        String value(String text) {
            return text + "!";
        }

        @SubscribeMessage("zero")
        int zero() {
            return 0;
        }

        @SubscribeMessage("false")
        boolean no() {
            return false;
        }

        @SubscribeMessage("empty")
        String empty() {
            return "";
        }

        @SubscribeMessage("null")
        String nothing() {
            return null;
        }

        @SubscribeMessage("void")
        void perform() {
            seen.add("performed");
        }

        @SubscribeMessage("void fails")
        void fail() {
            throw new WsException("no");
        }

        @SubscribeMessage("response")
        WsResponse<String> response() {
            return WsResponse.of("events", "data");
        }

        @SubscribeMessage("property")
        Birthday birthday() {
            return new Birthday(7, "birthday");
        }

        @SubscribeMessage("responses")
        List<WsResponse<Integer>> responses(int count) {
            List<WsResponse<Integer>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(WsResponse.of("events", i));
            }
            return all;
        }

        @SubscribeMessage("stage")
        CompletionStage<String> stage() {
            return later;
        }

        @SubscribeMessage("stage of a response")
        CompletionStage<WsResponse<String>> stagedResponse() {
            return CompletableFuture.completedFuture(WsResponse.of("events", "later"));
        }

        @SubscribeMessage("stage of nothing")
        CompletionStage<Void> stageOfNothing() {
            return CompletableFuture.completedFuture(null);
        }

        @SubscribeMessage("optional")
        Optional<String> optional(boolean isThere) {
            return isThere ? Optional.of("there") : Optional.empty();
        }

        @SubscribeMessage("list")
        List<Integer> list() {
            return Arrays.asList(1, null, 3);
        }

        @SubscribeMessage("array")
        int[] array() {
            return new int[] {1, 2};
        }

        @SubscribeMessage("map")
        Map<String, Integer> map() {
            return Map.of("a", 1);
        }

        @SubscribeMessage("object")
        Object object() {
            return WsResponse.of("events", "by its type at run time");
        }

        @EmitAs("as")
        @SubscribeMessage("emit as")
        String emitAs() {
            return "value";
        }
    }

    private final Values gateway = new Values(seen);

    @Test
    void shouldAckAValue() {
        Answer answer = connect(gateway).emitWithAck("value", "x");

        assertThat(answer.get(String.class)).isEqualTo("x!");
        assertThat(answer.arguments().size()).isEqualTo(1);
    }

    @Test
    void shouldAckFalsyValues() {
        GatewayClient client = connect(gateway);

        assertThat(client.emitWithAck("zero").arguments().get(0)).isEqualTo(0);
        assertThat(client.emitWithAck("false").arguments().get(0)).isEqualTo(false);
        assertThat(client.emitWithAck("empty").arguments().get(0)).isEqualTo("");
    }

    @Test
    void shouldAckNullAsNull() {
        Answer answer = connect(gateway).emitWithAck("null");

        assertThat(answer.arguments().size()).isEqualTo(1);
        assertThat(answer.arguments().get(0)).isNull();
    }

    @Test
    void shouldAckNothingWithoutArgumentsAfterSuccess() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("void");
        Answer failed = client.emitWithAck("void fails");

        assertThat(seen).containsExactly("performed");
        assertThat(answer.arguments().size()).isZero();
        assertThat(failed.error()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "null", "void", "list", "map"})
    void shouldDropAValueThatNobodyAskedFor(String event) {
        GatewayClient client = connect(gateway);

        client.emit(event);

        assertThat(client.events()).isEmpty();
    }

    @Test
    void shouldEmitAResponseAndAckEmptily() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("response");
        client.emit("response");

        assertThat(answer.arguments().size()).isZero();
        assertThat(client.await("events", String.class)).isEqualTo("data");
        assertThat(client.await("events", String.class)).isEqualTo("data");
    }

    @Test
    void shouldAckAnObjectThatHasAnEventProperty() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("property");

        assertThat(answer.get(Birthday.class)).isEqualTo(new Birthday(7, "birthday"));
        assertThat(client.events()).isEmpty();
    }

    @Test
    void shouldEmitEachOfSeveralResponsesInOrder() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("responses", 3);

        assertThat(client.events()).extracting(e -> e.arguments().get(0)).containsExactly(0, 1, 2);
        assertThat(answer.arguments().size()).isZero();
    }

    @Test
    void shouldAckNoResponsesEmptily() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("responses", 0);

        assertThat(answer.arguments().size()).isZero();
        assertThat(client.events()).isEmpty();
    }

    @Test
    void shouldAckAStagesValueWhenItCompletes() {
        GatewayTest test = start(gateway);
        Answer answer = test.connect().emitWithAck("stage");
        assertThat(answer.hasCome()).isFalse();

        gateway.later.complete("done");
        test.bus().runUntilIdle();

        assertThat(answer.get(String.class)).isEqualTo("done");
    }

    @Test
    void shouldDeliverWhatAStageHoldsAsIfItHadBeenReturned() {
        GatewayClient client = connect(gateway);

        assertThat(client.emitWithAck("stage of nothing").arguments().size()).isZero();
        assertThat(client.emitWithAck("stage of a response").arguments().size()).isZero();
        assertThat(client.await("events", String.class)).isEqualTo("later");
    }

    @Test
    void shouldAnswerAStagesFailure() {
        GatewayTest test = start(gateway);
        Answer answer = test.connect().emitWithAck("stage");

        gateway.later.completeExceptionally(new WsException("full", "The room is full"));
        test.bus().runUntilIdle();

        assertThat(answer.error().orElseThrow())
                .isEqualTo(
                        Map.of("status", "error", "code", "full", "message", "The room is full"));
    }

    @Test
    void shouldAnswerACancelledStage() {
        GatewayTest test = start(gateway);
        Answer answer = test.connect().emitWithAck("stage");

        gateway.later.cancel(false);
        test.bus().runUntilIdle();

        assertThat(answer.error().orElseThrow().get("code")).isEqualTo("cancelled");
    }

    @Test
    void shouldAckAnOptionalsValueOrNull() {
        GatewayClient client = connect(gateway);

        assertThat(client.emitWithAck("optional", true).get(String.class)).isEqualTo("there");
        assertThat(client.emitWithAck("optional", false).arguments().size()).isEqualTo(1);
        assertThat(client.emitWithAck("optional", false).arguments().get(0)).isNull();
    }

    @Test
    void shouldAckCollectionsArraysAndMapsAsValues() {
        GatewayClient client = connect(gateway);

        assertThat((Object) client.emitWithAck("list").get(List.class))
                .isEqualTo(Arrays.asList(1, null, 3));
        assertThat(client.emitWithAck("array").get(int[].class)).containsExactly(1, 2);
        assertThat((Object) client.emitWithAck("map").get(Map.class)).isEqualTo(Map.of("a", 1));
    }

    @Test
    void shouldLookAtAnObjectsTypeAtRunTime() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("object");

        assertThat(client.await("events", String.class)).isEqualTo("by its type at run time");
        assertThat(answer.arguments().size()).isZero();
    }

    @Test
    void shouldEmitAValueUnderTheNameItIsGiven() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("emit as");

        assertThat(client.await("as", String.class)).isEqualTo("value");
        assertThat(answer.arguments().size()).isZero();
    }

    @WebSocketGateway
    static class Rooms {
        @SubscribeMessage("join")
        void join(io.ringcast.Socket socket, String room) {
            var unused = socket.join(room);
        }

        @SubscribeMessage("room")
        WsResponse<String> room() {
            return WsResponse.of("said", "room").toRoom("blue");
        }

        @SubscribeMessage("all")
        WsResponse<String> all() {
            return WsResponse.of("said", "all").broadcast();
        }
    }

    @Test
    void shouldEmitAResponseToARoomOrToTheOthers() {
        GatewayTest test = start(new Rooms());
        GatewayClient sender = test.connect();
        GatewayClient member = test.connect();
        GatewayClient other = test.connect();
        member.emit("join", "blue");

        sender.emit("room");
        sender.emit("all");

        assertThat(member.events())
                .extracting(e -> e.arguments().get(0))
                .containsExactly("room", "all");
        assertThat(other.events()).extracting(e -> e.arguments().get(0)).containsExactly("all");
        assertThat(sender.events()).isEmpty();
    }

    @WebSocketGateway
    static class Closeables {
        @SubscribeMessage("closeable")
        AutoCloseable closeable() {
            return Stream.of(WsResponse.of("events", 1));
        }
    }

    /** A declared supertype of a stream was taken for a value, and the stream itself acked. */
    @Test
    void shouldLookAtTheTypeAtRunTimeWhereTheDeclaredOneMayHideMore() {
        GatewayClient client = connect(new Closeables());

        Answer answer = client.emitWithAck("closeable");

        assertThat(answer.arguments().size()).isZero();
        assertThat(client.await("events", int.class)).isEqualTo(1);
    }
}
