package io.ringcast.transport.inmemory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Socket;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever clients send, and however they end: in the end nothing is reserved. */
class InboundBudgetPropertyTest {
    private static final String X = "x".repeat(2_000);

    @Provide
    Arbitrary<List<String>> packets() {
        return Arbitraries.of(
                        "0",
                        "0{\"a\":\"" + X + "\"}",
                        "0/a,{\"a\":\"" + X + "\"}",
                        "0/refused,{\"a\":\"" + X + "\"}",
                        "0/none,{\"a\":\"" + X + "\"}",
                        "0/slow,{\"a\":\"" + X + "\"}",
                        "1/a,",
                        "1",
                        "2[\"e\",\"" + X + "\"]",
                        "2/a,[\"bad\",\"" + X + "\"]",
                        "2/a,[\"kick\",\"" + X + "\"]",
                        "30[\"" + X + "\"]",
                        "51-[\"e\",\"" + X + "\",{\"_placeholder\":true,\"num\":0}]",
                        "binary",
                        "run",
                        "lose",
                        "broken" + X)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 300)
    void shouldReserveNothingInTheEnd(@ForAll("packets") List<String> packets) {
        MemoryBudget budget = new MemoryBudget(20_000);
        TestBus bus = TestBus.create(options -> options.ringSize(16));
        bus.of("/a").onConnection(InboundBudgetPropertyTest::listen);
        bus.of("/refused").use((s, next) -> next.reject(new IllegalStateException("no")));
        bus.of("/slow").use((s, next) -> {});
        bus.runUntilIdle();
        Road road = Road.to(bus, budget);
        WireClient client = road.enter();

        for (String packet : packets) {
            client = client.closed() == null ? client : road.enter();
            send(bus, client, packet);
            assertThat(budget.reserved()).isBetween(0L, budget.limit());
        }
        if (client.closed() == null) {
            client.lose();
        }
        bus.runUntilIdle();

        assertThat(budget.reserved()).isZero();
        bus.close();
    }

    private static void listen(Socket socket) {
        socket.on(
                "bad",
                (args, ack) -> {
                    throw new IllegalStateException("test");
                });
        socket.on("kick", (args, ack) -> socket.disconnect(false));
    }

    private static void send(TestBus bus, WireClient client, String packet) {
        switch (packet) {
            case "binary" -> client.attach(X.getBytes(UTF_8));
            case "run" -> bus.runUntilIdle();
            case "lose" -> client.lose();
            default -> client.queue(packet);
        }
    }
}
