package io.ringcast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ConnectErrorException;
import io.ringcast.transport.OutboundLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What arrives, as what, and in which order. */
interface EventContract extends ContractWorld {
    String BEYOND_BMP = "a\u00e9\u2028\u65e5\ud83d\ude00\u0000\"\\\u001e";
    int MANY = 10_000;

    private void echo() {
        bus().onConnection(
                        socket ->
                                socket.on(
                                        "echo",
                                        (arguments, ack) -> socket.emit("echo", arguments)));
    }

    @Test
    default void shouldEchoEveryTypeOfJson() throws ExecutionException {
        Probe probe = probe();
        echo();
        Party party = party("/", probe, "echo");
        Object[] values = {
            null,
            true,
            0,
            -7,
            9_007_199_254_740_991L,
            1.5,
            "",
            BEYOND_BMP,
            List.of(),
            Map.of(),
            Arrays.asList(1, null, List.of("x", Map.of("k", false)))
        };

        party.client().emit("echo", values);

        assertThat(probe.next()).isEqualTo(Plain.of(Arrays.asList(values)));
    }

    @Test
    default void shouldEchoAnEventWithoutArguments() throws ExecutionException {
        Probe probe = probe();
        echo();

        party("/", probe, "echo").client().emit("echo");

        assertThat(probe.next()).isEqualTo(List.of());
    }

    @Test
    default void shouldEchoBytesWhereverTheyStand() throws ExecutionException {
        Probe probe = probe();
        echo();
        Party party = party("/", probe, "echo");
        Map<String, Object> nested =
                Map.of("deep", List.of("text", ByteBuffer.wrap(new byte[] {5, 6, 7})));
        Object[] values = {new byte[] {1, -1}, nested, new byte[0]};

        party.client().emit("echo", values);

        assertThat(probe.next()).isEqualTo(Plain.of(Arrays.asList(values)));
    }

    @Test
    default void shouldReachTypedListenersAsTheirType() throws ExecutionException {
        Probe probe = probe();
        bus().onConnection(
                        socket -> {
                            socket.on("login", ConnectContract.Login.class, probe::see);
                            socket.on("bytes", byte[].class, probe::see);
                            socket.on("none", String.class, probe::see);
                        });
        Party party = party("/");

        party.client().emit("login", Map.of("name", "anna", "rights", List.of()), "more");
        party.client().emit("bytes", new byte[] {9});
        party.client().emit("none");

        assertThat(probe.next()).isEqualTo(new ConnectContract.Login("anna", List.of()));
        assertThat(probe.next()).isEqualTo(new byte[] {9});
        assertThat(probe.next()).isNull();
    }

    @Test
    default void shouldReportAnArgumentThatDoesNotFitAndGoOn() throws ExecutionException {
        Probe probe = probe();
        bus().onConnection(socket -> socket.on("n", Integer.class, probe::see));
        Party party = party("/");

        party.client().emit("n", "no number");
        party.client().emit("n", 1);

        assertThat(probe.next()).isEqualTo(1);
        assertThat(takeFailures()).hasSize(1);
    }

    @Test
    default void shouldKeepTheOrderOfManyEventsToTheServer() throws ExecutionException {
        Probe probe = probe();
        bus().onConnection(socket -> socket.on("n", Integer.class, probe::see));
        Party party = party("/");

        for (int n = 0; n < MANY; n++) {
            party.client().emit("n", n);
        }

        assertThat(probe.next(MANY))
                .isEqualTo(IntStream.range(0, MANY).<Object>mapToObj(n -> n).toList());
    }

    @Test
    default void shouldKeepTheOrderOfManyEventsToTheClient() throws ExecutionException {
        Probe probe = probe();
        with(
                options ->
                        options.outboundLimits(
                                new OutboundLimits(
                                        4 * MANY, 64L << 20, OutboundLimits.Policy.DISCONNECT)));
        Party party = party("/", probe, "n");

        for (int n = 0; n < MANY; n += 2) {
            party.socket().emit("n", n);
            bus().to(party.id()).emit("n", n + 1);
        }

        assertThat(probe.next(MANY))
                .isEqualTo(
                        IntStream.range(0, MANY)
                                .mapToObj(n -> Plain.of(List.<Object>of(n)))
                                .toList());
    }

    @Test
    default void shouldTellCatchAllListenersBeforeMiddlewareBeforeListeners()
            throws ExecutionException {
        Probe probe = probe();
        bus().onConnection(
                        socket -> {
                            socket.on("e", String.class, text -> probe.see("on " + text));
                            socket.use(
                                    (event, next) -> {
                                        probe.see("use " + event.name());
                                        next.proceed();
                                    });
                            socket.onAny((event, arguments) -> probe.see("any " + event));
                        });

        party("/").client().emit("e", "x");

        assertThat(probe.next(3)).containsExactly("any e", "use e", "on x");
    }

    @Test
    default void shouldSkipListenersOfAnEventThatMiddlewareRefuses() throws ExecutionException {
        Probe probe = probe();
        bus().onConnection(
                        socket -> {
                            socket.use(
                                    (event, next) -> {
                                        if (event.name().equals("bad")) {
                                            next.reject(new ConnectErrorException("refused"));
                                        } else {
                                            next.proceed();
                                        }
                                    });
                            socket.onError(failure -> probe.see(failure.getMessage()));
                            socket.on("bad", (arguments, ack) -> probe.see("bad"));
                            socket.on("good", (arguments, ack) -> probe.see("good"));
                        });
        Party party = party("/");

        party.client().emit("bad");
        party.client().emit("good");

        assertThat(probe.next(2)).containsExactly("refused", "good");
    }

    @Test
    default void shouldTellCatchAllListenersOfWhatIsSent() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/");
        party.socket().onAnyOutgoing((event, arguments) -> probe.see(event + arguments.get(0)));

        party.socket().emit("direct", 1);
        bus().emit("broadcast", 2);

        assertThat(probe.next(2)).containsExactly("direct1", "broadcast2");
    }

    @Test
    default void shouldGoOnWhenAListenerThrows() throws ExecutionException {
        Probe probe = probe();
        bus().onConnection(
                        socket -> {
                            socket.on(
                                    "e",
                                    (arguments, ack) -> {
                                        throw new IllegalStateException("thrown on purpose");
                                    });
                            socket.on("e", (arguments, ack) -> probe.see("second"));
                        });
        Party party = party("/");

        party.client().emit("e");
        party.client().emit("e");

        assertThat(probe.next(2)).containsExactly("second", "second");
        assertThat(takeFailures()).hasSize(2).allMatch(context -> "e".equals(context.event()));
    }

    /** A client that polls is idle a little after it has answered: when its next poll is there. */
    @Test
    default void shouldDeliverVolatileEventsToAnIdleClient() throws ExecutionException {
        Probe probe = probe();
        Party party = party("/", probe, "tick");
        List<Object> arrived = List.of();

        for (int n = 0; arrived.isEmpty() && n < MANY; n++) {
            arrived(party);
            assertThat(party.socket().asVolatile().emit("tick", 1)).isTrue();
            arrived(party);
            arrived = probe.rest();
        }

        assertThat(arrived).containsExactly(Plain.of(List.of(1)));
    }

    @Test
    default void shouldHoldEventsOfOneNamespaceFromAnother() throws ExecutionException {
        Probe probe = probe();
        bus().of("/a");
        Party inMain = party("/", probe, "e");
        ContractClient client = inMain.client().socket("/a", null);
        Party inOther = connect("/a", client, probe, "e");

        bus().of("/a").emit("e", "to a");
        bus().emit("e", "to main");
        arrived(inOther, inMain);

        assertThat(probe.rest()).containsExactlyInAnyOrder(List.of("to a"), List.of("to main"));
        assertThat(inMain.id()).isNotEqualTo(inOther.id());
    }
}
