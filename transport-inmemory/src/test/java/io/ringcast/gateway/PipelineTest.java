package io.ringcast.gateway;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guards, interceptors and pipes around a handler. */
class PipelineTest extends GatewayFixture {

    /** Notes what passes, under a name. */
    private record Notes(List<Object> seen, String name)
            implements Guard, Interceptor, Pipe<Object, Object> {
        @Override
        public boolean canActivate(EventContext context) {
            seen.add("guard " + name);
            return true;
        }

        @Override
        public Object intercept(EventContext context, CallHandler next) throws Exception {
            seen.add("in " + name);
            try {
                return next.proceed();
            } finally {
                seen.add("out " + name);
            }
        }

        @Override
        public Object transform(Object value, ArgumentMetadata metadata) {
            seen.add("pipe " + name + " " + metadata.name() + "=" + value);
            return value;
        }
    }

    // One class for each place, as an annotation names classes.
    abstract static class Noting implements Guard, Interceptor, Pipe<Object, Object> {
        private final Notes notes;

        Noting(List<Object> seen, String name) {
            notes = new Notes(seen, name);
        }

        @Override
        public boolean canActivate(EventContext context) {
            return notes.canActivate(context);
        }

        @Override
        public Object intercept(EventContext context, CallHandler next) throws Exception {
            return notes.intercept(context, next);
        }

        @Override
        public Object transform(Object value, ArgumentMetadata metadata) {
            return notes.transform(value, metadata);
        }
    }

    static final class OfClass extends Noting {
        OfClass(List<Object> seen) {
            super(seen, "class");
        }
    }

    static final class First extends Noting {
        First(List<Object> seen) {
            super(seen, "first");
        }
    }

    static final class Second extends Noting {
        Second(List<Object> seen) {
            super(seen, "second");
        }
    }

    static final class OfParameter extends Noting {
        OfParameter(List<Object> seen) {
            super(seen, "parameter");
        }
    }

    @WebSocketGateway
    @UseGuards(OfClass.class)
    @UseInterceptors(OfClass.class)
    @UsePipes(OfClass.class)
    static class Enhanced {
        private final List<Object> seen;

        Enhanced(List<Object> seen) {
            this.seen = seen;
        }

        @SubscribeMessage("go")
        @UseGuards({First.class, Second.class})
        @UseInterceptors({First.class, Second.class})
        @UsePipes({First.class, Second.class})
        void go(@UsePipes(OfParameter.class) String a, String b) {
            seen.add("handler");
        }
    }

    private void instances(Gateways options) {
        options.instances(
                        new OfClass(seen), new First(seen), new Second(seen), new OfParameter(seen))
                .globalGuard(new Notes(seen, "global"))
                .globalInterceptor(new Notes(seen, "global"))
                .globalPipe(new Notes(seen, "global"));
    }

    @Test
    void shouldGoThroughEnhancersFromTheGlobalToTheMethodsAndBack() {
        GatewayClient client = start(this::instances, new Enhanced(seen)).connect();

        client.emit("go", 1, 2);

        assertThat(seen)
                .containsExactly(
                        "guard global",
                        "guard class",
                        "guard first",
                        "guard second",
                        "in global",
                        "in class",
                        "in first",
                        "in second",
                        "pipe global a=1",
                        "pipe class a=1",
                        "pipe first a=1",
                        "pipe second a=1",
                        "pipe parameter a=1",
                        "pipe global b=2",
                        "pipe class b=2",
                        "pipe first b=2",
                        "pipe second b=2",
                        "handler",
                        "out second",
                        "out first",
                        "out class",
                        "out global");
    }

    public record Costly(int n) {
        static int made;

        public Costly {
            made++;
        }
    }

    static final class Closed implements Guard {
        @Override
        public boolean canActivate(EventContext context) {
            return false;
        }
    }

    @WebSocketGateway
    static class Guarded {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();

        @SubscribeMessage("closed")
        @UseGuards({Closed.class, Never.class})
        String closed(Costly costly) {
            return "open";
        }

        @SubscribeMessage("later")
        @UseGuards(Later.class)
        String later() {
            return "open";
        }
    }

    static final class Never implements Guard {
        @Override
        public boolean canActivate(EventContext context) {
            throw new AssertionError("asked after a refusal");
        }
    }

    static final class Later implements AsyncGuard {
        @Override
        public CompletionStage<Boolean> canActivate(EventContext context) {
            return ((Guarded) context.gateway()).decision;
        }
    }

    @Test
    void shouldStopAtTheFirstGuardThatSaysNoWithoutDecoding() {
        Costly.made = 0;
        GatewayClient client = connect(new Guarded());

        Answer answer = client.emitWithAck("closed", Map.of("n", 1));
        client.emit("closed", 1);

        assertThat(answer.error().orElseThrow().get("code")).isEqualTo("forbidden");
        assertThat(client.await("exception").get(0).toString()).contains("Forbidden resource");
        assertThat(Costly.made).isZero();
    }

    @Test
    void shouldWaitForAGuardThatDecidesLater() {
        Guarded gateway = new Guarded();
        GatewayTest test = start(gateway);
        Answer answer = test.connect().emitWithAck("later");
        assertThat(answer.hasCome()).isFalse();

        gateway.decision.complete(true);
        test.bus().runUntilIdle();

        assertThat(answer.get(String.class)).isEqualTo("open");
    }

    @Test
    void shouldRefuseWhatAGuardRefusesLater() {
        Guarded gateway = new Guarded();
        gateway.decision.complete(false);

        Answer answer = connect(gateway).emitWithAck("later");

        assertThat(answer.error().orElseThrow().get("code")).isEqualTo("forbidden");
    }

    @WebSocketGateway
    static class Answers {
        @SubscribeMessage("value")
        String value() {
            return "value";
        }

        @SubscribeMessage("stage")
        CompletionStage<String> stage() {
            return CompletableFuture.completedFuture("stage");
        }

        @EmitAs("item")
        @SubscribeMessage("stream")
        Stream<String> stream() {
            return Stream.of("a", "b");
        }

        @SubscribeMessage("never")
        CompletionStage<String> never() {
            return new CompletableFuture<>();
        }
    }

    @Test
    void shouldLetAnInterceptorReplaceAResult() {
        Interceptor replaces = (context, next) -> next.proceed() + "!";
        GatewayClient client = start(o -> o.globalInterceptor(replaces), new Answers()).connect();

        assertThat(client.emitWithAck("value").get(String.class)).isEqualTo("value!");
    }

    @Test
    void shouldLetAnInterceptorAnswerInsteadOfTheHandler() {
        CompletionStage<String> answer = CompletableFuture.completedFuture("cached");
        Interceptor cached = (context, next) -> answer;
        GatewayClient client = start(o -> o.globalInterceptor(cached), new Answers()).connect();

        assertThat(client.emitWithAck("value").get(String.class)).isEqualTo("cached");
    }

    @Test
    void shouldLetAnInterceptorMapStagesAndStreams() {
        Interceptor maps = (context, next) -> Results.map(next.proceed(), item -> item + "!");
        GatewayClient client = start(o -> o.globalInterceptor(maps), new Answers()).connect();

        assertThat(client.emitWithAck("stage").get(String.class)).isEqualTo("stage!");
        client.emit("stream");
        assertThat(client.await("item", String.class)).isEqualTo("a!");
        assertThat(client.await("item", String.class)).isEqualTo("b!");
    }

    @Test
    void shouldLetAnInterceptorLimitAHandlersTime() {
        Duration limit = ofSeconds(5);
        Interceptor limits = (context, next) -> Results.timeout(context, next.proceed(), limit);
        GatewayTest test = start(o -> o.globalInterceptor(limits), new Answers());
        Answer answer = test.connect().emitWithAck("never");

        test.advance(ofSeconds(4));
        assertThat(answer.hasCome()).isFalse();
        test.advance(ofSeconds(1));

        assertThat(answer.error().orElseThrow().get("code")).isEqualTo("timeout");
    }

    @Test
    void shouldLetAnInterceptorTryAgain() {
        int[] calls = new int[1];
        Interceptor retries =
                (context, next) -> {
                    try {
                        return next.proceed();
                    } catch (WsException first) {
                        return next.proceed();
                    }
                };
        GatewayClient client = start(o -> o.globalInterceptor(retries), new Flaky(calls)).connect();

        assertThat(client.emitWithAck("flaky").get(int.class)).isEqualTo(2);
    }

    @WebSocketGateway
    static class Flaky {
        private final int[] calls;

        Flaky(int[] calls) {
            this.calls = calls;
        }

        @SubscribeMessage("flaky")
        int flaky() {
            if (++calls[0] == 1) {
                throw new WsException("not yet");
            }
            return calls[0];
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @interface Roles {
        String value();
    }

    /** Several annotations in one. */
    @Roles("composed")
    @UseGuards(RoleGuard.class)
    @SubscribeMessage("composed")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Composed {}

    static final class RoleGuard implements Guard {
        private final List<Object> seen;

        RoleGuard(List<Object> seen) {
            this.seen = seen;
        }

        @Override
        public boolean canActivate(EventContext context) {
            seen.add(context.annotation(Roles.class).orElseThrow().value());
            seen.add(context.annotations(Roles.class).stream().map(Roles::value).toList());
            return true;
        }
    }

    @Roles("class")
    @WebSocketGateway
    static class Annotated {
        @SubscribeMessage("plain")
        @UseGuards(RoleGuard.class)
        void plain() {}

        @Roles("method")
        @SubscribeMessage("overriding")
        @UseGuards(RoleGuard.class)
        void overriding() {}

        @Composed
        void composed() {}
    }

    @Test
    void shouldFindAnnotationsOfTheMethodThenOfTheClassAndComposedOnes() {
        GatewayClient client =
                start(options -> options.instances(new RoleGuard(seen)), new Annotated()).connect();

        client.emit("plain");
        client.emit("overriding");
        client.emit("composed");

        assertThat(seen)
                .containsExactly(
                        "class",
                        List.of("class"),
                        "method",
                        List.of("method", "class"),
                        "composed",
                        List.of("composed", "class"));
    }

    static final class Length implements Pipe<String, Integer> {
        @Override
        public Integer transform(String value, ArgumentMetadata metadata) {
            return value == null ? -1 : value.length();
        }
    }

    @WebSocketGateway
    static class Piped {
        @SubscribeMessage("length")
        int length(@MessageBody(pipes = Length.class) int length) {
            return length;
        }

        @SubscribeMessage("property")
        int property(@MessageBody(value = "name", pipes = Length.class) int length) {
            return length;
        }
    }

    @Test
    void shouldReadAnArgumentAsWhatItsPipeTakes() {
        GatewayClient client = connect(new Piped());

        assertThat(client.emitWithAck("length", "four").get(int.class)).isEqualTo(4);
        assertThat(client.emitWithAck("length").get(int.class)).isEqualTo(-1);
        assertThat(client.emitWithAck("property", Map.of("name", "x")).get(int.class)).isEqualTo(1);
    }
}
