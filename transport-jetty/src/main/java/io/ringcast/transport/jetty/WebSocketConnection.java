package io.ringcast.transport.jetty;

import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.WebSocketHandler;
import io.ringcast.engineio.WebSocketLink;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.InboundBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A WebSocket on Jetty's {@link EndPoint}, without a frame handler in between. */
@AnyThread
final class WebSocketConnection extends AbstractConnection
        implements Connection.UpgradeTo, WebSocketLink, FrameReader.Messages, FrameWriter.Owner {
    /*
     * Owner: the reader belongs to the thread that Jetty calls with readable bytes, one at a time.
     * Invariant: no buffer is held while nothing arrives. There is no idle time-out: the heartbeat
     * of the session is the only sign of life that counts (C12). A closing handshake that the peer
     * does not finish ends with the connection after CLOSE_TIMEOUT.
     * Why not Jetty's own WebSocket: docs/decisions/0001-websocket-api.md.
     */

    private static final int INPUT = 16_384;
    private static final int LARGE_INPUT = 65_536;

    /** Reads for one client before others get their turn on the selector's thread. */
    private static final int MAX_READS = 16;

    private static final long CLOSE_TIMEOUT_SECONDS = 10;
    private static final int NOT_RECEIVED = 0;

    private final ByteBufferPool pool;
    private final Scheduler scheduler;
    private final WebSocketHandler handler;
    private final InFlight inFlight;
    private final HandlerCalls calls = new HandlerCalls();
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Runnable reading = this::onFillable;
    private final Callback whenFillable =
            new Callback() {
                @Override
                public void succeeded() {
                    InboundBatch.run(reading);
                }

                @Override
                public void failed(Throwable cause) {
                    onFillInterestedFailed(cause);
                }

                @Override
                public InvocationType getInvocationType() {
                    return InvocationType.NON_BLOCKING;
                }
            };

    private @Nullable ByteBuffer early;
    // Written by the reading thread; read by the writer's runner, which at worst waits for the
    // peer's half of the closing handshake, whose arrival closes the connection as well.
    private volatile int receivedCode = NOT_RECEIVED;
    // Set by the reading thread or whoever closes with an error, and never reset; read by the
    // runner.
    private volatile boolean failing;

    // Guarded by this.
    private Scheduler.@Nullable Task deadline;

    WebSocketConnection(
            EndPoint endPoint,
            Connector connector,
            WebSocketHandler handler,
            FrameLimits limits,
            InFlight inFlight) {
        super(endPoint, connector.getExecutor());
        this.pool = connector.getByteBufferPool();
        this.scheduler = connector.getScheduler();
        this.handler = handler;
        this.inFlight = inFlight;
        this.reader = new FrameReader(this, limits);
        this.writer = new FrameWriter(endPoint, pool, this, limits);
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        if (BufferUtil.hasContent(buffer)) {
            early = BufferUtil.copy(buffer);
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        inFlight.begin();
        calls.begin();
        try {
            handler.onOpen(this);
            ByteBuffer first = early;
            early = null;
            if (first != null) {
                parse(first);
            }
        } catch (Throwable failure) {
            broken(failure);
        }
        afterCalls();
    }

    @Override
    public void onFillable() {
        if (calls.begin()) {
            try {
                fill();
            } catch (Throwable failure) {
                broken(failure);
            }
            afterCalls();
        }
    }

    private void fill() {
        RetainableByteBuffer input =
                pool.acquire(reader.missing() > INPUT ? LARGE_INPUT : INPUT, true);
        ByteBuffer bytes = input.getByteBuffer();
        try {
            for (int i = 0; i < MAX_READS; i++) {
                BufferUtil.clear(bytes);
                int filled = getEndPoint().fill(bytes);
                if (filled < 0) {
                    getEndPoint().close();
                }
                if (filled <= 0) {
                    return;
                }
                boolean full = bytes.remaining() == bytes.capacity();
                parse(bytes);
                if (!full) {
                    return;
                }
            }
        } catch (IOException e) {
            getEndPoint().close(e);
        } finally {
            BufferUtil.clear(bytes);
            input.release();
        }
    }

    private void parse(ByteBuffer bytes) {
        writer.cork();
        try {
            reader.read(bytes);
        } catch (FrameException e) {
            // What the messages in front of it are answered leaves first.
            writer.uncork();
            failing = true;
            handler.onError(e.status(), String.valueOf(e.getMessage()));
        } finally {
            writer.uncork();
        }
    }

    /**
     * Reading threw, for want of memory perhaps. That costs this connection, not the selector:
     * Jetty would log it there, which may throw in turn. The end is told as any other is.
     */
    private void broken(Throwable failure) {
        try {
            getEndPoint().close(failure);
        } catch (Throwable second) {
            // The heartbeat ends the session.
        }
    }

    /** Ends a series of calls to the handler: passes on what waited for that, or reads on. */
    private void afterCalls() {
        if (calls.end()) {
            tellClosed();
        } else if (getEndPoint().isOpen()) {
            tryFillInterested(whenFillable);
        }
    }

    @Override
    public void onText(byte[] data, int length) {
        if (!failing) {
            handler.onText(data, 0, length);
        }
    }

    @Override
    public void onBinary(byte[] data) {
        if (!failing) {
            handler.onBinary(data);
        }
    }

    @Override
    public boolean mayHold(int bytes) {
        return handler.mayHold(bytes);
    }

    @Override
    public boolean mayExpand(int bytes) {
        return handler.mayExpand(bytes);
    }

    @Override
    public void onPing(byte[] data) {
        writer.pong(data);
    }

    @Override
    public void onClose(int status) {
        writer.uncork();
        receivedCode = status;
        if (writer.isClosing()) {
            getEndPoint().close();
        } else {
            close(status);
        }
    }

    @Override
    public void send(EnginePacket[] packets, int count, Completion completion) {
        writer.send(packets, count, completion);
    }

    @Override
    public void close(int code) {
        // An error that the engine has found in what the peer sent.
        if (code != NO_CODE && receivedCode == NOT_RECEIVED) {
            failing = true; // never taken back: the reading thread may set it at the same moment
        }
        synchronized (this) {
            if (deadline != null || calls.isGone()) {
                return;
            }
            deadline =
                    scheduler.schedule(
                            () -> getEndPoint().close(), CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
        writer.close(code);
    }

    @Override
    public void abort() {
        getEndPoint().close();
    }

    @Override
    public void onCloseWritten() {
        if (receivedCode != NOT_RECEIVED) {
            getEndPoint().close();
        } else if (failing) {
            // What the peer still sends is skipped up to its end: closing now would reset the
            // connection, and the close frame could be lost on its way.
            getEndPoint().shutdownOutput();
        }
    }

    @Override
    public void onWriteFailed(Throwable cause) {
        getEndPoint().close(cause);
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        getEndPoint().close(cause);
    }

    /** Jetty has closed the connection. */
    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        boolean tell = calls.leave();
        synchronized (this) {
            if (deadline != null) {
                deadline.cancel();
            }
        }
        if (tell) {
            tellClosed();
        }
    }

    private void tellClosed() {
        inFlight.end();
        reader.end();
        int code = receivedCode;
        handler.onClosed(code == NOT_RECEIVED ? BROKEN : code);
    }
}
