package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Ack;
import io.ringcast.ClientSocket;
import io.ringcast.DisconnectReason;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a gateway is said when it is registered: where, and what to do. */
class GatewayMistakeTest {
    private final TestBus bus = TestBus.create();

    @AfterEach
    void close() {
        bus.close();
    }

    static class NoGateway {
        @SubscribeMessage("go")
        void go() {}
    }

    @WebSocketGateway
    static class Nothing {
        void go() {}
    }

    @WebSocketGateway
    static class NoEvent {
        @SubscribeMessage({})
        void go() {}
    }

    @WebSocketGateway
    static class NobodyAnswers {
        @SubscribeMessage(value = "go", ack = AckMode.NONE)
        void go(Ack ack) {}
    }

    @WebSocketGateway
    static class ManualWithoutAck {
        @SubscribeMessage(value = "go", ack = AckMode.MANUAL)
        void go(String text) {}
    }

    @WebSocketGateway
    static class AckAndResult {
        @SubscribeMessage("go")
        String go(Ack ack) {
            return "";
        }
    }

    @WebSocketGateway
    static class ReturnsFuture {
        @SubscribeMessage("go")
        Future<String> go() {
            return null;
        }
    }

    @WebSocketGateway
    static class EmitsNothing {
        @EmitAs("a")
        @SubscribeMessage("go")
        void go() {}
    }

    @WebSocketGateway
    static class EmitsReserved {
        @EmitAs("connect")
        @SubscribeMessage("go")
        String go() {
            return "";
        }
    }

    @WebSocketGateway
    static class WrongSocket {
        @SubscribeMessage("go")
        void go(@ConnectedSocket String socket) {}
    }

    @WebSocketGateway
    static class WrongName {
        @SubscribeMessage("go")
        void go(@EventName int event) {}
    }

    @WebSocketGateway
    static class ReasonOfAMessage {
        @SubscribeMessage("go")
        void go(Socket socket, DisconnectReason reason) {}
    }

    @WebSocketGateway
    static class FailureOfAMessage {
        @SubscribeMessage("go")
        void go(IllegalStateException failure) {}
    }

    @WebSocketGateway
    static class PayloadOfAHook {
        @OnConnect
        void go(String text) {}
    }

    @WebSocketGateway
    static class ParamWithoutPattern {
        @SubscribeMessage("go")
        void go(@NamespaceParam("room") String room) {}
    }

    @WebSocketGateway(namespacePattern = "/(?<room>.*)")
    static class ParamOfNoGroup {
        @SubscribeMessage("go")
        void go(@NamespaceParam("hall") String hall) {}
    }

    @WebSocketGateway(namespacePattern = "/(")
    static class NoPattern {
        @SubscribeMessage("go")
        void go() {}
    }

    @WebSocketGateway
    static class FilterOfNothing {
        @OnError
        void go(Socket socket) {}

        @OnConnect
        void enter() {}
    }

    @WebSocketGateway
    static class BlockingFilter {
        @Blocking
        @OnError
        void go(RuntimeException failure) {}

        @OnConnect
        void enter() {}
    }

    @WebSocketGateway
    static class FinalField extends NoGateway {
        @WebSocketServer final Namespace io = null;
    }

    @WebSocketGateway
    static class WrongField extends NoGateway {
        @WebSocketServer String io;
    }

    static final class NeedsArgument implements Guard {
        NeedsArgument(String argument) {}

        @Override
        public boolean canActivate(EventContext context) {
            return true;
        }
    }

    @WebSocketGateway
    static class UnmakeableGuard {
        @SubscribeMessage("go")
        @UseGuards(NeedsArgument.class)
        void go() {}
    }

    static final class Throwing implements Guard {
        Throwing() {
            throw new IllegalStateException("no");
        }

        @Override
        public boolean canActivate(EventContext context) {
            return true;
        }
    }

    @WebSocketGateway
    static class ThrowingGuard {
        @SubscribeMessage("go")
        @UseGuards(Throwing.class)
        void go() {}
    }

    private static Arguments mistake(Object gateway, String where, String fix) {
        return Arguments.of(gateway, gateway.getClass().getName() + where, fix);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(new NoGateway(), "", "annotate it with @WebSocketGateway"),
                mistake(new Nothing(), "", "@SubscribeMessage"),
                mistake(new NoEvent(), ".go", "needs the name of an event"),
                mistake(new NobodyAnswers(), ".go", "remove it, or the Ack parameter"),
                mistake(new ManualWithoutAck(), ".go", "parameter of type Ack"),
                mistake(new AckAndResult(), ".go", "return void, or remove the Ack"),
                mistake(new ReturnsFuture(), ".go", "return a CompletionStage"),
                mistake(new EmitsNothing(), ".go", "@EmitAs needs a result"),
                mistake(new EmitsReserved(), ".go", "@EmitAs"),
                mistake(new WrongSocket(), ".go, parameter 0 (String socket)", "type Socket"),
                mistake(new WrongName(), ".go, parameter 0 (int event)", "type String"),
                mistake(
                        new ReasonOfAMessage(),
                        ".go, parameter 1 (DisconnectReason reason)",
                        "@OnDisconnect"),
                mistake(
                        new FailureOfAMessage(),
                        ".go, parameter 0 (IllegalStateException failure)",
                        "@OnError"),
                mistake(new PayloadOfAHook(), ".go, parameter 0 (String text)", "take Socket"),
                mistake(
                        new ParamWithoutPattern(),
                        ".go, parameter 0 (String room)",
                        "needs a namespacePattern"),
                mistake(new ParamOfNoGroup(), ".go, parameter 0 (String hall)", "(?<hall>...)"),
                mistake(new NoPattern(), "", "no regular expression"),
                mistake(new FilterOfNothing(), ".go", "one parameter for the failure"),
                mistake(new BlockingFilter(), ".go", "remove @Blocking"),
                mistake(new FinalField(), ".io", "must not be static nor final"),
                mistake(new WrongField(), ".io", "of type Namespace or Bus"),
                mistake(new UnmakeableGuard(), ".go", "Gateways.instances"),
                mistake(new ThrowingGuard(), ".go", "constructor"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldSayWhereAMistakeIsAndWhatToDo(Object gateway, String where, String fix) {
        assertThatThrownBy(() -> Gateways.register(bus, gateway))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageStartingWith(where)
                .hasMessageContaining(fix);
    }

    @Test
    void shouldLeaveNothingBehindOfAGatewayThatIsRefused() {
        assertThatThrownBy(() -> Gateways.register(bus, new UnmakeableGuard()))
                .isInstanceOf(InvalidGatewayException.class);

        assertThat(bus.namespaces()).extracting(Namespace::name).doesNotContain("/refused");
        Gateways.on(bus).instances(new NeedsArgument("")).register(new UnmakeableGuard());
    }

    private void refused(Gateways gateways, Object gateway, String where, String fix) {
        assertThatThrownBy(() -> gateways.register(gateway))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageStartingWith(gateway.getClass().getName() + where)
                .hasMessageContaining(fix)
                .hasCauseInstanceOf(RuntimeException.class);
    }

    @WebSocketGateway
    static class Fine {
        @SubscribeMessage("go")
        void go(String text) {}
    }

    /** What these threw was passed on, and said nothing of the gateway. */
    @Test
    void shouldSayForWhichParameterOrMethodAUsersExtensionFailed() {
        refused(
                Gateways.on(bus)
                        .argumentResolver(
                                parameter -> {
                                    throw new IllegalStateException("no");
                                }),
                new Fine(),
                ".go, parameter 0 (String text)",
                "an ArgumentResolver failed");
        InstanceFactory failing =
                new InstanceFactory() {
                    @Override
                    public <T> Optional<T> instance(Class<T> type) {
                        throw new IllegalStateException("no");
                    }
                };
        InstanceFactory wrong =
                new InstanceFactory() {
                    @Override
                    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
                    public <T> Optional<T> instance(Class<T> type) {
                        return Optional.of((T) "no guard");
                    }
                };
        for (InstanceFactory factory : new InstanceFactory[] {failing, wrong}) {
            refused(
                    Gateways.on(bus).instanceFactory(factory),
                    new UnmakeableGuard(),
                    ".go",
                    NeedsArgument.class.getName());
        }
    }

    @WebSocketGateway(namespacePattern = "/refused-\\d+")
    static class TwoAnswers extends AnswersOnce {
        @SubscribeMessage("go")
        String again() {
            return "";
        }
    }

    static class AnswersOnce {
        @SubscribeMessage("go")
        String go() {
            return "";
        }
    }

    /** The pattern was there already when the gateway was refused, and let clients in. */
    @Test
    void shouldLetNobodyInByThePatternOfAGatewayThatIsRefused() {
        assertThatThrownBy(() -> Gateways.register(bus, new TwoAnswers()))
                .isInstanceOf(InvalidGatewayException.class);

        ClientSocket client = bus.connect("/refused-1");
        bus.runUntilIdle();

        assertThat(client.isConnected()).isFalse();
    }

    @WebSocketGateway(namespacePattern = "/late-\\d+")
    static class FailsLate extends AnswersOnce implements OnGatewayInit {
        boolean isWell;

        @Override
        public void afterInit(Namespace server) {
            if (!isWell) {
                throw new IllegalStateException("no database");
            }
        }
    }

    /** Neither before it is there nor after it has gone: nobody would ask its guards. */
    @Test
    void shouldLetNobodyInByAPatternThatHasNoGateway() {
        FailsLate gateway = new FailsLate();
        assertThatThrownBy(() -> Gateways.register(bus, gateway))
                .isInstanceOf(InvalidGatewayException.class);
        ClientSocket early = bus.connect("/late-1");
        bus.runUntilIdle();
        gateway.isWell = true;
        GatewayRegistration registration = Gateways.register(bus, gateway);
        ClientSocket inTime = bus.connect("/late-2");
        bus.runUntilIdle();
        registration.close();
        ClientSocket late = bus.connect("/late-3");
        bus.runUntilIdle();

        assertThat(early.isConnected()).isFalse();
        assertThat(inTime.isConnected()).isTrue();
        assertThat(late.isConnected()).isFalse();
    }
}
