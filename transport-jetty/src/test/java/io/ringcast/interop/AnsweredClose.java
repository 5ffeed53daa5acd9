package io.ringcast.interop;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/**
 * A WebSocket of the Java client that answers the server's close frame. Left alone, that client
 * does not: OkHttp then tells it of no end, and it notices one by its missing heartbeat only.
 */
final class AnsweredClose extends WebSocketListener {
    private final WebSocketListener client;

    private AnsweredClose(WebSocketListener client) {
        this.client = client;
    }

    static WebSocket.Factory over(OkHttpClient http) {
        return (Request request, WebSocketListener listener) ->
                http.newWebSocket(request, new AnsweredClose(listener));
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
        socket.close(1000, null);
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
        client.onOpen(socket, response);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        client.onMessage(socket, text);
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
        client.onMessage(socket, bytes);
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
        client.onClosed(socket, code, reason);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, Response response) {
        client.onFailure(socket, failure, response);
    }
}
