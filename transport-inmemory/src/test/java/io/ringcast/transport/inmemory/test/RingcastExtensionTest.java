package io.ringcast.transport.inmemory.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.ClientSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RingcastExtension.class)
class RingcastExtensionTest {
    private static final List<TestBus> BUSES = new ArrayList<>();

    private TestBus early;

    @BeforeEach
    void take(TestBus bus) {
        early = bus;
        assertThat(BUSES).doesNotContain(bus);
        BUSES.add(bus);
    }

    @Test
    void shouldGiveTheSameBusToATestAndWhatRunsBeforeIt(TestBus bus) {
        assertThat(bus).isSameAs(early);
    }

    @Test
    void shouldGiveEachTestABusOfItsOwn(TestBus bus) {
        ClientSocket client = bus.connect("/");
        bus.runUntilIdle();

        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void shouldPassATestThatTakesItsFailures(TestBus bus) {
        fail(bus);

        assertThat(bus.failures()).hasSize(1);
        assertThat(bus.takeFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.failure()).hasMessage("on purpose"));
        assertThat(bus.failures()).isEmpty();
    }

    private static void fail(TestBus bus) {
        bus.onConnection(
                socket -> {
                    throw new IllegalStateException("on purpose");
                });
        bus.connect("/");
        bus.runUntilIdle();
    }

    @Test
    void shouldSayWhatProbesDidNotSee(TestBus bus) {
        ClientSocket client = bus.connect("/");
        EventProbe probe = EventProbe.on(client, "message");
        assertThatThrownBy(() -> probe.next(String.class))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no \"message\" has come");
        probe.expectNone();

        bus.emit("message", "x");

        assertThatThrownBy(probe::expectNone)
                .isInstanceOf(AssertionError.class)
                .hasMessage("\"message\" has come: [x]");
        probe.close();
        bus.emit("message", "y");
        probe.expectNone();
    }
}
