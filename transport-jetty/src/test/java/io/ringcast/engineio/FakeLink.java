package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Both ends of a WebSocket: the client's is in the methods, the server's in the interface. */
final class FakeLink implements WebSocketLink {
    /** Not closed. */
    static final int OPEN = 0;

    private final WebSocketHandler handler;
    private final List<String> frames = new ArrayList<>();
    private int writes;
    private int closeCode = OPEN;
    private boolean aborted;
    private boolean stalled;
    private Completion held;

    FakeLink(WebSocketHandler handler) {
        this.handler = handler;
    }

    // ---- the client's side

    FakeLink send(String text) {
        byte[] bytes = ("??" + text).getBytes(UTF_8);
        handler.onText(bytes, 2, bytes.length - 2);
        return this;
    }

    FakeLink sendRaw(byte... bytes) {
        handler.onText(bytes, 0, bytes.length);
        return this;
    }

    FakeLink sendBinary(byte... bytes) {
        handler.onBinary(bytes);
        return this;
    }

    /** Holds a part of a message, if it may. */
    boolean hold(int bytes) {
        return handler.mayHold(bytes);
    }

    void fail(int code, String detail) {
        handler.onError(code, detail);
    }

    /** The WebSocket is gone. */
    void closed(int code) {
        handler.onClosed(code);
    }

    /** From now on writes do not end before {@link #completeWrite}. */
    void stall() {
        stalled = true;
    }

    void resume() {
        stalled = false;
    }

    boolean isWriting() {
        return held != null;
    }

    void completeWrite() {
        Completion done = held;
        held = null;
        done.onSent();
    }

    void failWrite() {
        Completion done = held;
        held = null;
        done.onSendFailed();
    }

    /** What has arrived and was not asked for yet; binary as {@code <hex>}. */
    synchronized List<String> received() {
        List<String> all = List.copyOf(frames);
        frames.clear();
        return all;
    }

    synchronized int writes() {
        return writes;
    }

    int closeCode() {
        return closeCode;
    }

    boolean isAborted() {
        return aborted;
    }

    // ---- the server's side

    @Override
    public void send(EnginePacket[] packets, int count, Completion completion) {
        synchronized (this) {
            if (held != null) {
                throw new AssertionError("two writes at a time");
            }
            writes++;
            for (int i = 0; i < count; i++) {
                take(packets[i]);
            }
        }
        if (stalled) {
            held = completion;
        } else {
            completion.onSent();
        }
    }

    private void take(EnginePacket packet) {
        for (int frame = 0; frame < packet.frameCount(); frame++) {
            byte[] buffer = packet.buffer(frame);
            int offset = packet.offset(frame);
            int length = packet.length(frame);
            frames.add(
                    packet.isBinary(frame)
                            ? "<" + HexFormat.of().formatHex(buffer, offset, offset + length) + ">"
                            : new String(buffer, offset, length, UTF_8));
        }
    }

    @Override
    public void close(int code) {
        if (closeCode == OPEN) {
            closeCode = code;
        }
    }

    @Override
    public void abort() {
        aborted = true;
    }
}
