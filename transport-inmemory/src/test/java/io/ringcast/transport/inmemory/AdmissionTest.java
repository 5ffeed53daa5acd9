package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.Next;
import io.ringcast.Recovery;
import io.ringcast.transport.inmemory.test.TestBus;
import io.ringcast.transport.inmemory.test.TestBus.Failure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What middleware does to clients, and what becomes of one that does nothing (L3, L6). */
class AdmissionTest {
    private final List<Object> seen = new ArrayList<>();
    private final List<Next> held = new ArrayList<>();

    /** Holds a reference to itself, which no JSON can. */
    record Cycle(List<Object> list) {}

    private static Cycle cycle() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        return new Cycle(list);
    }

    private ClientSocket connect(TestBus bus, String namespace) {
        ClientSocket client = bus.connect(namespace);
        client.onConnectError(refusal -> seen.add(refusal.getMessage()));
        bus.runUntilIdle();
        return client;
    }

    /** A client in one namespace has no other limit: its connection stays. */
    @Test
    void shouldRefuseASocketWhoseMiddlewareNeverDecides() {
        TestBus bus = TestBus.create(options -> options.connectTimeout(ofSeconds(45)));
        bus.of("/slow").use((socket, next) -> held.add(next));
        bus.of("/slow").onConnection(socket -> seen.add("entered"));
        InMemoryClient client = bus.client(options -> {});
        ClientSocket main = client.socket("/").connect();
        ClientSocket slow = client.socket("/slow");
        slow.onConnectError(refusal -> seen.add(refusal.getMessage()));
        slow.connect();

        bus.advance(ofSeconds(45).minus(ofMillis(1)));
        assertThat(seen).isEmpty();
        bus.advance(ofMillis(1));

        assertThat(seen).containsExactly("timeout");
        assertThat(main.isConnected()).isTrue();
        assertThat(bus.of("/slow").socketsCount()).isZero();
        held.get(0).proceed();
        bus.runUntilIdle();
        assertThat(seen).containsExactly("timeout");
        bus.close();
    }

    @Test
    void shouldNotRefuseASocketThatWasLetInInTime() {
        TestBus bus = TestBus.create(options -> options.connectTimeout(ofSeconds(45)));
        bus.use((socket, next) -> held.add(next));
        ClientSocket client = connect(bus, "/");
        bus.advance(ofSeconds(44));

        held.get(0).proceed();
        bus.advance(ofMinutes(10));

        assertThat(client.isConnected()).isTrue();
        assertThat(seen).isEmpty();
        bus.close();
    }

    /** The failure ended the loop's turn: the client heard nothing, nor did the error handler. */
    @Test
    void shouldRefuseWithTheMessageAloneIfTheDataCannotBeSent() {
        TestBus bus = TestBus.create(Fidelity.CODEC, options -> {});
        bus.use((socket, next) -> next.reject(new ConnectErrorException("no", cycle())));

        connect(bus, "/");

        assertThat(seen).containsExactly("no");
        assertThat(bus.takeFailures())
                .singleElement()
                .extracting(Failure::context)
                .hasFieldOrPropertyWithValue("where", "connect error's data");
        bus.close();
    }

    private void countEntries(TestBus bus) {
        bus.use(
                (socket, next) -> {
                    seen.add("use");
                    next.proceed();
                });
        bus.onConnection(socket -> seen.add("recovered " + socket.isRecovered()));
    }

    private void comeBack(TestBus bus) {
        ClientSocket client = connect(bus, "/");
        bus.emit("e", 1);
        bus.runUntilIdle();
        bus.network().cut(client);
        bus.runUntilIdle();
        client.connect();
        bus.runUntilIdle();
        bus.close();
    }

    @Test
    void shouldPassMiddlewareByWhenASocketIsRecovered() {
        TestBus bus =
                TestBus.create(
                        options -> options.connectionStateRecovery(Recovery.of(ofMinutes(2))));
        countEntries(bus);

        comeBack(bus);

        assertThat(seen).containsExactly("use", "recovered false", "recovered true");
    }

    @Test
    void shouldRunMiddlewareForARecoveredSocketIfAskedTo() {
        Recovery recovery = Recovery.of(ofMinutes(2)).withMiddlewares();
        TestBus bus = TestBus.create(options -> options.connectionStateRecovery(recovery));
        countEntries(bus);

        comeBack(bus);

        assertThat(seen).containsExactly("use", "recovered false", "use", "recovered true");
    }
}
