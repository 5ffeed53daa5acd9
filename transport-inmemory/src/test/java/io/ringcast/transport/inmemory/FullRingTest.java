package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ringcast.Bus;
import io.ringcast.BusOptions.FullRing;
import io.ringcast.ClientSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler that does not come back, and a ring that is full behind it. */
class FullRingTest {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private void hold(Object event) {
        held.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Whoever closed the bus waited for a place in the ring, and so for the handler: for ever.
    @ParameterizedTest
    @EnumSource(FullRing.class)
    void shouldNotKeepTheBusFromClosing(FullRing onFullRing) throws InterruptedException {
        Bus bus =
                Bus.builder()
                        .ringSize(2)
                        .onFullRing(onFullRing)
                        .errorHandler((context, failure) -> {})
                        .build();
        CountDownLatch connected = new CountDownLatch(1);
        bus.onConnection(socket -> socket.on("hold", Object.class, this::hold));
        ClientSocket client = bus.attach(new InMemoryTransport()).connect("/");
        client.onConnect(connected::countDown);
        assertThat(connected.await(60, TimeUnit.SECONDS)).isTrue();
        client.emit("hold", 1);
        assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        while (client.asVolatile().emit("fill", 1)) {
            // Until the ring takes no more.
        }

        try {
            assertTimeoutPreemptively(ofSeconds(30), () -> bus.close(ofMillis(200)));
        } finally {
            released.countDown();
        }
    }
}
