package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringcast.ClientSocket;
import io.ringcast.transport.inmemory.test.TestBus;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a gateway's method costs in garbage, beside a plain listener that does the same. */
class GatewayAllocationTest {
    private static final int ROUNDS = 2_000;
    private static final int BATCH = 64;

    // In some runs the JIT leaves an object of the emitter's in place; a context is far larger.
    private static final int LEFT_BY_JIT = 40;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TestBus bus = TestBus.create();

    @AfterEach
    void close() {
        bus.close();
        assertThat(bus.failures()).isEmpty();
    }

    @WebSocketGateway
    static class Handlers {
        int handled;

        @SubscribeMessage("gateway")
        String handle(String payload) {
            handled++;
            return payload;
        }

        @UseGuards({Looking.class, Open.class})
        @SubscribeMessage("guarded")
        String handleGuarded(String payload) {
            return handle(payload);
        }
    }

    /** Looks at what guards look at. */
    static final class Looking implements Guard {
        @Override
        public boolean canActivate(EventContext context) {
            return context.socket().isConnected() && context.event().equals("guarded");
        }
    }

    static final class Open implements Guard {
        @Override
        public boolean canActivate(EventContext context) {
            return true;
        }
    }

    @Test
    void shouldMakeNoContextForAHandlerWithoutEnhancers() {
        Handlers gateway = new Handlers();
        bus.onConnection(socket -> socket.onRequest("listener", String.class, gateway::handle));
        Gateways.register(bus, gateway);
        ClientSocket client = bus.connect("/");

        long listener = bytesPerEvent(client, "listener");
        long annotated = bytesPerEvent(client, "gateway");

        assertThat(annotated).isLessThanOrEqualTo(listener + LEFT_BY_JIT);
        assertThat(gateway.handled).isPositive();
    }

    @Test
    void shouldMakeNoContextForGuardsThatDecideAtOnce() {
        Handlers gateway = new Handlers();
        bus.onConnection(socket -> socket.onRequest("listener", String.class, gateway::handle));
        Gateways.register(bus, gateway);
        ClientSocket client = bus.connect("/");

        long listener = bytesPerEvent(client, "listener");
        long guarded = bytesPerEvent(client, "guarded");

        assertThat(guarded).isLessThanOrEqualTo(listener + LEFT_BY_JIT);
        assertThat(gateway.handled).isPositive();
    }

    private long bytesPerEvent(ClientSocket client, String event) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int j = 0; j < ROUNDS; j++) {
                for (int k = 0; k < BATCH; k++) {
                    client.emit(event, "payload");
                }
                bus.runUntilIdle();
            }
            long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            best = Math.min(best, (after - before) / (ROUNDS * BATCH));
        }
        return best;
    }
}
