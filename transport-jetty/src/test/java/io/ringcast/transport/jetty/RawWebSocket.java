package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A WebSocket client that can also do what no client should. */
public final class RawWebSocket extends RawClient {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final byte[] MASK = {0x12, (byte) 0xA4, 0x56, (byte) 0xF8};
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private Response opening;

    public RawWebSocket(int port) throws IOException {
        super(port);
    }

    private RawWebSocket(RawClient connected) throws IOException {
        super(connected.socket());
    }

    /** Takes a connection that is there already, to ask for a WebSocket on it. */
    static RawWebSocket on(RawClient connected) throws IOException {
        return new RawWebSocket(connected);
    }

    /** Opens a WebSocket on a connection that is there already. */
    public static RawWebSocket over(RawClient connected, String target, String... headers)
            throws IOException {
        RawWebSocket client = new RawWebSocket(connected);
        if (client.ask(target, headers).status() != 101) {
            throw new IOException("no WebSocket");
        }
        return client;
    }

    /** Opens a WebSocket; fails unless the server says 101. */
    public static RawWebSocket open(int port, String target, String... headers) throws IOException {
        RawWebSocket client = new RawWebSocket(port);
        Response response = client.ask(target, headers);
        if (response.status() != 101) {
            client.close();
            throw new IOException("no WebSocket: " + response + " " + response.body());
        }
        return client;
    }

    /** Asks for a WebSocket and returns the answer. */
    public Response ask(String target, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 4);
        all[headers.length] = "Upgrade: websocket";
        all[headers.length + 1] = "Connection: Upgrade";
        all[headers.length + 2] = "Sec-WebSocket-Version: 13";
        all[headers.length + 3] = "Sec-WebSocket-Key: " + KEY;
        opening = get(target, all);
        return opening;
    }

    public Response opening() {
        return opening;
    }

    public RawWebSocket text(String text) throws IOException {
        send(frame(true, TEXT, text.getBytes(UTF_8)));
        return this;
    }

    public RawWebSocket binary(byte... data) throws IOException {
        send(frame(true, BINARY, data));
        return this;
    }

    public RawWebSocket frameOf(boolean last, int opcode, byte... data) throws IOException {
        send(frame(last, opcode, data));
        return this;
    }

    /** A masked frame, as clients send them. */
    public static byte[] frame(boolean last, int opcode, byte... data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((last ? 0x80 : 0) | opcode);
        if (data.length < 126) {
            out.write(0x80 | data.length);
        } else if (data.length < 65_536) {
            out.write(0x80 | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) data.length).array());
        } else {
            out.write(0x80 | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(data.length).array());
        }
        out.writeBytes(MASK);
        for (int i = 0; i < data.length; i++) {
            out.write(data[i] ^ MASK[i & 3]);
        }
        return out.toByteArray();
    }

    /** A message in one frame, compressed. */
    public static byte[] compressed(int opcode, byte[] data) {
        return marked(true, opcode, packed(data));
    }

    /** A message's compressed form (RFC 7692). */
    public static byte[] packed(byte[] data) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(data);
        byte[] out = new byte[data.length + 100];
        int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, size - 4);
    }

    /** A frame that says that its message is compressed. */
    public static byte[] marked(boolean last, int opcode, byte[] data) {
        byte[] frame = frame(last, opcode, data);
        frame[0] |= 0x40;
        return frame;
    }

    /** Reads a frame as it came. */
    public Frame frame() throws IOException {
        int first = bytes(1)[0];
        if ((first & 0x70) != 0) {
            throw new IOException("a frame with reserved bits from the server");
        }
        return new Frame(first < 0, first & 0x0F, payload());
    }

    /** Reads a whole text message. */
    public String text() throws IOException {
        Frame frame = frame();
        if (frame.opcode() != TEXT || !frame.last()) {
            throw new IOException("not a text: " + frame);
        }
        return new String(frame.data(), UTF_8);
    }

    /** Reads a whole message, in any number of frames, compressed or not. */
    public Message message() throws IOException {
        int first = bytes(1)[0];
        boolean isCompressed = (first & 0x40) != 0;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int begin = first;
        all.writeBytes(payload());
        while (begin >= 0) {
            begin = bytes(1)[0];
            if ((begin & 0x7F) != CONTINUATION) {
                throw new IOException("not a continuation: " + begin);
            }
            all.writeBytes(payload());
        }
        byte[] data = all.toByteArray();
        return new Message(
                first & 0x0F,
                isCompressed,
                data.length,
                isCompressed ? Deflation.inflate(data, data.length, Integer.MAX_VALUE / 2) : data);
    }

    private byte[] payload() throws IOException {
        int second = bytes(1)[0];
        if (second < 0) {
            throw new IOException("a mask from the server");
        }
        long length = second;
        if (second == 126) {
            length = ByteBuffer.wrap(bytes(2)).getShort() & 0xFFFF;
        } else if (second == 127) {
            length = ByteBuffer.wrap(bytes(8)).getLong();
        }
        return bytes((int) length);
    }

    /** A message of the server, expanded. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Message(int opcode, boolean isCompressed, int length, byte[] data) {
        public String text() {
            return new String(data, UTF_8);
        }
    }

    /** Reads up to the close frame and returns its status: 1005 without one. */
    public int closeStatus() throws IOException {
        Frame frame = frame();
        while (frame.opcode() != CLOSE) {
            frame = frame();
        }
        return frame.data().length == 0 ? 1005 : ByteBuffer.wrap(frame.data()).getShort();
    }

    /** A frame of the server. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(boolean last, int opcode, byte[] data) {
        @Override
        public String toString() {
            return "opcode " + opcode + ", " + data.length + " bytes";
        }
    }
}
