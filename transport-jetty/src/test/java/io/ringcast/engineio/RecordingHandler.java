package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.transport.CloseReason;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what a session tells, and lets a test act on messages. */
final class RecordingHandler implements EngineHandler {
    private final EngineSession session;
    private final List<String> calls = new ArrayList<>();
    private int writable;
    private Consumer<String> onMessage = text -> {};
    private boolean ended;

    RecordingHandler(EngineSession session) {
        this.session = session;
    }

    EngineSession session() {
        return session;
    }

    void onMessage(Consumer<String> action) {
        onMessage = action;
    }

    /** What has been told and was not asked for yet; binary as {@code <hex>}. */
    synchronized List<String> calls() {
        List<String> all = List.copyOf(calls);
        calls.clear();
        return all;
    }

    synchronized int writable() {
        return writable;
    }

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        String text = new String(utf8, offset, length, UTF_8);
        add(text);
        onMessage.accept(text);
    }

    @Override
    public void onBinary(byte[] data) {
        String text = "<" + HexFormat.of().formatHex(data) + ">";
        add(text);
        onMessage.accept(text);
    }

    @Override
    public synchronized void onWritable() {
        writable++;
    }

    @Override
    public void onUpgrade() {
        add("upgrade");
    }

    @Override
    public void onClose(CloseReason reason, String detail) {
        add("close: " + reason.text() + (detail.isEmpty() ? "" : " (" + detail + ")"));
        synchronized (this) {
            ended = true;
        }
    }

    private synchronized void add(String call) {
        if (ended) {
            throw new AssertionError("told after onClose: " + call);
        }
        calls.add(call);
    }
}
