package io.ringcast.interop;

import io.ringcast.Ack;
import io.ringcast.gateway.EventContext;
import io.ringcast.gateway.ExceptionFilter;
import io.ringcast.gateway.Guard;
import io.ringcast.gateway.MessageBody;
import io.ringcast.gateway.SubscribeMessage;
import io.ringcast.gateway.UseFilters;
import io.ringcast.gateway.UseGuards;
import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.gateway.WsException;
import io.ringcast.gateway.WsResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** What src/test/npm-nest/gateway.mjs is, in Java. */
@WebSocketGateway
@SuppressWarnings("DoNotCallSuggester") // clients do
final class NestTwin {

    /** Has its items ready, and may fail after them. */
    private record Items<T>(List<T> items, WsException failure) implements Flow.Publisher<T> {
        @Override
        public void subscribe(Flow.Subscriber<? super T> subscriber) {
            subscriber.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long more) {
                            items.forEach(subscriber::onNext);
                            if (failure == null) {
                                subscriber.onComplete();
                            } else {
                                subscriber.onError(failure);
                            }
                        }

                        @Override
                        public void cancel() {}
                    });
        }
    }

    static final class Closed implements Guard {
        @Override
        public boolean canActivate(EventContext context) {
            return false;
        }
    }

    static final class Emitting implements ExceptionFilter<WsException> {
        @Override
        public Object catchError(WsException failure, EventContext context) {
            context.socket().emit("filtered", failure.getMessage());
            return null;
        }
    }

    static final class Acking implements ExceptionFilter<WsException> {
        @Override
        public Object catchError(WsException failure, EventContext context) {
            context.ack().send(Map.of("filtered", failure.getMessage()));
            return null;
        }
    }

    @SubscribeMessage("barrier")
    String barrier() {
        return "passed";
    }

    @SubscribeMessage("body")
    Map<String, Object> body(@MessageBody Object body) {
        return Map.of("body", body == null ? "none" : body);
    }

    @SubscribeMessage("property")
    Map<String, Object> property(@MessageBody("name") String name) {
        return Map.of("name", name == null ? "none" : name);
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

    @SubscribeMessage("nothing")
    void nothing() {}

    @SubscribeMessage("null")
    String nil() {
        return null;
    }

    @SubscribeMessage("response")
    WsResponse<Map<String, Integer>> response() {
        return WsResponse.of("reply", Map.of("n", 1));
    }

    @SubscribeMessage("entity")
    Map<String, Object> entity() {
        return Map.of("id", 7, "event", "birthday");
    }

    @SubscribeMessage("empty event")
    WsResponse<Integer> emptyEvent() {
        return WsResponse.of("", 1);
    }

    @SubscribeMessage("promise")
    CompletionStage<String> promise() {
        return CompletableFuture.completedFuture("later");
    }

    @SubscribeMessage("promised response")
    CompletionStage<WsResponse<String>> promisedResponse() {
        return CompletableFuture.completedFuture(WsResponse.of("reply", "later"));
    }

    @SubscribeMessage("promised nothing")
    CompletionStage<Void> promisedNothing() {
        return CompletableFuture.completedFuture(null);
    }

    @SubscribeMessage("observable")
    Flow.Publisher<WsResponse<Integer>> observable() {
        return new Items<>(List.of(WsResponse.of("item", 1), WsResponse.of("item", 2)), null);
    }

    @SubscribeMessage("plain observable")
    Flow.Publisher<Integer> plainObservable() {
        return new Items<>(List.of(1, 2, 3), null);
    }

    @SubscribeMessage("array")
    List<WsResponse<Integer>> array() {
        return List.of(WsResponse.of("item", 1), WsResponse.of("item", 2));
    }

    @SubscribeMessage("generator")
    Iterator<WsResponse<Integer>> generator() {
        return List.of(WsResponse.of("item", 1)).iterator();
    }

    @SubscribeMessage("own ack")
    String ownAck(String body, Ack ack) {
        ack.send("own " + body);
        return "dropped";
    }

    @SubscribeMessage("own ack and response")
    WsResponse<Integer> ownAckAndResponse(Ack ack) {
        ack.send("own");
        return WsResponse.of("reply", 1);
    }

    @UseGuards(Closed.class)
    @SubscribeMessage("forbidden")
    String forbidden() {
        return "in";
    }

    @SubscribeMessage("message")
    void message() {
        throw new WsException("No entry");
    }

    @SubscribeMessage("details")
    void details() {
        throw WsException.of(Map.of("code", 5, "text", "Full"));
    }

    @SubscribeMessage("unknown")
    void unknown() {
        throw new IllegalStateException("secret");
    }

    @SubscribeMessage("rejected")
    CompletionStage<String> rejected() {
        return CompletableFuture.failedFuture(new WsException("Later"));
    }

    @SubscribeMessage("broken observable")
    Flow.Publisher<WsResponse<Integer>> brokenObservable() {
        return new Items<>(List.of(WsResponse.of("item", 1)), new WsException("Broken"));
    }

    @UseFilters(Emitting.class)
    @SubscribeMessage("filtered")
    void filtered() {
        throw new WsException("First");
    }

    @UseFilters(Acking.class)
    @SubscribeMessage("filtered in the ack")
    void filteredInTheAck() {
        throw new WsException("Second");
    }
}
