package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.WebSocketHandler;
import io.ringcast.engineio.WebSocketLink;
import io.ringcast.transport.MemoryBudget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A WebSocket that finds no memory costs its client the connection, and nobody anything for ever.
 */
class ShortMemoryTest {
    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
    private final MemoryBudget budget = new MemoryBudget(1_000_000);
    private final InFlight inFlight = new InFlight();
    private final List<String> told = new ArrayList<>();
    private final List<Integer> buffers = new ArrayList<>();
    private MemoryBudget writeBuffers = MemoryBudget.unlimited();
    private boolean isPoolEmpty;
    private WebSocketLink link;
    private final List<String> ends = new ArrayList<>();
    private final WebSocketLink.Completion completion =
            new WebSocketLink.Completion() {
                @Override
                public void onSent() {
                    ends.add("sent");
                }

                @Override
                public void onSendFailed() {
                    ends.add("failed");
                }
            };

    @BeforeEach
    void start() throws Exception {
        scheduler.start();
    }

    @AfterEach
    void stop() throws Exception {
        scheduler.stop();
    }

    private final class Pool extends ArrayByteBufferPool {
        @Override
        public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
            if (isPoolEmpty) {
                throw new OutOfMemoryError("expected by this test");
            }
            buffers.add(size);
            return super.acquire(size, direct);
        }
    }

    /** Holds what is asked for, and has no more at the second time. */
    private final class Holder implements WebSocketHandler {
        private final MemoryBudget.Account account = budget.account();
        private int asked;

        @Override
        public void onOpen(WebSocketLink opened) {
            link = opened;
        }

        @Override
        public void onText(byte[] data, int offset, int length) {
            told.add("text");
        }

        @Override
        public void onBinary(byte[] data) {
            told.add("binary");
        }

        @Override
        public boolean mayHold(int bytes) {
            boolean granted = account.hold(bytes);
            if (++asked == 2) {
                throw new OutOfMemoryError("expected by this test");
            }
            return granted;
        }

        @Override
        public boolean mayExpand(long bytes) {
            return true;
        }

        @Override
        public void onError(int code, String detail) {
            told.add("error");
        }

        @Override
        public void onClosed(int code) {
            told.add("closed");
            account.release();
        }
    }

    private final class Client extends ByteArrayEndPoint {
        Client() {
            super(scheduler, 0, new byte[0], 1 << 20);
            ServerConnector connector =
                    new ServerConnector(
                            new Server(),
                            Runnable::run,
                            scheduler,
                            new Pool(),
                            0,
                            1,
                            new HttpConnectionFactory());
            FrameLimits limits = new FrameLimits(1_000_000, 0, writeBuffers);
            WebSocketConnection connection =
                    new WebSocketConnection(this, connector, new Holder(), limits, inFlight);
            setConnection(connection);
            onOpen();
            connection.onOpen();
        }

        @Override
        protected void execute(Runnable task) {
            task.run();
        }

        /** As a selector does. */
        @Override
        public void onClose(Throwable cause) {
            super.onClose(cause);
            getConnection().onClose(cause);
        }
    }

    private static ByteBuffer beginningOfAFrame() {
        byte[] bytes = new byte[5_014];
        ByteBuffer.wrap(bytes).put((byte) 0x81).put((byte) 0xff).putLong(500_000).putInt(0);
        return ByteBuffer.wrap(bytes);
    }

    // The connection was closed, and nobody was told: what it held was never given back, and a
    // shutdown waited for it.
    @Test
    void shouldTellTheEndOfAConnectionWhoseReadingThrew() {
        Client client = new Client();
        client.addInput(beginningOfAFrame());
        assertThat(budget.reserved()).isPositive();

        client.addInput(ByteBuffer.wrap(new byte[60_000]));

        assertThat(client.isOpen()).isFalse();
        assertThat(told).containsExactly("closed");
        assertThat(budget.reserved()).isZero();
        assertThat(inFlight.count()).isZero();
    }

    // 1,500 stuck writes of 64 KiB each took all the memory that there is outside a heap of 64 MB.
    @Test
    void shouldWriteThroughASmallBufferWhereOthersHoldTheLargeOnes() {
        writeBuffers = new MemoryBudget(100_000);
        Client client = new Client();
        assertThat(writeBuffers.tryReserve(60_000)).isTrue();
        buffers.clear();

        send("x".repeat(200_000));
        assertThat(buffers).hasSizeGreaterThan(40).allMatch(size -> size <= 4_096);
        assertThat(client.takeOutput().remaining()).isEqualTo(1 + 200_000 + 10);

        writeBuffers.release(60_000);
        buffers.clear();
        send("x".repeat(200_000));
        assertThat(buffers).hasSizeLessThan(6);
        assertThat(ends).containsExactly("sent", "sent");
        assertThat(writeBuffers.reserved()).isZero();
    }

    private void send(String text) {
        link.send(new EnginePacket[] {EnginePacket.text(text)}, 1, completion);
    }

    // The writer went on to believe that it was writing: its packets were held for ever.
    @Test
    void shouldEndAWriteThatFindsNoBuffer() {
        Client client = new Client();

        isPoolEmpty = true;
        send("hi");

        assertThat(ends).containsExactly("failed");
        assertThat(client.isOpen()).isFalse();
        assertThat(told).containsExactly("closed");
        assertThat(inFlight.count()).isZero();
    }
}
