package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import io.ringcast.transport.inmemory.test.GatewayTest;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Payload that has to satisfy constraints. */
class GatewayValidationTest extends GatewayFixture {

    public record Author(@NotBlank String name) {}

    public record Post(@NotBlank String room, @Size(max = 5) String text, @Valid Author author) {}

    public record Free(String text) {}

    /** A group of constraints. */
    public interface Strict {}

    public record Draft(@NotBlank(groups = Strict.class) String title) {}

    @WebSocketGateway
    static class Checked {
        private final List<Object> seen;

        Checked(List<Object> seen) {
            this.seen = seen;
        }

        @SubscribeMessage("post")
        String post(@Valid Post post) {
            seen.add(post);
            return "posted";
        }

        @SubscribeMessage("unchecked")
        String unchecked(Post post) {
            return "posted";
        }

        @SubscribeMessage("page")
        int page(String room, @Min(1) @Max(100) int size) {
            return size;
        }

        @SubscribeMessage("all")
        int all(List<@NotBlank String> names) {
            return names.size();
        }

        @SubscribeMessage("free")
        String free(Free free) {
            return free.text();
        }
    }

    private final Checked gateway = new Checked(seen);

    private static List<?> errors(Answer answer) {
        Map<?, ?> error = answer.error().orElseThrow();
        assertThat(error.get("code")).isEqualTo("validation");
        assertThat(error.get("message")).isEqualTo("Validation failed");
        return (List<?>) error.get("errors");
    }

    private static Object error(int argument, String path, String constraint, String message) {
        return Map.of(
                "argument", argument, "path", path, "constraint", constraint, "message", message);
    }

    @Test
    void shouldSayWhichConstraintsAreNotSatisfiedAndNotTheValues() {
        Post post = new Post("", "secret text", new Author(" "));

        Answer answer = connect(gateway).emitWithAck("post", post);

        assertThat(errors(answer))
                .isEqualTo(
                        List.of(
                                error(0, "author.name", "NotBlank", "must not be blank"),
                                error(0, "room", "NotBlank", "must not be blank"),
                                error(0, "text", "Size", "size must be between 0 and 5")));
        assertThat(answer.error().orElseThrow().toString()).doesNotContain("secret");
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldLetWhatSatisfiesThemThrough() {
        Post post = new Post("r", "t", new Author("a"));

        Answer answer = connect(gateway).emitWithAck("post", post);

        assertThat(answer.get(String.class)).isEqualTo("posted");
        assertThat(seen).containsExactly(post);
    }

    @Test
    void shouldCheckAParametersOwnConstraint() {
        GatewayClient client = connect(gateway);

        assertThat(client.emitWithAck("page", "r", 100).get(int.class)).isEqualTo(100);
        assertThat(errors(client.emitWithAck("page", "r", 0)))
                .isEqualTo(List.of(error(1, "", "Min", "must be greater than or equal to 1")));
        assertThat(errors(client.emitWithAck("all", List.of("a", " "))))
                .isEqualTo(List.of(error(0, "1", "NotBlank", "must not be blank")));
    }

    @UsePipes(ValidationPipe.class)
    static class Piped extends Checked {
        Piped(List<Object> seen) {
            super(seen);
        }

        @SubscribeMessage("draft")
        String draft(Draft draft) {
            return "drafted";
        }
    }

    @Test
    void shouldCheckAllOfAGatewaysPayloadWithThePipe() {
        GatewayClient client = connect(new Piped(seen));
        Map<String, ?> blank = Map.of("room", " ", "text", "t", "author", Map.of("name", "a"));

        assertThat(errors(client.emitWithAck("unchecked", blank))).hasSize(1);
        assertThat(client.emitWithAck("draft", Map.of("title", "")).get(String.class))
                .isEqualTo("drafted");
    }

    @Test
    void shouldCheckAGroupOfThePipe() {
        Consumer<Gateways> strict = options -> options.globalPipe(ValidationPipe.of(Strict.class));
        GatewayClient client = start(strict, new Drafts()).connect();

        assertThat(errors(client.emitWithAck("draft", Map.of("title", "")))).hasSize(1);
    }

    @WebSocketGateway
    static class Drafts {
        @SubscribeMessage("draft")
        String draft(Draft draft) {
            return "drafted";
        }
    }

    @Test
    void shouldLookATypesConstraintsUpOnce() {
        GatewayClient client =
                start(options -> options.instances(countingValidator()), gateway).connect();
        Post post = new Post("r", "t", new Author("a"));

        for (int i = 0; i < 5; i++) {
            client.emitWithAck("post", post);
        }

        assertThat(seen.stream().filter("getConstraintsForClass class Post"::equals)).hasSize(1);
        assertThat(seen.stream().filter("validate"::equals)).hasSize(5);
    }

    private Validator countingValidator() {
        Validator real = Validation.buildDefaultValidatorFactory().getValidator();
        return (Validator)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Validator.class},
                        (proxy, method, arguments) -> {
                            boolean isLookUp = arguments != null && arguments[0] instanceof Class;
                            seen.add(
                                    method.getName()
                                            + (isLookUp
                                                    ? " class "
                                                            + ((Class<?>) arguments[0])
                                                                    .getSimpleName()
                                                    : ""));
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Test
    void shouldNotValidateWhatHasNoConstraints() {
        GatewayClient client =
                start(options -> options.instances(countingValidator()), new Piped(seen)).connect();

        client.emitWithAck("free", new Free("x"));

        assertThat(seen).doesNotContain("validate");
    }

    @Test
    void shouldNameAMistakeInTheConstraints() {
        assertThatThrownBy(() -> connect(new Contradictory()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(Contradictory.class.getName() + ".size");
    }

    /** An override must not add constraints: Bean Validation refuses that. */
    @WebSocketGateway
    static class Contradictory extends Plain {
        @Override
        void size(@Min(1) int size) {}
    }

    static class Plain {
        @SubscribeMessage("size")
        void size(int size) {}
    }

    @WebSocketGateway
    static class Doors {
        private final List<Object> seen;

        Doors(List<Object> seen) {
            this.seen = seen;
        }

        @OnConnect
        void enter(@Auth @Valid Author author) {
            seen.add(author);
        }
    }

    /** It was looked at for payload only: the hook got what did not satisfy its constraints. */
    @Test
    void shouldCheckWhatIsNoPayloadToo() {
        GatewayTest test = start(new Doors(seen));

        GatewayClient blank = test.connect(Map.of("name", " "));
        GatewayClient named = test.connect(Map.of("name", "Ann"));

        assertThat(blank.isConnected()).isFalse();
        assertThat(blank.await("exception", Map.class).get("code")).isEqualTo("validation");
        assertThat(named.isConnected()).isTrue();
        assertThat(seen).containsExactly(new Author("Ann"));
    }
}
