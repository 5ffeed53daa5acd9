package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Selectors that are thrown at where Jetty does not expect it. */
class LastingConnectorTest {
    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final CountDownLatch told = new CountDownLatch(1);
    private final Bus bus =
            Bus.builder()
                    .drainTimeout(Duration.ofMillis(200))
                    .onFatal(
                            failure -> {
                                fatal.add(failure);
                                told.countDown();
                            })
                    .build();
    private final JettyTransport web =
            bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).selectors(1).build());
    private final int port = web.port();

    @AfterEach
    void close() {
        bus.close();
    }

    private ManagedSelector selector() {
        ServerConnector connector = (ServerConnector) web.server().getConnectors()[0];
        return connector.getSelectorManager().getBeans(ManagedSelector.class).iterator().next();
    }

    /** Throws between two selections, a few times, as a log without memory does. */
    private static final class Poison implements ManagedSelector.Selectable {
        private final Pipe pipe;
        private final CountDownLatch taken = new CountDownLatch(1);
        private int doses;

        Poison(int doses) throws IOException {
            this.doses = doses;
            pipe = Pipe.open();
            pipe.source().configureBlocking(false);
        }

        void give(ManagedSelector selector) throws IOException {
            selector.submit(
                    selected -> {
                        try {
                            pipe.source().register(selected, SelectionKey.OP_READ, this);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            pipe.sink().write(ByteBuffer.allocate(1));
        }

        @Override
        public Runnable onSelected() {
            return null;
        }

        @Override
        public void updateKey() {
            if (doses > 0) {
                doses--;
                throw new OutOfMemoryError("expected by this test");
            }
            try {
                pipe.source().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            taken.countDown();
        }

        @Override
        public void replaceKey(SelectionKey key) {}
    }

    private void connect() throws IOException {
        try (RawWebSocket client = RawWebSocket.open(port, WEBSOCKET)) {
            assertThat(client.text()).startsWith("0{");
            client.text("40");
            assertThat(client.text()).startsWith("40{");
        }
    }

    private void expectFatal() throws Exception {
        assertThat(told.await(60, TimeUnit.SECONDS)).as("told").isTrue();
        bus.close(Duration.ofSeconds(60));
        assertThat(fatal).hasSize(1);
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    // The thread took it for "nothing to do", and nobody selected any more.
    @Test
    void shouldGoOnSelectingWhenSomethingThrowsBetweenTwoSelections() throws Exception {
        for (int doses = 1; doses < 4; doses++) {
            Poison poison = new Poison(doses);
            poison.give(selector());
            assertThat(poison.taken.await(60, TimeUnit.SECONDS)).as("taken").isTrue();

            connect();
        }

        assertThat(fatal).isEmpty();
    }

    @Test
    void shouldSayThatSelectingFailsAndFreeThePort() throws Exception {
        try (RawWebSocket client = RawWebSocket.open(port, WEBSOCKET)) {
            selector().getSelector().close();

            expectFatal();
        }
    }

    // The log threw as well: the thread left in the state of one that selects.
    @Test
    void shouldSayThatASelectorsThreadHasLeftAndFreeThePort() throws Exception {
        Logger log = Logger.getLogger(AdaptiveExecutionStrategy.class.getName());
        Handler full =
                new Handler() {
                    @Override
                    public void publish(LogRecord record) {
                        throw new OutOfMemoryError("expected by this test, in the log");
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        log.addHandler(full);
        try (RawWebSocket client = RawWebSocket.open(port, WEBSOCKET)) {
            new Poison(1).give(selector());

            expectFatal();
        } finally {
            log.removeHandler(full);
        }
    }
}
