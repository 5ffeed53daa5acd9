package io.ringcast.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.Registration;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenersTest {
    private final TestHost host = new TestHost();
    private final Listeners listeners = new Listeners(host);
    private final List<Object> seen = new ArrayList<>();

    private boolean dispatch(String event, Object body, long ackId) {
        boolean[] result = new boolean[1];
        host.run(() -> result[0] = listeners.dispatch(event, body, ackId));
        return result[0];
    }

    private boolean dispatch(String event, Object body) {
        return dispatch(event, body, Packet.NO_ACK);
    }

    private Registration listen(String event, Consumer<Object> listener) {
        return listeners.on(event, Object.class, listener, false);
    }

    @Test
    void shouldSayThatNobodyListens() {
        assertThat(dispatch("e", 1)).isFalse();
        Registration registration = listen("e", seen::add);
        assertThat(dispatch("e", 1)).isTrue();
        registration.close();
        assertThat(dispatch("e", 1)).isFalse();
        registration.close();
    }

    @Test
    void shouldNotShowAnEventToAListenerThatItAdded() {
        listen(
                "e",
                unused -> {
                    seen.add("first");
                    listen("e", again -> seen.add("added"));
                });

        dispatch("e", 1);
        assertThat(seen).containsExactly("first");
        dispatch("e", 1);

        assertThat(seen).containsExactly("first", "first", "added");
    }

    @Test
    void shouldStillShowAnEventToAListenerThatItRemoved() {
        List<Registration> registrations = new ArrayList<>();
        listen("e", unused -> registrations.get(0).close());
        registrations.add(listen("e", seen::add));

        dispatch("e", 1);
        dispatch("e", 2);

        assertThat(seen).containsExactly(1);
    }

    @Test
    void shouldCallAListenerOnceAlsoWhenTheEventComesAgainMeanwhile() {
        listeners.on(
                "e",
                (arguments, ack) -> {
                    seen.add("once");
                    listeners.dispatch("e", 2, Packet.NO_ACK);
                },
                true);

        dispatch("e", 1);

        assertThat(seen).containsExactly("once");
    }

    @Test
    void shouldGoOnWithTheOthersWhenOneThrows() {
        listen(
                "e",
                unused -> {
                    throw new AssertionError("on purpose");
                });
        listen("e", seen::add);

        dispatch("e", 1);

        assertThat(seen).containsExactly(1);
        assertThat(host.failures()).hasSize(1);
    }

    @Test
    void shouldShareOneAckAmongTheListenersOfAnEvent() {
        listeners.on("e", (arguments, ack) -> ack.send("first"), false);
        listeners.on("e", Object.class, (value, ack) -> ack.send("second"));
        listeners.onRequest("e", Object.class, (Function<Object, Object>) value -> "third");

        dispatch("e", 1, 7);

        assertThat(host.answers()).containsExactly("7=first");
    }

    @Test
    void shouldAnswerWithAResultNowOrLater() {
        CompletableFuture<Object> later = new CompletableFuture<>();
        listeners.onRequest("now", Integer.class, (Function<Integer, Object>) n -> n + 1);
        listeners.onRequest("later", Integer.class, (Function<Integer, Object>) n -> later);

        dispatch("now", 1, 5);
        dispatch("later", 1, 6);
        assertThat(host.answers()).containsExactly("5=2");
        later.complete("done");

        assertThat(host.answers()).containsExactly("5=2", "6=done");
    }

    @Test
    void shouldReportARequestThatFailsAndAnswerNothing() {
        listeners.onRequest(
                "now",
                Object.class,
                (Function<Object, Object>)
                        value -> {
                            throw new IllegalStateException("on purpose");
                        });
        CompletableFuture<Object> broken = new CompletableFuture<>();
        broken.completeExceptionally(new IllegalStateException("on purpose"));
        listeners.onRequest("later", Object.class, (Function<Object, Object>) value -> broken);

        dispatch("now", 1, 5);
        dispatch("later", 1, 6);

        assertThat(host.answers()).isEmpty();
        assertThat(host.failures()).hasSize(2);
    }

    @Test
    void shouldGiveTypedListenersTheFirstArgumentConverted() {
        listeners.on("e", String.class, seen::add, false);

        dispatch("e", "same");
        dispatch("e", Payload.of("first", "second"));
        dispatch("e", Payload.of());

        assertThat(seen).containsExactly("same", "first", null);
    }

    @Test
    void shouldCallCatchAllListenersInOrderAndRemoveThem() {
        Registration first = listeners.onAny((event, arguments) -> seen.add(1), false, false);
        listeners.onAny((event, arguments) -> seen.add(0), false, true);
        listeners.onAny((event, arguments) -> seen.add("out"), true, false);

        host.run(() -> listeners.callAny("e", 1));
        first.close();
        host.run(() -> listeners.callAny("e", 1));
        listeners.offAny(false);
        host.run(() -> listeners.callAny("e", 1));
        host.run(() -> listeners.callAnyOutgoing("e", 1));

        assertThat(seen).containsExactly(0, 1, 0, "out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connection", "disconnect", "disconnecting"})
    void shouldPointToTheMethodForTheConnectionsOwnEvents(String event) {
        assertThatThrownBy(() -> listen(event, seen::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use on");
    }
}
