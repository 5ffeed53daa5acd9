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

/** One client: an upgraded WebSocket that has entered the main namespace. Used by one thread. */
final class WireConnection {
    /** Takes what arrives. */
    interface Receiver {
        void onMessage(WireConnection from, int opcode, ByteBuffer data, int offset, int length);
    }

    private static final byte[] CONNECT = Frames.text("40");
    private static final byte[] PONG = Frames.text("3");

    final int number;
    final SocketChannel channel;
    final long[] sentAt = new long[64];
    int sent;
    int received;
    private final Receiver receiver;
    private final Selector selector;
    private ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    // What is to be sent: put together while replies are read, so that it leaves in one write.
    private ByteBuffer out = ByteBuffer.allocate(4 * 1024);
    private boolean blocked;
    private boolean upgraded;
    private boolean ready;

    WireConnection(int number, int port, Selector selector, Receiver receiver) throws IOException {
        this.number = number;
        this.receiver = receiver;
        this.selector = selector;
        this.channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
        write(request(port).getBytes(StandardCharsets.US_ASCII));
        flush();
    }

    private static String request(int port) {
        return String.join(
                "\r\n",
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                "");
    }

    boolean isReady() {
        return ready;
    }

    /** Adds to what the next flush sends. */
    void write(byte[] bytes) {
        if (out.remaining() < bytes.length) {
            int needed = out.position() + bytes.length;
            out = ByteBuffer.allocate(2 * needed).put(out.flip());
        }
        out.put(bytes);
    }

    /** Sends what there is, as far as the socket takes it; the selector says when it takes more. */
    void flush() throws IOException {
        if (out.position() == 0) {
            return;
        }
        out.flip();
        channel.write(out);
        out.compact();
        boolean full = out.position() > 0;
        if (full != blocked) {
            blocked = full;
            SelectionKey key = channel.keyFor(selector);
            key.interestOps(
                    full ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    /** Reads what has arrived, and sends what the receiver made of it. */
    void turn() throws IOException {
        read();
        flush();
    }

    private void read() throws IOException {
        int count = channel.read(in);
        if (count < 0) {
            throw new IOException("connection " + number + " was closed by the server");
        }
        in.flip();
        if (!upgraded) {
            readResponse();
        }
        while (upgraded && readFrame()) {
            // All that has arrived whole.
        }
        in.compact();
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(in.capacity() * 4).put(in.flip());
        }
    }

    private void readResponse() throws IOException {
        String text = StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        if (!text.startsWith("HTTP/1.1 101")) {
            throw new IOException("no upgrade: " + text.lines().findFirst().orElse(""));
        }
        in.position(in.position() + end + 4);
        upgraded = true;
    }

    private boolean readFrame() throws IOException {
        int start = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        int opcode = in.get(start) & 0x0F;
        int header = 2;
        long length = in.get(start + 1) & 0x7F;
        if (length == 126) {
            header = 4;
            length = in.remaining() < header ? Integer.MAX_VALUE : in.getShort(start + 2) & 0xFFFF;
        } else if (length == 127) {
            header = 10;
            length = in.remaining() < header ? Integer.MAX_VALUE : in.getLong(start + 2);
        }
        if (in.remaining() < header + length) {
            return false;
        }
        message(opcode, start + header, (int) length);
        in.position(start + header + (int) length);
        return true;
    }

    private void message(int opcode, int offset, int length) throws IOException {
        if (opcode == 8) {
            throw new IOException("connection " + number + " was closed by a close frame");
        }
        byte type = length > 0 ? in.get(offset) : 0;
        if (opcode == Frames.TEXT && type == '2') {
            write(PONG);
        } else if (opcode == Frames.TEXT && type == '0') {
            write(CONNECT);
        } else if (opcode == Frames.TEXT && length >= 2 && in.get(offset + 1) == '0') {
            // Some servers connect the main namespace by themselves before they are asked.
            ready |= length > 2;
        } else {
            receiver.onMessage(this, opcode, in, offset, length);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
