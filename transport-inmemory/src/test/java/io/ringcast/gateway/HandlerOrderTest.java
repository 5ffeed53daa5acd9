package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Ack;
import io.ringcast.Socket;
import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a socket's messages wait for. */
class HandlerOrderTest extends GatewayFixture {
    private static final int MANY = 10_000;

    @WebSocketGateway
    static class Slow {
        private final List<Object> seen;
        final CompletableFuture<Void> entered = new CompletableFuture<>();
        final List<CompletableFuture<String>> open = new ArrayList<>();

        Slow(List<Object> seen) {
            this.seen = seen;
        }

        @OnConnect
        CompletionStage<Void> enter(Socket socket) {
            return entered;
        }

        @SubscribeMessage("note")
        int note(int number) {
            seen.add(number);
            return number;
        }

        @UseGuards(Deciding.class)
        @SubscribeMessage("guarded")
        int guarded(int number) {
            return note(number);
        }

        @SubscribeMessage("arrival")
        CompletionStage<String> arrival() {
            return start();
        }

        @SubscribeMessage(value = "serial", order = Order.SERIAL)
        CompletionStage<String> serial() {
            return start();
        }

        @SubscribeMessage(value = "concurrent", order = Order.CONCURRENT)
        CompletionStage<String> concurrent() {
            return start();
        }

        private CompletionStage<String> start() {
            CompletableFuture<String> result = new CompletableFuture<>();
            open.add(result);
            return result;
        }
    }

    /** Decides when the loop comes to it the next time. */
    static final class Deciding implements AsyncGuard {
        @Override
        public CompletionStage<Boolean> canActivate(EventContext context) {
            CompletableFuture<Boolean> decision = new CompletableFuture<>();
            context.loop().submit(() -> decision.complete(true));
            return decision;
        }
    }

    private final Slow gateway = new Slow(seen);

    private GatewayTest entered() {
        gateway.entered.complete(null);
        return start(gateway);
    }

    @Test
    void shouldLetMessagesWaitForAConnectionHooksStage() {
        GatewayTest test = start(gateway);
        GatewayClient client = test.connect();
        client.emit("note", 1);
        client.emit("note", 2);
        assertThat(seen).isEmpty();

        gateway.entered.complete(null);
        test.bus().runUntilIdle();

        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void shouldStartInTheOrderOfArrivalAndAnswerInIt() {
        GatewayTest test = entered();
        GatewayClient client = test.connect();
        List<Object> answered = new ArrayList<>();

        for (int i = 0; i < MANY; i++) {
            String event = i % 7 == 0 ? "guarded" : "note";
            client.socket().emit(event, i, (failure, answer) -> answered.add(answer.get(0)));
            if (i % 100 == 0) {
                test.bus().runUntilIdle();
            }
        }
        test.bus().runUntilIdle();

        List<Integer> all = IntStream.range(0, MANY).boxed().toList();
        assertThat(seen).isEqualTo(all);
        assertThat(answered).isEqualTo(all);
    }

    @Test
    void shouldNotWaitForALaterResultByDefault() {
        GatewayTest test = entered();
        GatewayClient client = test.connect();
        Answer first = client.emitWithAck("arrival");
        Answer second = client.emitWithAck("arrival");
        assertThat(gateway.open).hasSize(2);

        gateway.open.get(1).complete("second");
        test.bus().runUntilIdle();

        assertThat(second.get(String.class)).isEqualTo("second");
        assertThat(first.hasCome()).isFalse();
    }

    @Test
    void shouldWaitForALaterResultIfItIsSerial() {
        GatewayTest test = entered();
        GatewayClient client = test.connect();
        GatewayClient other = test.connect();
        client.emit("serial");
        client.emit("serial");
        client.emit("note", 1);
        other.emit("note", 2);
        assertThat(gateway.open).hasSize(1);
        assertThat(seen).containsExactly(2);

        gateway.open.get(0).complete("");
        test.bus().runUntilIdle();
        assertThat(gateway.open).hasSize(2);
        gateway.open.get(1).complete("");
        test.bus().runUntilIdle();

        assertThat(seen).containsExactly(2, 1);
    }

    @Test
    void shouldWaitForNothingIfItIsConcurrent() {
        GatewayClient client = entered().connect();

        client.emit("serial");
        client.emit("concurrent");
        client.emit("concurrent");

        assertThat(gateway.open).hasSize(3);
    }

    @Test
    void shouldRefuseMessagesBeyondTheLimitOfThoseThatWait() {
        gateway.entered.complete(null);
        GatewayTest test = start(options -> options.pendingLimit(2), gateway);
        GatewayClient client = test.connect();
        client.emit("serial");

        client.emit("note", 1);
        client.emit("note", 2);
        Answer third = client.emitWithAck("note", 3);

        assertThat(third.error().orElseThrow().get("code")).isEqualTo("busy");
        assertThat(test.registration(0).refusedMessages()).isEqualTo(1);
        gateway.open.get(0).complete("");
        test.bus().runUntilIdle();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void shouldDropWhatWaitsWhenTheClientLeaves() {
        GatewayTest test = entered();
        GatewayClient client = test.connect();
        client.emit("serial");
        client.emit("note", 1);

        client.disconnect();
        gateway.open.get(0).complete("");
        test.bus().runUntilIdle();

        assertThat(seen).isEmpty();
    }

    @WebSocketGateway
    static class Recovering {
        final CompletableFuture<String> recovered = new CompletableFuture<>();

        @SubscribeMessage(value = "fail", order = Order.SERIAL)
        String fail() {
            throw new IllegalArgumentException();
        }

        @SubscribeMessage("next")
        String next() {
            return "next";
        }

        @OnError
        CompletionStage<String> recover(IllegalArgumentException failure) {
            return recovered;
        }
    }

    /** A handler that needs no exchange did not wait for the one that its failure made. */
    @Test
    void shouldWaitForALaterAnswerOfAFilterIfItIsSerial() {
        Recovering recovering = new Recovering();
        GatewayTest test = start(recovering);
        GatewayClient client = test.connect();

        Answer failed = client.emitWithAck("fail");
        Answer next = client.emitWithAck("next");

        assertThat(next.hasCome()).isFalse();
        recovering.recovered.complete("recovered");
        test.bus().runUntilIdle();
        assertThat(failed.get(String.class)).isEqualTo("recovered");
        assertThat(next.get(String.class)).isEqualTo("next");
    }

    @WebSocketGateway
    static class Manual {
        final CompletableFuture<Boolean> decision = new CompletableFuture<>();

        @UseGuards(DecidesLater.class)
        @SubscribeMessage(value = "manual", order = Order.SERIAL)
        void manual(Ack ack) {
            ack.send("answered");
        }
    }

    static final class DecidesLater implements AsyncGuard {
        @Override
        public CompletionStage<Boolean> canActivate(EventContext context) {
            return ((Manual) context.gateway()).decision;
        }
    }

    /** Messages that never came to their handler counted as forgotten by it. */
    @Test
    void shouldNotCountAcksOfClientsThatLeftBeforeTheirTurn() {
        Manual manual = new Manual();
        GatewayTest test = start(manual);
        GatewayClient client = test.connect();
        client.emitWithAck("manual");
        client.emitWithAck("manual");
        assertThat(test.registration(0).unansweredAcks()).isEqualTo(2);

        client.disconnect();
        manual.decision.complete(true);
        test.bus().runUntilIdle();

        assertThat(test.registration(0).unansweredAcks()).isZero();
    }
}
