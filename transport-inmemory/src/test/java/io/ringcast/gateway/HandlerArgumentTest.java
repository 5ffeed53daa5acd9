package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringcast.Ack;
import io.ringcast.Arguments;
import io.ringcast.Bus;
import io.ringcast.DataKey;
import io.ringcast.Handshake;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayClient.Answer;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a handler's arguments come from. */
class HandlerArgumentTest extends GatewayFixture {
    private static final DataKey<String> USER = DataKey.of("user", String.class);

    public record Post(String room, String text) {}

    public record Login(String name) {}

    @WebSocketGateway
    static class Payloads {
        private final List<Object> seen;

        Payloads(List<Object> seen) {
            this.seen = seen;
        }

        @SubscribeMessage("object")
        void object(Object first, Object second) {
            seen.add(Arrays.asList(first, second));
        }

        @SubscribeMessage("primitive")
        int primitive(String name, int number) {
            return number;
        }

        @SubscribeMessage("optional")
        String optional(Optional<String> text, Integer number, @Nullable Post post) {
            return text + ", " + number + ", " + post;
        }

        @SubscribeMessage("array")
        int array(byte[] bytes) {
            return bytes[0] + bytes.length;
        }

        @SubscribeMessage("buffer")
        int buffer(ByteBuffer bytes) {
            return bytes.get(bytes.position()) + bytes.remaining();
        }

        @SubscribeMessage("property")
        String property(@MessageBody("name") String name) {
            return "name: " + name;
        }

        @SubscribeMessage("generic")
        String generic(List<Post> posts) {
            return posts.get(1).text();
        }

        @SubscribeMessage("identity")
        void identity(Post post) {
            seen.add(post);
        }

        @SubscribeMessage("all")
        int all(@MessageBody Object[] array, @MessageBody List<Object> list) {
            return array.length + 10 * list.size();
        }
    }

    private final Payloads gateway = new Payloads(seen);

    @Test
    void shouldTellAnArrayFromTwoArguments() {
        GatewayClient client = connect(gateway);

        client.emit("object", (Object) List.of(1, 2));
        client.emit("object", 1, 2);

        assertThat(seen).containsExactly(Arrays.asList(List.of(1, 2), null), List.of(1, 2));
    }

    @Test
    void shouldRefuseAMissingPrimitive() {
        Answer answer = connect(gateway).emitWithAck("primitive", "x");

        assertThat(answer.error().orElseThrow())
                .isEqualTo(
                        Map.of(
                                "status", "error",
                                "code", "bad_request",
                                "message", "Bad request",
                                "errors",
                                        List.of(
                                                Map.of(
                                                        "argument", 1,
                                                        "path", "",
                                                        "expected", "int"))));
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        Answer answer = connect(gateway).emitWithAck("primitive", "x", "not a number");

        assertThat(answer.error().orElseThrow().get("code")).isEqualTo("bad_request");
        assertThat(answer.error().orElseThrow().toString()).doesNotContain("not a number");
    }

    @Test
    void shouldLetOptionalBoxedAndNullableArgumentsBeMissing() {
        Answer answer = connect(gateway).emitWithAck("optional");

        assertThat(answer.get(String.class)).isEqualTo("Optional.empty, null, null");
    }

    @Test
    void shouldIgnoreFurtherArguments() {
        Answer answer = connect(gateway).emitWithAck("primitive", "x", 5, "more", List.of());

        assertThat(answer.get(int.class)).isEqualTo(5);
    }

    @Test
    void shouldTakeBytes() {
        GatewayClient client = connect(gateway);

        assertThat(client.emitWithAck("array", new byte[] {5, 6}).get(int.class)).isEqualTo(7);
        assertThat(client.emitWithAck("buffer", new byte[] {5, 6}).get(int.class)).isEqualTo(7);
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {5, 6});
        assertThat(client.emitWithAck("buffer", buffer).get(int.class)).isEqualTo(7);
        assertThat(client.emitWithAck("array", buffer).get(int.class)).isEqualTo(7);
    }

    @Test
    void shouldTakeNullForAPropertyOfNoBody() {
        GatewayClient client = connect(gateway);

        assertThat(client.emitWithAck("property", Map.of("name", "x")).get(String.class))
                .isEqualTo("name: x");
        assertThat(client.emitWithAck("property", new Object[] {null}).get(String.class))
                .isEqualTo("name: null");
        assertThat(client.emitWithAck("property").get(String.class)).isEqualTo("name: null");
    }

    @Test
    void shouldReadAGenericPayload() {
        List<Map<String, String>> posts =
                List.of(Map.of("text", "a"), Map.of("room", "r", "text", "b"));

        assertThat(connect(gateway).emitWithAck("generic", posts).get(String.class)).isEqualTo("b");
    }

    @Test
    void shouldPassAnObjectOfThisProcessByIdentity() {
        assumeThat(way).isNotEqualTo(Way.CLASSES_BY_CODEC);
        Post post = new Post("r", "t");

        connect(gateway).emit("identity", post);

        assertThat(seen).hasSize(1).first().isSameAs(post);
    }

    @Test
    void shouldGiveAllArgumentsAsAnArrayOrAList() {
        assertThat(connect(gateway).emitWithAck("all", 1, "2", true).get(int.class)).isEqualTo(33);
    }

    /** One of each that is no payload, between payloads. */
    @WebSocketGateway(namespacePattern = "/tenant-(?<tenant>\\d+)")
    static class Known {
        @WebSocketServer Namespace parent;

        @OnConnect
        void enter(Socket socket, @Auth Login login) {
            socket.data().put(USER, login.name());
        }

        @SubscribeMessage("types")
        List<Object> types(Socket socket, String first, Namespace namespace, Bus bus, int second) {
            boolean isMember = namespace.socket(socket.id()).isPresent();
            return List.of(isMember, first, namespace.name(), bus.name(), second);
        }

        @SubscribeMessage("message")
        List<Object> message(Handshake handshake, Arguments all, EventContext context) {
            return List.of(handshake.auth(Login.class).name(), all.size(), context.handler());
        }

        @SubscribeMessage("annotations")
        List<Object> annotations(
                @ConnectedSocket Socket socket,
                @EventName String event,
                @Auth Login login,
                @NamespaceParam("tenant") int tenant,
                @MessageBody String body) {
            return List.of(socket.isConnected(), event, login.name(), tenant, body);
        }

        @SubscribeMessage("data")
        List<Object> data(
                @SocketValue("user") String user, @SocketValue("absent") Optional<String> absent) {
            return List.of(user, absent.isPresent());
        }
    }

    private GatewayClient tenant() {
        return start(new Known())
                .connectTo("/tenant-42", options -> options.auth(Map.of("name", "Ann")));
    }

    @Test
    void shouldKnowParametersByTheirTypes() {
        GatewayClient client = tenant();

        assertThat((Object) client.emitWithAck("types", "a", 2).get(List.class))
                .isEqualTo(List.of(true, "a", "/tenant-42", "/", 2));
        assertThat((Object) client.emitWithAck("message", "a", 2).get(List.class))
                .isEqualTo(List.of("Ann", 2, "message"));
    }

    @Test
    void shouldKnowParametersByTheirAnnotations() {
        GatewayClient client = tenant();

        assertThat((Object) client.emitWithAck("annotations", "body").get(List.class))
                .isEqualTo(List.of(true, "annotations", "Ann", 42, "body"));
        assertThat((Object) client.emitWithAck("data").get(List.class))
                .isEqualTo(List.of("Ann", false));
    }

    record Tenant(String name) {}

    @WebSocketGateway
    static class Custom {
        @SubscribeMessage("ask")
        String ask(Tenant tenant, String payload) {
            return tenant.name() + payload;
        }
    }

    @Test
    void shouldAskResolversBeforeItTakesAParameterForPayload() {
        Function<EventContext, Tenant> tenant = context -> new Tenant(context.event());
        GatewayTest test =
                start(
                        options ->
                                options.argumentResolver(
                                        parameter ->
                                                parameter.type() == Tenant.class
                                                        ? Optional.of(tenant)
                                                        : Optional.empty()),
                        new Custom());

        Answer answer = test.connect().emitWithAck("ask", "!");

        assertThat(answer.get(String.class)).isEqualTo("ask!");
    }

    @WebSocketGateway
    static class Acks {
        Ack kept;

        @SubscribeMessage("own")
        void own(String text, Ack ack) {
            ack.send(text);
            ack.send("second");
        }

        @SubscribeMessage("keep")
        void keep(Ack ack) {
            kept = ack;
        }

        @SubscribeMessage("requested")
        WsResponse<Boolean> requested(Ack ack) {
            ack.send("safe");
            return WsResponse.of("requested", ack.isRequested());
        }
    }

    @Test
    void shouldLeaveTheAckToAHandlerThatTakesIt() {
        Acks acks = new Acks();
        GatewayTest test = start(acks);
        GatewayClient client = test.connect();

        Answer own = client.emitWithAck("own", "first");
        Answer kept = client.emitWithAck("keep");

        assertThat(own.get(String.class)).isEqualTo("first");
        assertThat(kept.hasCome()).isFalse();
        assertThat(test.registration(0).unansweredAcks()).isEqualTo(1);
        acks.kept.send("later");
        test.bus().runUntilIdle();
        assertThat(kept.get(String.class)).isEqualTo("later");
        assertThat(test.registration(0).unansweredAcks()).isZero();
    }

    @Test
    void shouldGiveAnAckThatDoesNothingIfNoneWasAskedFor() {
        GatewayClient client = connect(new Acks());

        client.emit("requested");

        assertThat(client.await("requested", Boolean.class)).isFalse();
        assertThat(client.events()).isEmpty();
    }

    @WebSocketGateway
    static class Unresolvable {
        @SubscribeMessage("ask")
        void ask(String fine, io.ringcast.BroadcastOperator everyone) {}
    }

    @Test
    void shouldNameAParameterThatNothingCanBeFoundFor() {
        assertThatThrownBy(() -> start(new Unresolvable()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(Unresolvable.class.getName() + ".ask")
                .hasMessageContaining("parameter 1 (BroadcastOperator everyone)")
                .hasMessageContaining("ArgumentResolver");
    }

    @WebSocketGateway
    static class Absent {
        @SubscribeMessage("numbers")
        String numbers(OptionalInt a, OptionalLong b, OptionalDouble c) {
            return a + " " + b + " " + c;
        }

        @SubscribeMessage("piped")
        String piped(@MessageBody(pipes = Nothing.class) Optional<String> text) {
            return String.valueOf(text);
        }
    }

    static final class Nothing implements Pipe<String, String> {
        @Override
        public String transform(String value, ArgumentMetadata metadata) {
            return null;
        }
    }

    /** They were null: only {@code Optional} without pipes was thought of. */
    @Test
    void shouldGiveAnEmptyOptionalOfAnyKindForAMissingArgument() {
        GatewayClient client = connect(new Absent());

        assertThat(client.emitWithAck("numbers").get(String.class))
                .isEqualTo("OptionalInt.empty OptionalLong.empty OptionalDouble.empty");
        assertThat(client.emitWithAck("numbers", 1, 2, 3).get(String.class))
                .isEqualTo("OptionalInt[1] OptionalLong[2] OptionalDouble[3.0]");
        assertThat(client.emitWithAck("piped", "x").get(String.class)).isEqualTo("Optional.empty");
    }

    @Test
    void shouldRefuseNullForAPrimitive() {
        Answer answer = connect(gateway).emitWithAck("primitive", "x", null);

        assertThat(answer.error().orElseThrow().get("code")).isEqualTo("bad_request");
    }
}
