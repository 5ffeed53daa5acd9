package io.ringcast.bench.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A client of long-polling: posts a message, asks for the answer, and so on. Used by one thread.
 */
final class PollingClient {
    /*
     * One request at a time on one connection, so that the server's work per message is one POST and
     * one GET. A server that closes the connection behind an answer makes its client connect again,
     * as a real one has to.
     */
    interface Owner {
        /** A message has gone there and come back. */
        void onEcho(PollingClient from);
    }

    private enum Step {
        OPEN,
        CONNECT,
        CONFIRM,
        READY,
        POST,
        GET
    }

    private static final String PATH = "/socket.io/?EIO=4&transport=polling";

    private final int port;
    private final Selector selector;
    private final Owner owner;
    private final String message;
    private final String reply;
    private SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocate(8 * 1024);
    private Step step = Step.OPEN;
    private String session = "";
    private boolean closed;
    private byte[] last = {};

    PollingClient(int port, Selector selector, int size, Owner owner) throws IOException {
        this.port = port;
        this.selector = selector;
        this.owner = owner;
        this.message = "42[\"echo\",\"" + "x".repeat(size) + "\"]";
        this.reply = message;
        this.channel = open();
        request("GET", PATH, "");
    }

    private SocketChannel open() throws IOException {
        SocketChannel opened =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ, this);
        return opened;
    }

    boolean isReady() {
        return step == Step.READY;
    }

    /** Sends a message; {@link Owner#onEcho} tells when it is back. */
    void echo() throws IOException {
        go(Step.POST);
    }

    private void go(Step next) throws IOException {
        step = next;
        String path = PATH + "&sid=" + session;
        switch (next) {
            case CONNECT -> request("POST", path, "40");
            case POST -> request("POST", path, message);
            case CONFIRM, GET -> request("GET", path, "");
            case OPEN, READY -> {}
        }
    }

    private void request(String method, String path, String body) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n";
        String length =
                body.isEmpty()
                        ? "\r\n"
                        : "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n";
        last = (head + length + body).getBytes(StandardCharsets.US_ASCII);
        send();
    }

    private void send() throws IOException {
        if (closed) {
            closed = false;
            channel = open();
            in.clear();
        }
        channel.write(ByteBuffer.wrap(last));
    }

    /** Takes what has arrived. */
    void turn() throws IOException {
        if (!read()) {
            channel.close();
            closed = true;
            if (step != Step.READY && in.position() == 0) {
                // Closed under a request, which was not taken up: asked again, as browsers do.
                send();
            }
            return;
        }
        String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n") + 4;
        if (head < 4 || text.length() < head + contentLength(text, head)) {
            return;
        }
        in.clear();
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IOException("refused: " + text.lines().findFirst().orElse(""));
        }
        if (text.substring(0, head).toLowerCase(Locale.ROOT).contains("connection: close")) {
            channel.close();
            closed = true;
        }
        answered(text.substring(head));
    }

    private boolean read() {
        try {
            return channel.read(in) >= 0;
        } catch (IOException reset) {
            return false;
        }
    }

    private static int contentLength(String text, int head) throws IOException {
        String headers = text.substring(0, head).toLowerCase(Locale.ROOT);
        int at = headers.indexOf("content-length: ");
        if (at < 0) {
            throw new IOException("an answer without a length: " + headers);
        }
        return Integer.parseInt(headers.substring(at + 16, headers.indexOf('\r', at)));
    }

    private void answered(String body) throws IOException {
        switch (step) {
            case OPEN -> {
                int at = body.indexOf("\"sid\":\"") + 7;
                session = body.substring(at, body.indexOf('"', at));
                go(Step.CONNECT);
            }
            case CONNECT -> go(Step.CONFIRM);
            case CONFIRM -> go(body.contains("40{") ? Step.READY : Step.CONFIRM);
            case POST -> go(Step.GET);
            case GET -> {
                if (body.contains(reply)) {
                    owner.onEcho(this);
                } else {
                    // A ping, or an answer that is still on its way.
                    go(Step.GET);
                }
            }
            case READY -> throw new IOException("not asked for: " + body);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
