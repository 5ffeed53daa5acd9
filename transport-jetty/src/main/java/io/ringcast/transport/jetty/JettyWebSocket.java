package io.ringcast.transport.jetty;

import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.WebSocketHandler;
import io.ringcast.engineio.WebSocketLink;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.InboundBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Frame;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.exceptions.CloseException;
import org.jspecify.annotations.Nullable;

/** A WebSocket on Jetty's {@link Session}. */
@AnyThread
final class JettyWebSocket implements WebSocketLink {
    /*
     * Owner: frames belong to the thread that Jetty calls with them, one at a time.
     * Reading: Jetty hands each frame over as it arrives, a long one in pieces, and none before it
     * is asked for the next; so what holds the thread up (a full ring) holds the client up.
     * Writing: one frame at a time, since Jetty keeps what it can't write at once; a close frame
     * waits for the end of the batch. Of several pings only the last is answered, as the protocol
     * allows, so that pings can't pile up behind a peer that does not read.
     * The end: Jetty closes the connection right behind its last close frame. What went wrong
     * before is told then, in order, by one thread: so a write that fails because Jetty has found
     * an error does not cut that error's close frame off.
     * There is no idle time-out: the heartbeat of the session is the only sign of life that counts,
     * and what ends a peer that does not take part in the closing handshake is the session's clock.
     */
    private static final int INPUT = 16_384;
    private static final int NONE = 0;

    private final EndPoint endPoint;
    private final boolean deflates;
    private final WebSocketHandler handler;
    private final InFlight inFlight;
    private final HandlerCalls calls = new HandlerCalls();
    private final Assembly assembly;

    // The reading thread's.
    private boolean failing;
    private long read;
    private long grown;
    // Written by the thread that opens, before anything else happens.
    private volatile @Nullable Session session;
    // Written by the reading thread, read by whoever tells that the WebSocket has gone.
    private volatile int receivedCode = NONE;

    // Guarded by this.
    private boolean sending;
    private int closeCode = NONE;
    private boolean ponging;
    private @Nullable ByteBuffer nextPong;
    private @Nullable CloseException failure;
    private @Nullable Completion unfinished;

    JettyWebSocket(
            EndPoint endPoint, WebSocketHandler handler, FrameLimits limits, InFlight inFlight) {
        this.handler = handler;
        this.inFlight = inFlight;
        this.endPoint = endPoint;
        this.deflates = limits.deflates();
        this.assembly = new Assembly(limits.maxMessage(), handler);
    }

    /** What Jetty is to call. */
    Endpoint endpoint() {
        return new Endpoint(this);
    }

    /**
     * What Jetty calls. Public because Jetty looks the methods up as anybody could; nobody else can
     * name it.
     */
    public static final class Endpoint implements Session.Listener {
        private final JettyWebSocket owner;

        private Endpoint(JettyWebSocket owner) {
            this.owner = owner;
        }

        @Override
        public void onWebSocketOpen(Session opened) {
            owner.open(opened);
        }

        @Override
        public void onWebSocketFrame(Frame frame, Callback callback) {
            owner.read(frame, callback);
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            owner.failed(cause);
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            owner.closed();
            callback.succeed();
        }
    }

    private Session session() {
        Session opened = session;
        if (opened == null) {
            throw new IllegalStateException("the WebSocket is not open yet");
        }
        return opened;
    }

    // ---- reading

    private void open(Session opened) {
        session = opened;
        opened.setIdleTimeout(Duration.ZERO);
        opened.setInputBufferSize(INPUT);
        // No limit for frames: long ones come in pieces, and leave in one.
        opened.setMaxFrameSize(0);
        opened.setAutoFragment(true);
        opened.setMaxOutgoingFrames(-1);
        inFlight.begin();
        calls.begin();
        try {
            handler.onOpen(this);
        } catch (Throwable failure) {
            broken(failure);
        }
        afterCalls(true);
    }

    private void read(Frame frame, Callback callback) {
        boolean more = frame.getType() != Frame.Type.CLOSE;
        if (calls.begin()) {
            try {
                InboundBatch.run(() -> take(frame));
            } catch (Throwable failure) {
                broken(failure);
            }
            // Jetty answers a close frame now.
            callback.succeed();
            afterCalls(more);
        } else {
            callback.succeed();
        }
    }

    /** Reading threw, for want of memory perhaps. That costs this connection, and nobody else. */
    private void broken(Throwable failure) {
        try {
            endPoint.close(failure);
        } catch (Throwable second) {
            // The heartbeat ends the session.
        }
    }

    private void afterCalls(boolean more) {
        if (calls.end()) {
            tellClosed();
        } else if (more) {
            session().demand();
        }
    }

    private void take(Frame frame) {
        switch (frame.getType()) {
            case PING -> pong(copy(frame.getPayload()));
            case PONG -> {}
            case CLOSE -> {
                Frame.CloseStatus status = frame.getCloseStatus();
                receivedCode = status == null ? NO_CODE : status.statusCode();
            }
            case TEXT, BINARY, CONTINUATION -> {
                if (!failing) {
                    takeData(frame);
                }
            }
        }
    }

    private void takeData(Frame frame) {
        try {
            if (deflates) {
                expand(frame.getPayloadLength());
            }
            assembly.add(frame.getPayload(), frame.isFin());
        } catch (FrameException e) {
            failing = true;
            assembly.clear();
            handler.onError(e.status(), String.valueOf(e.getMessage()));
            return;
        }
        if (frame.isFin()) {
            byte[] data = assembly.bytes();
            int size = assembly.size();
            assembly.clear();
            if (frame.getEffectiveOpCode() == FrameReader.TEXT) {
                handler.onText(data, 0, size);
            } else {
                handler.onBinary(data.length == size ? data : Arrays.copyOf(data, size));
            }
        }
    }

    /**
     * Jetty does not tell what it has expanded; but what was read is more than what was received
     * only if messages have grown.
     */
    private void expand(int bytes) throws FrameException {
        read += bytes;
        long more = read - endPoint.getConnection().getBytesIn() - grown;
        if (more > 0) {
            grown += more;
            if (!handler.mayExpand(more)) {
                throw FrameReader.expandsTooMuch();
            }
        }
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        return ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }

    // ---- writing

    @Override
    public void send(EnginePacket[] packets, int count, Completion completion) {
        boolean accepted;
        synchronized (this) {
            accepted = closeCode == NONE;
            sending = accepted;
        }
        if (accepted) {
            new Batch(packets, count, completion).iterate();
        } else {
            completion.onSendFailed();
        }
    }

    /** Packets that are written one after the other. */
    private final class Batch extends IteratingCallback {
        private final EnginePacket[] packets;
        private final int count;
        private final Completion completion;
        private final Callback whenWritten = Callback.from(this::succeeded, this::failed);
        private int packet;
        private int frame;

        Batch(EnginePacket[] packets, int count, Completion completion) {
            this.packets = packets;
            this.count = count;
            this.completion = completion;
        }

        @Override
        protected Action process() {
            if (packet == count) {
                return Action.SUCCEEDED;
            }
            EnginePacket current = packets[packet];
            int due = frame;
            if (++frame == current.frameCount()) {
                frame = 0;
                packet++;
            }
            if (current.isBinary(due)) {
                session().sendBinary(bytes(current, due), whenWritten);
            } else {
                session().sendText(text(current, due), whenWritten);
            }
            return Action.SCHEDULED;
        }

        @Override
        protected void onCompleteSuccess() {
            sent();
            completion.onSent();
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            notSent(completion);
        }
    }

    private static ByteBuffer bytes(EnginePacket packet, int frame) {
        return ByteBuffer.wrap(packet.buffer(frame), packet.offset(frame), packet.length(frame));
    }

    /** Jetty takes text as strings only: one is made for all recipients of a broadcast. */
    private static String text(EnginePacket packet, int frame) {
        if (packet.linkForm() instanceof Text known && known.frame() == frame) {
            return known.text();
        }
        String text =
                new String(
                        packet.buffer(frame),
                        packet.offset(frame),
                        packet.length(frame),
                        StandardCharsets.UTF_8);
        packet.linkForm(new Text(frame, text));
        return text;
    }

    /** A frame of a packet as Jetty wants it. */
    private record Text(int frame, String text) {}

    private void sent() {
        int code;
        synchronized (this) {
            sending = false;
            code = closeCode;
        }
        if (code != NONE) {
            sendClose(code);
        }
    }

    private void notSent(Completion completion) {
        boolean late;
        synchronized (this) {
            sending = false;
            late = calls.isGone();
            if (!late) {
                unfinished = completion;
            }
        }
        if (late) {
            completion.onSendFailed();
        }
    }

    private void pong(ByteBuffer data) {
        synchronized (this) {
            if (ponging) {
                nextPong = data;
                return;
            }
            ponging = true;
        }
        session().sendPong(data, Callback.from(this::ponged, failed -> {}));
    }

    private void ponged() {
        ByteBuffer data;
        synchronized (this) {
            data = nextPong;
            nextPong = null;
            ponging = data != null;
        }
        if (data != null) {
            session().sendPong(data, Callback.from(this::ponged, failed -> {}));
        }
    }

    // ---- the end

    @Override
    public void close(int code) {
        synchronized (this) {
            if (closeCode != NONE) {
                return;
            }
            closeCode = code;
            if (sending) {
                return;
            }
        }
        sendClose(code);
    }

    private void sendClose(int code) {
        session().close(code, null, Callback.NOOP);
    }

    @Override
    public void abort() {
        session().disconnect();
    }

    /** Jetty has found an error, or the connection has broken; {@link #closed} follows. */
    private void failed(Throwable cause) {
        if (cause instanceof CloseException error) {
            synchronized (this) {
                failure = error;
            }
        }
    }

    private void closed() {
        if (calls.leave()) {
            tellClosed();
        }
    }

    private void tellClosed() {
        CloseException error;
        Completion waiting;
        synchronized (this) {
            error = failure;
            waiting = unfinished;
            unfinished = null;
        }
        inFlight.end();
        if (error != null) {
            handler.onError(error.getStatusCode(), String.valueOf(error.getMessage()));
        }
        if (waiting != null) {
            waiting.onSendFailed();
        }
        int code = receivedCode;
        handler.onClosed(code == NONE ? BROKEN : code);
    }
}
