package io.ringcast.interop;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A WebSocket by hand: whole messages, as they come. */
final class WireSocket implements WebSocket.Listener, AutoCloseable {
    private static final String MESSAGE = "message";
    private static final String END = "end";

    private final News news = new News();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private WebSocket socket;

    private WireSocket() {}

    static WireSocket open(HttpClient client, URI uri) throws Exception {
        WireSocket opened = new WireSocket();
        opened.socket = Wire.get(client.newWebSocketBuilder().buildAsync(uri, opened));
        return opened;
    }

    void send(String message) throws Exception {
        Wire.get(socket.sendText(message, true));
    }

    void send(byte... message) throws Exception {
        Wire.get(socket.sendBinary(ByteBuffer.wrap(message), true));
    }

    /** The next text message. */
    String text() throws InterruptedException {
        return next(String.class);
    }

    /** The next binary message. */
    ByteBuffer binary() throws InterruptedException {
        return next(ByteBuffer.class);
    }

    private <T> T next(Class<T> type) throws InterruptedException {
        return news.next(MESSAGE, type);
    }

    /** Waits for the end; the status code of the close frame, or -1 if there was none. */
    int end() throws InterruptedException {
        return news.next(END, Integer.class);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            news.add(MESSAGE, text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        bytes.writeBytes(part);
        if (last) {
            news.add(MESSAGE, ByteBuffer.wrap(bytes.toByteArray()));
            bytes.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        news.add(END, code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        news.add(END, -1);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
