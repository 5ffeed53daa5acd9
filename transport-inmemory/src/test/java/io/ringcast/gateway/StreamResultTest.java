package io.ringcast.gateway;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import io.ringcast.transport.inmemory.test.GatewayClient.Event;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of many results: publishers, streams, iterators. */
class StreamResultTest extends GatewayFixture {

    /** Publishes numbers as they are asked for, and notes what it is asked for. */
    static final class Numbers implements Flow.Publisher<WsResponse<Integer>>, Flow.Subscription {
        private final int count;
        private final RuntimeException failure;
        private Flow.Subscriber<? super WsResponse<Integer>> subscriber;
        int published;
        long requested;
        boolean isCancelled;

        Numbers(int count, RuntimeException failure) {
            this.count = count;
            this.failure = failure;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super WsResponse<Integer>> given) {
            subscriber = given;
            given.onSubscribe(this);
        }

        @Override
        public void request(long more) {
            requested += more;
            for (long i = 0; i < more && published < count && !isCancelled; i++) {
                subscriber.onNext(WsResponse.of("n", published++));
            }
            if (published == count && failure != null) {
                subscriber.onError(failure);
            } else if (published == count) {
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }
    }

    /** A type of another library that stands for a stream. */
    record Many(int count) {}

    /** Neither a collection nor a value. */
    record Pages(List<WsResponse<Integer>> items) implements Iterable<WsResponse<Integer>> {
        @Override
        public Iterator<WsResponse<Integer>> iterator() {
            return items.iterator();
        }
    }

    @WebSocketGateway
    static class Streams {
        private final List<Object> seen;
        Numbers numbers = new Numbers(3, null);

        Streams(List<Object> seen) {
            this.seen = seen;
        }

        @SubscribeMessage("publisher")
        Flow.Publisher<WsResponse<Integer>> publisher() {
            return numbers;
        }

        @SubscribeMessage("stage")
        CompletionStage<Flow.Publisher<WsResponse<Integer>>> stage() {
            return CompletableFuture.completedFuture(numbers);
        }

        @SubscribeMessage("stream")
        Stream<WsResponse<Integer>> stream(int count) {
            return IntStream.range(0, count)
                    .mapToObj(n -> WsResponse.of("n", n))
                    .onClose(() -> seen.add("closed"));
        }

        @SubscribeMessage("iterator")
        Iterator<WsResponse<Integer>> iterator() {
            return List.of(WsResponse.of("n", 0), WsResponse.of("n", 1)).iterator();
        }

        @SubscribeMessage("iterable")
        Pages iterable() {
            return new Pages(List.of(WsResponse.of("n", 0), WsResponse.of("n", 1)));
        }

        @EmitAs("n")
        @SubscribeMessage("plain")
        Stream<Integer> plain() {
            return Stream.of(0, 1);
        }
    }

    private final Streams gateway = new Streams(seen);

    private static List<Object> numbers(GatewayClient client) {
        return client.events().stream().map(StreamResultTest::number).toList();
    }

    private static Object number(Event event) {
        assertThat(event.name()).isEqualTo("n");
        return event.arguments().get(0);
    }

    @Test
    void shouldEmitAPublishersItemsThenAck() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("publisher");

        assertThat(numbers(client)).containsExactly(0, 1, 2);
        assertThat(answer.arguments().size()).isZero();
    }

    @Test
    void shouldEmitAPublisherInAStage() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("stage");

        assertThat(numbers(client)).containsExactly(0, 1, 2);
        assertThat(answer.hasCome()).isTrue();
    }

    @Test
    void shouldTellOfAPublishersFailureAfterItsItems() {
        gateway.numbers = new Numbers(1, new WsException("broken", "No more"));
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("publisher");

        assertThat(numbers(client)).containsExactly(0);
        assertThat(answer.error().orElseThrow().get("code")).isEqualTo("broken");
    }

    @Test
    void shouldCancelASubscriptionWhenTheClientLeaves() {
        gateway.numbers = new Numbers(Integer.MAX_VALUE, null);
        GatewayTest test = start(gateway);
        GatewayClient client = test.connect();
        client.emit("publisher");
        assertThat(gateway.numbers.isCancelled).isFalse();

        client.disconnect();

        int published = gateway.numbers.published;
        test.advance(ofSeconds(1));
        assertThat(gateway.numbers.isCancelled).isTrue();
        assertThat(gateway.numbers.published).isEqualTo(published);
    }

    @Test
    void shouldCloseAStreamWhenTheClientLeaves() {
        GatewayTest test = start(gateway);
        GatewayClient client = test.connect();
        client.emit("stream", Integer.MAX_VALUE);
        assertThat(seen).isEmpty();

        client.disconnect();
        test.advance(ofSeconds(1));

        assertThat(seen).containsExactly("closed");
    }

    @Test
    void shouldCloseAStreamWhenAllOfItHasLeft() {
        GatewayTest test = start(gateway);
        GatewayClient client = test.connect();

        Answer answer = client.emitWithAck("stream", 100);
        test.advance(ofSeconds(1));

        assertThat(numbers(client)).hasSize(100).startsWith(0, 1).endsWith(99);
        assertThat(seen).containsExactly("closed");
        assertThat(answer.hasCome()).isTrue();
    }

    @Test
    void shouldAskForLittleWhileTheClientDoesNotRead() {
        gateway.numbers = new Numbers(Integer.MAX_VALUE, null);
        GatewayTest test = start(gateway);
        GatewayClient client = test.connect();
        test.bus().network().stall(client.socket());
        client.emit("publisher");
        test.advance(ofSeconds(10));
        long whileStalled = gateway.numbers.requested;

        test.bus().network().resume(client.socket());
        test.advance(ofMillis(200));

        assertThat(whileStalled).isLessThan(2_000);
        assertThat(gateway.numbers.requested).isGreaterThan(whileStalled);
        assertThat(numbers(client)).startsWith(0, 1, 2);
    }

    @Test
    void shouldEmitIteratorsAndIterables() {
        GatewayClient client = connect(gateway);

        client.emit("iterator");
        client.emit("iterable");

        assertThat(numbers(client)).containsExactly(0, 1, 0, 1);
    }

    @Test
    void shouldEmitPlainItemsUnderTheNameTheyAreGiven() {
        GatewayClient client = connect(gateway);

        Answer answer = client.emitWithAck("plain");

        assertThat(numbers(client)).containsExactly(0, 1);
        assertThat(answer.arguments().size()).isZero();
    }

    @WebSocketGateway
    static class Nameless {
        @SubscribeMessage("numbers")
        Stream<Integer> numbers() {
            return Stream.of(1);
        }
    }

    @Test
    void shouldRefuseAStreamOfPlainItemsWithoutAName() {
        assertThatThrownBy(() -> start(new Nameless()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(Nameless.class.getName() + ".numbers")
                .hasMessageContaining("stream of Integer")
                .hasMessageContaining("@EmitAs");
    }

    @WebSocketGateway
    static class Foreign {
        @EmitAs("n")
        @SubscribeMessage("many")
        Many many() {
            return new Many(2);
        }
    }

    @Test
    void shouldEmitWhatAnAdapterMakesAStreamOf() {
        GatewayClient client =
                start(
                                options ->
                                        options.returnAdapter(
                                                ReturnAdapter.ofStream(
                                                        Many.class,
                                                        many -> new Numbers(many.count(), null))),
                                new Foreign())
                        .connect();

        client.emit("many");

        assertThat(numbers(client)).containsExactly(0, 1);
    }

    /** A publisher that breaks its contract. */
    private static final class Throwing implements Flow.Publisher<WsResponse<Integer>> {
        @Override
        public void subscribe(Flow.Subscriber<? super WsResponse<Integer>> subscriber) {
            subscriber.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long more) {
                            throw new WsException("broken", "No more");
                        }

                        @Override
                        public void cancel() {
                            throw new IllegalStateException("cancel");
                        }
                    });
        }
    }

    @WebSocketGateway
    static class Broken {
        @SubscribeMessage(value = "broken", order = Order.SERIAL)
        Flow.Publisher<WsResponse<Integer>> broken() {
            return new Throwing();
        }

        @SubscribeMessage("next")
        String next() {
            return "next";
        }
    }

    /** The failure was reported only: no answer came, and messages behind it waited for ever. */
    @Test
    void shouldTellOfAPublisherThatFailsWhenItIsAskedForMore() {
        GatewayTest test = start(new Broken());
        GatewayClient client = test.connect();

        Answer answer = client.emitWithAck("broken");
        Answer next = client.emitWithAck("next");

        assertThat(answer.error().orElseThrow().get("code")).isEqualTo("broken");
        assertThat(next.get(String.class)).isEqualTo("next");
        assertThat(test.takeFailures().get(0).failure()).hasMessage("cancel");
    }

    @WebSocketGateway
    static class ForeignInside {
        @EmitAs("n")
        @SubscribeMessage("stage")
        CompletionStage<Many> stage() {
            return CompletableFuture.completedFuture(new Many(2));
        }

        @EmitAs("n")
        @SubscribeMessage("optional")
        Optional<Many> optional() {
            return Optional.of(new Many(1));
        }

        @SubscribeMessage("filtered")
        void filtered() {
            throw new IllegalArgumentException();
        }

        @EmitAs("n")
        @OnError
        Many failed(IllegalArgumentException failure) {
            return new Many(1);
        }
    }

    /** Only what a handler itself returned was adapted: a stage's value was acked as it was. */
    @Test
    void shouldAdaptWhatIsInAStageOrAnOptionalAndWhatAFilterReturns() {
        GatewayClient client = start(this::adapting, new ForeignInside()).connect();

        assertThat(client.emitWithAck("stage").arguments().size()).isZero();
        assertThat(client.emitWithAck("optional").arguments().size()).isZero();
        assertThat(client.emitWithAck("filtered").arguments().size()).isZero();

        assertThat(numbers(client)).containsExactly(0, 1, 0, 0);
    }

    private void adapting(Gateways options) {
        options.returnAdapter(
                ReturnAdapter.ofStream(Many.class, many -> new Numbers(many.count(), null)));
    }

    /** The change was given the iterable itself. */
    @Test
    void shouldMapTheItemsOfAnIterable() {
        Interceptor maps =
                (context, next) ->
                        Results.map(
                                next.proceed(),
                                item -> WsResponse.of("n", ((WsResponse<?>) item).data() + "!"));
        GatewayClient client = start(o -> o.globalInterceptor(maps), gateway).connect();

        client.emit("iterable");
        client.emit("iterator");

        assertThat(numbers(client)).containsExactly("0!", "1!", "0!", "1!");
    }

    @Test
    void shouldNotSubscribeForAClientThatHasLeftBeforeTheStageCompletes() {
        CompletableFuture<Stream<WsResponse<Integer>>> later = new CompletableFuture<>();
        GatewayTest test = start(new Late(later));
        GatewayClient client = test.connect();
        client.emit("later");
        client.disconnect();

        later.complete(gateway.stream(5));
        test.bus().runUntilIdle();

        assertThat(seen).containsExactly("closed");
    }

    @WebSocketGateway
    record Late(CompletableFuture<Stream<WsResponse<Integer>>> result) {
        @SubscribeMessage("later")
        CompletionStage<Stream<WsResponse<Integer>>> later() {
            return result;
        }
    }
}
