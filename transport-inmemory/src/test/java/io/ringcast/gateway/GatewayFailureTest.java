package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.Handshake;
import io.ringcast.Socket;
import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import io.ringcast.transport.inmemory.test.GatewayTest;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What clients and filters see of failures. */
class GatewayFailureTest extends GatewayFixture {

    @WebSocketGateway
    static class Failing {
        @SubscribeMessage("message")
        void message() {
            throw new WsException("No entry");
        }

        @SubscribeMessage("code")
        void code() {
            throw new WsException("full", "The room is full");
        }

        @SubscribeMessage("details")
        void details() {
            throw WsException.of(Map.of("anything", List.of(1, 2)));
        }

        @SubscribeMessage("unknown")
        void unknown() {
            throw new IllegalStateException("jdbc:secret");
        }

        @SubscribeMessage("error")
        void error() {
            throw new StackOverflowError("deep");
        }

        @SubscribeMessage("wrapped")
        CompletionStage<String> wrapped() {
            return CompletableFuture.failedFuture(
                    new CompletionException(new WsException("inner", "Inside")));
        }

        @SubscribeMessage("fine")
        String fine() {
            return "fine";
        }
    }

    private static Map<?, ?> exception(GatewayClient client) {
        return client.await("exception", Map.class);
    }

    @Test
    void shouldEmitWhatAnExceptionSaysWithTheEventItWasAbout() {
        GatewayClient client = connect(new Failing());

        client.emit("message", "payload");
        client.emit("code");

        assertThat(exception(client))
                .isEqualTo(
                        Map.of(
                                "status", "error",
                                "code", "error",
                                "message", "No entry",
                                "pattern", "message"));
        assertThat(exception(client).get("code")).isEqualTo("full");
    }

    @Test
    void shouldEmitAnExceptionsDetailsAsTheyAre() {
        GatewayClient client = connect(new Failing());

        client.emit("details");

        assertThat(exception(client)).isEqualTo(Map.of("anything", List.of(1, 2)));
    }

    @Test
    void shouldTellNothingOfAnUnknownFailureButAnIdUnderWhichItIsReported() {
        GatewayTest test = start(new Failing());
        GatewayClient client = test.connect();

        client.emit("unknown");

        Map<?, ?> told = exception(client);
        assertThat(told.get("code")).isEqualTo("internal");
        assertThat(told.get("message")).isEqualTo("Internal server error");
        assertThat(told.toString()).doesNotContain("secret");
        TestBus.Failure reported = test.takeFailures().get(0);
        assertThat(reported.failure()).hasMessage("jdbc:secret");
        assertThat(reported.context().toString())
                .contains("Failing.unknown")
                .contains((String) told.get("id"));
    }

    @Test
    void shouldAnswerAFailureIfAnAnswerWasAskedFor() {
        GatewayTest test = start(new Failing());
        GatewayClient client = test.connect();

        Answer code = client.emitWithAck("code");
        Answer details = client.emitWithAck("details");
        Answer wrapped = client.emitWithAck("wrapped");
        Answer error = client.emitWithAck("error");

        assertThat((Object) code.get(Map.class))
                .isEqualTo(
                        Map.of("status", "error", "code", "full", "message", "The room is full"));
        assertThat((Object) details.get(Map.class)).isEqualTo(Map.of("anything", List.of(1, 2)));
        assertThat(wrapped.get(Map.class).get("code")).isEqualTo("inner");
        assertThat(error.get(Map.class).get("code")).isEqualTo("internal");
        assertThat(client.events()).isEmpty();
        assertThat(test.takeFailures()).hasSize(1);
    }

    // ---- filters

    static class Base extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static final class Special extends Base {
        private static final long serialVersionUID = 1L;
    }

    static final class BaseFilter implements ExceptionFilter<Base> {
        @Override
        public Object catchError(Base failure, EventContext context) {
            return "base filter of " + context.handler();
        }
    }

    static final class SpecialFilter implements ExceptionFilter<Special> {
        @Override
        public Object catchError(Special failure, EventContext context) {
            return WsResponse.of("special", context.event());
        }
    }

    static final class AnyFilter implements ExceptionFilter<RuntimeException> {
        @Override
        public Object catchError(RuntimeException failure, EventContext context) {
            return "any";
        }
    }

    static final class ThrowingFilter implements ExceptionFilter<Base> {
        @Override
        public Object catchError(Base failure, EventContext context) {
            throw new IllegalStateException("filter");
        }
    }

    @WebSocketGateway
    static class Unfiltered {
        @SubscribeMessage("base")
        void base() {
            throw new Base();
        }

        @SubscribeMessage("special")
        void special() {
            throw new Special();
        }
    }

    @UseFilters(AnyFilter.class)
    static class ByClass extends Unfiltered {}

    static class ByMember extends ByClass {
        @OnError
        String onBase(Base failure, EventContext context) {
            return "member of " + context.handler();
        }
    }

    static class ByMethod extends ByMember {
        @Override
        @UseFilters({BaseFilter.class, SpecialFilter.class})
        void special() {
            super.special();
        }
    }

    @Test
    void shouldAskTheMethodsFiltersThenTheMembersThenTheClassesThenGlobalOnes() {
        ExceptionFilter<Base> global = (failure, context) -> "global";

        assertThat(answer(options -> options.globalFilter(Base.class, global), new Unfiltered()))
                .isEqualTo("global");
        assertThat(answer(options -> options.globalFilter(Base.class, global), new ByClass()))
                .isEqualTo("any");
        assertThat(answer(options -> {}, new ByMember())).isEqualTo("member of base");
        assertThat(answer(options -> {}, new ByMethod())).isEqualTo("member of base");
    }

    private Object answer(Consumer<Gateways> options, Object gateway) {
        return start(options, gateway).connect().emitWithAck("base").arguments().get(0);
    }

    @Test
    void shouldChooseTheMostSpecificFilterOfALevel() {
        GatewayClient client = connect(new ByMethod());

        Answer answer = client.emitWithAck("special");

        assertThat(client.await("special", String.class)).isEqualTo("special");
        assertThat(answer.arguments().size()).isZero();
    }

    @Test
    void shouldTellAsWithoutAFilterWhenThatFailsItself() {
        GatewayTest test =
                start(options -> options.globalFilter(new ThrowingFilter()), new Unfiltered());
        GatewayClient client = test.connect();

        Answer first = client.emitWithAck("base");
        Answer second = client.emitWithAck("base");

        assertThat(first.error().orElseThrow().get("code")).isEqualTo("internal");
        assertThat(second.error()).isPresent();
        assertThat(test.takeFailures())
                .extracting(failure -> failure.failure().getClass().getSimpleName())
                .containsExactly("IllegalStateException", "Base", "IllegalStateException", "Base");
    }

    @Test
    void shouldRefuseTwoFiltersForOneType() {
        assertThatThrownBy(() -> start(new Tied()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(Tied.class.getName() + ".go")
                .hasMessageContaining("two filters take " + Base.class.getName());
    }

    @WebSocketGateway
    static class Tied {
        @SubscribeMessage("go")
        @UseFilters({BaseFilter.class, ThrowingFilter.class})
        void go() {}
    }

    // ---- a socket's life

    @WebSocketGateway
    static class Door implements OnGatewayAdmission {
        @Override
        public CompletionStage<?> admit(Handshake handshake) throws Exception {
            Object name = handshake.auth(Map.class).get("name");
            if (name.equals("code")) {
                throw new WsException("banned", "You are banned");
            }
            if (name.equals("data")) {
                throw WsException.of(Map.of("retry", 5));
            }
            if (name.equals("own")) {
                return CompletableFuture.failedFuture(new ConnectErrorException("own", 7));
            }
            if (name.equals("bug")) {
                throw new IllegalStateException("secret");
            }
            return CompletableFuture.completedFuture(null);
        }
    }

    private static ConnectErrorException refusal(GatewayTest test, String name) {
        return test.connect(Map.of("name", name)).refusal().orElseThrow();
    }

    @Test
    void shouldTellAClientThatIsNotAdmittedWhy() {
        GatewayTest test = start(new Door());

        assertThat(refusal(test, "code"))
                .hasMessage("You are banned")
                .extracting(error -> ((Map<?, ?>) error.data()).get("code"))
                .isEqualTo("banned");
        assertThat(refusal(test, "data").data()).isEqualTo(Map.of("retry", 5));
        assertThat(refusal(test, "own").data()).isEqualTo(7);
        assertThat(test.connect(Map.of("name", "fine")).isConnected()).isTrue();
    }

    @Test
    void shouldTellNothingOfAnUnknownFailureOfAdmission() {
        GatewayTest test = start(new Door());

        assertThat(refusal(test, "bug")).hasMessage("internal error");

        assertThat(test.takeFailures()).hasSize(1);
    }

    @AppliesTo({Phase.CONNECT, Phase.EVENT})
    static final class Members implements Guard {
        @Override
        public boolean canActivate(EventContext context) {
            return context.socket().handshake().query("member").isPresent();
        }
    }

    @WebSocketGateway
    @UseGuards(Members.class)
    static class Club {
        @SubscribeMessage("ask")
        String ask() {
            return "in";
        }
    }

    @Test
    void shouldAskAGuardAtTheDoorThatAppliesToIt() {
        GatewayTest test = start(new Club());

        assertThat(test.connect().refusal().orElseThrow()).hasMessage("Forbidden resource");
        GatewayClient member = test.connect(options -> options.query("member", "1"));
        assertThat(member.emitWithAck("ask").get(String.class)).isEqualTo("in");
    }

    @WebSocketGateway
    static class Hooks implements OnGatewayConnection, OnGatewayDisconnect {
        @Override
        public void handleConnection(Socket socket) {
            if (socket.handshake().query("fail").isPresent()) {
                throw new Base();
            }
        }

        @Override
        public void handleDisconnect(Socket socket, DisconnectReason reason) {
            throw new Base();
        }

        @SubscribeMessage("ask")
        String ask() {
            return "fine";
        }
    }

    @Test
    void shouldSurviveHooksThatFailAndDisconnectWhomTheyDidNotTake() {
        GatewayTest test = start(new Hooks());

        GatewayClient failed = test.connect(options -> options.query("fail", "1"));
        GatewayClient other = test.connect();

        assertThat(failed.isConnected()).isFalse();
        assertThat(other.emitWithAck("ask").get(String.class)).isEqualTo("fine");
        other.disconnect();
        assertThat(test.takeFailures())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(failure -> assertThat(failure.failure()).isInstanceOf(Base.class));
    }

    static class FilteredHooks extends Hooks {
        private final List<Object> seen;

        FilteredHooks(List<Object> seen) {
            this.seen = seen;
        }

        @OnError
        void onBase(Base failure, EventContext context) {
            seen.add(context.phase());
        }
    }

    @Test
    void shouldHandFailedHooksToFilters() {
        GatewayTest test = start(new FilteredHooks(seen));
        GatewayClient client = test.connect(options -> options.query("fail", "1"));
        assertThat(client.isConnected()).isTrue();

        client.disconnect();

        assertThat(seen).containsExactly(Phase.CONNECTED, Phase.DISCONNECTED);
    }

    @AppliesTo(Phase.CONNECT)
    static final class Overflowing implements Guard {
        @Override
        public boolean canActivate(EventContext context) {
            throw new StackOverflowError("deep");
        }
    }

    @WebSocketGateway
    @UseGuards(Overflowing.class)
    static class Deep extends Unfiltered {}

    @Test
    void shouldRefuseAClientWhenAGuardAtTheDoorFailsWithAnError() {
        GatewayTest test = start(new Deep());

        assertThat(test.connect().refusal().orElseThrow()).hasMessage("internal error");
        assertThat(test.takeFailures().get(0).failure()).isInstanceOf(StackOverflowError.class);
    }
}
