package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Ack;
import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The context that a guard is lent, which the next message may have too. */
class LentContextTest extends GatewayFixture {
    // More than are given contexts of their own so that mistakes come to light.
    private static final int MANY = 3_000;

    /** Does what a test tells it. */
    static final class Told implements Guard {
        Guard what = context -> true;

        @Override
        public boolean canActivate(EventContext context) throws Exception {
            return what.canActivate(context);
        }
    }

    @WebSocketGateway(namespacePattern = "/hall-\\w+")
    static class Halls {
        private final List<Object> seen;

        Halls(List<Object> seen) {
            this.seen = seen;
        }

        @UseGuards(Told.class)
        @SubscribeMessage("say")
        String say(String text) {
            seen.add("handled " + text);
            return text;
        }

        @UseGuards(Told.class)
        @SubscribeMessage("context")
        boolean context(EventContext context) {
            return seen.remove(0) == context;
        }

        @UseGuards(Told.class)
        @SubscribeMessage("fail")
        String fail(String text) {
            throw new IllegalArgumentException(text);
        }

        @OnError
        String failed(IllegalArgumentException failure, EventContext context) {
            seen.add(context);
            return "failed " + failure.getMessage();
        }
    }

    private final Told guard = new Told();

    private GatewayTest open() {
        return start(options -> options.instances(guard), new Halls(seen));
    }

    private static GatewayClient in(GatewayTest test, String hall) {
        return test.connectTo("/hall-" + hall, options -> {});
    }

    @Test
    void shouldShowEachMessageAsItIs() {
        GatewayTest test = open();
        GatewayClient blue = in(test, "blue");
        GatewayClient red = in(test, "red");
        List<Object> asked = new ArrayList<>();
        guard.what =
                context ->
                        asked.add(
                                context.namespace().name()
                                        + context.socket().id()
                                        + context.event()
                                        + context.arguments().get(0)
                                        + context.handler());

        for (int i = 0; i < MANY; i++) {
            (i % 2 == 0 ? blue : red).emit("say", "" + i);
        }

        String ofBlue = "/hall-blue" + blue.socket().id().orElseThrow() + "say";
        String ofRed = "/hall-red" + red.socket().id().orElseThrow() + "say";
        assertThat(asked)
                .isEqualTo(
                        IntStream.range(0, MANY)
                                .mapToObj(i -> (i % 2 == 0 ? ofBlue : ofRed) + i + "say")
                                .toList());
        assertThat(seen).hasSize(MANY);
    }

    @Test
    void shouldTellWhoUsesALentContextLater() {
        GatewayTest test = open();
        List<EventContext> kept = new ArrayList<>();
        guard.what = kept::add;
        GatewayClient client = in(test, "blue");

        for (int i = 0; i < MANY; i++) {
            client.emit("say", "" + i);
        }

        for (EventContext context : List.of(kept.get(0), kept.get(MANY - 1))) {
            assertThatThrownBy(context::socket)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("context.keep()");
            assertThatThrownBy(context::arguments).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(context::ack).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(context::keep).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(context::loop).isInstanceOf(IllegalStateException.class);
        }
    }

    /** A guard that compares a message with the one before is told at once, in any test. */
    @Test
    void shouldTellAGuardThatUsesTheContextOfTheMessageBefore() {
        GatewayTest test = open();
        List<EventContext> kept = new ArrayList<>();
        guard.what =
                context -> {
                    kept.add(context);
                    return kept.get(0).socket().isConnected();
                };
        GatewayClient client = in(test, "blue");

        Answer first = client.emitWithAck("say", "1");
        Answer second = client.emitWithAck("say", "2");

        assertThat(first.get(String.class)).isEqualTo("1");
        assertThat(second.error().orElseThrow().get("code")).isEqualTo("internal");
        assertThat(test.takeFailures().get(0).failure()).hasMessageContaining("context.keep()");
    }

    @Test
    void shouldRefuseALentContextToAnotherThread() {
        GatewayTest test = open();
        guard.what =
                context -> {
                    CompletableFuture.runAsync(context::socket)
                            .handle((done, failure) -> seen.add(failure.getCause()))
                            .join();
                    return true;
                };

        in(test, "blue").emit("say", "x");

        assertThat(seen.get(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKeepWhatAGuardAsksToKeepAndGoOnWithIt() {
        GatewayTest test = open();
        List<EventContext> kept = new ArrayList<>();
        guard.what =
                context -> {
                    assertThat(context.keep()).isSameAs(context.keep());
                    return kept.add(context.keep());
                };
        GatewayClient client = in(test, "blue");

        for (int i = 0; i < MANY; i++) {
            assertThat(client.emitWithAck("say", "" + i).get(String.class)).isEqualTo("" + i);
        }
        Answer failed = client.emitWithAck("fail", "x");

        assertThat(kept).doesNotHaveDuplicates();
        for (int i = 0; i < MANY; i++) {
            assertThat(kept.get(i).arguments().get(0)).isEqualTo("" + i);
            assertThat(kept.get(i).keep()).isSameAs(kept.get(i));
        }
        assertThat(failed.get(String.class)).isEqualTo("failed x");
        assertThat(seen.get(MANY)).isSameAs(kept.get(MANY));
    }

    @Test
    void shouldGiveTheHandlersContextToAGuardWhereTheHandlerTakesOne() {
        GatewayTest test = open();
        guard.what = seen::add;

        Answer answer = in(test, "blue").emitWithAck("context");

        assertThat(answer.get(boolean.class)).isTrue();
    }

    @Test
    void shouldNotAnswerAgainWhatAGuardHasAnswered() {
        GatewayTest test = open();
        List<Ack> acks = new ArrayList<>();
        guard.what =
                context -> {
                    acks.add(context.ack());
                    context.ack().send("guard");
                    return !context.arguments().get(0).equals("refused");
                };
        GatewayClient client = in(test, "blue");

        Answer passed = client.emitWithAck("say", "x");
        Answer refused = client.emitWithAck("say", "refused");

        assertThat(passed.get(String.class)).isEqualTo("guard");
        assertThat(refused.get(String.class)).isEqualTo("guard");
        assertThat(client.await("exception").get(0).toString()).contains("forbidden");
        assertThat(seen).containsExactly("handled x");
        acks.get(0).send("late");
        test.bus().runUntilIdle();
    }

    /** What a guard sets off comes when the message before it is through. */
    @Test
    void shouldNotMixMessagesThatAGuardSetsOff() {
        GatewayTest test = open();
        GatewayClient blue = in(test, "blue");
        GatewayClient other = in(test, "blue");
        other.socket().on("echo", String.class, text -> other.socket().emit("say", text + "'"));
        guard.what =
                context -> {
                    String text = context.arguments().get(0, String.class);
                    if (!text.endsWith("'")) {
                        blue.socket().emit("say", text + "'");
                        context.namespace().emit("echo", text);
                    }
                    seen.add(
                            "asked " + context.arguments().get(0) + context.socket().isConnected());
                    return true;
                };

        for (int i = 0; i < MANY; i++) {
            seen.clear();
            blue.emit("say", "x");
            assertThat(seen)
                    .containsExactly(
                            "asked xtrue",
                            "handled x",
                            "asked x'true",
                            "handled x'",
                            "asked x'true",
                            "handled x'");
        }
    }

    @Test
    void shouldNotDisturbTheNextMessageWhenAGuardFails() {
        GatewayTest test = open();
        guard.what =
                context -> {
                    if (context.arguments().get(0).equals("bad")) {
                        throw new WsException("bad", "No");
                    }
                    return true;
                };
        GatewayClient client = in(test, "blue");

        for (int i = 0; i < MANY; i++) {
            Answer bad = client.emitWithAck("say", "bad");
            assertThat(bad.error().orElseThrow().get("code")).isEqualTo("bad");
            assertThat(client.emitWithAck("say", "good").get(String.class)).isEqualTo("good");
        }
    }
}
