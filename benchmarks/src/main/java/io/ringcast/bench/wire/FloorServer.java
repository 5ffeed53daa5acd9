package io.ringcast.bench.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One thread, one selector, one read and one write per turn: what the operating system takes for a
 * message, with nothing of a server around it. It trusts its clients and is no use for anything
 * else.
 */
public final class FloorServer {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LARGEST = 4 << 20;

    private final Selector selector;
    private final ByteBuffer input = ByteBuffer.allocateDirect(256 * 1024);
    private final List<Client> everybody = new ArrayList<>();
    private final Map<String, List<Client>> rooms = new HashMap<>();

    private FloorServer(int port) throws IOException {
        selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Starts the server.
     *
     * @param arguments the port
     * @throws IOException if it can't be started
     */
    public static void main(String[] arguments) throws IOException {
        FloorServer server = new FloorServer(Integer.parseInt(arguments[0]));
        System.out.println("READY " + arguments[0]);
        while (true) {
            server.selector.select(server::turn);
        }
    }

    private void turn(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                SocketChannel channel = server.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Client(channel));
            } else {
                ((Client) key.attachment()).read();
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private final class Client {
        private final SocketChannel channel;
        private ByteBuffer in = ByteBuffer.allocate(8 * 1024);
        private ByteBuffer out = ByteBuffer.allocate(8 * 1024);
        private boolean upgraded;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        void read() throws IOException {
            input.clear();
            if (channel.read(input) < 0) {
                channel.close();
                everybody.remove(this);
                rooms.values().forEach(members -> members.remove(this));
                return;
            }
            in = roomFor(in, input.flip().remaining());
            in.put(input).flip();
            if (!upgraded) {
                upgrade();
            }
            while (upgraded && frame()) {
                // All that has arrived whole.
            }
            in.compact();
            flush();
        }

        private void upgrade() {
            String request = StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
            if (!request.endsWith("\r\n\r\n")) {
                return;
            }
            int at = request.indexOf("Sec-WebSocket-Key: ") + 19;
            String key = request.substring(at, request.indexOf('\r', at));
            in.position(in.limit());
            upgraded = true;
            out.put(ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"));
            out.put(ascii("Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept(key)));
            out.put(ascii("\r\n\r\n"));
            send(1, ascii("0{}"));
        }

        private boolean frame() throws IOException {
            int start = in.position();
            if (in.remaining() < 6) {
                return false;
            }
            int opcode = in.get(start) & 15;
            int length = in.get(start + 1) & 127;
            int header = 6;
            if (length == 126 && in.remaining() >= 8) {
                length = in.getShort(start + 2) & 0xFFFF;
                header = 8;
            } else if (length == 127 && in.remaining() >= 14) {
                length = (int) in.getLong(start + 2);
                header = 14;
            }
            if (in.remaining() < header + length) {
                return false;
            }
            byte[] payload = new byte[length];
            in.get(start + header, payload);
            unmask(payload, in.getInt(start + header - 4));
            in.position(start + header + length);
            message(opcode, payload);
            return true;
        }

        private void message(int opcode, byte[] payload) throws IOException {
            if (opcode == Frames.TEXT && payload.length == 2) {
                everybody.add(this);
                send(opcode, ascii("40{\"sid\":\"x\"}"));
            } else if (opcode == Frames.TEXT && payload[4] == 'b') {
                all(everybody, payload);
            } else if (opcode == Frames.TEXT && payload[4] == 'r') {
                room(new String(payload, StandardCharsets.US_ASCII));
            } else if (opcode == Frames.TEXT && payload[2] == '7') {
                send(opcode, ascii("437" + "[" + tail(payload, 10)));
            } else if (opcode == Frames.TEXT && payload[2] == '1') {
                String room = tail(payload, 12);
                String name = room.substring(0, room.length() - 2);
                rooms.computeIfAbsent(name, any -> new ArrayList<>()).add(this);
                send(opcode, ascii("431[]"));
            } else {
                send(opcode, payload);
            }
        }

        /** {@code 42["room","r0","x"]}. */
        private void room(String text) throws IOException {
            int end = text.indexOf('"', 11);
            byte[] message = ascii("42[\"room\"," + text.substring(end + 2));
            all(rooms.getOrDefault(text.substring(11, end), List.of()), message);
        }

        private void all(List<Client> clients, byte[] message) throws IOException {
            for (Client client : clients) {
                client.send(Frames.TEXT, message);
                client.flush();
            }
        }

        private void send(int opcode, byte[] payload) {
            out = roomFor(out, payload.length + 10);
            out.put((byte) (0x80 | opcode));
            if (payload.length < 126) {
                out.put((byte) payload.length);
            } else if (payload.length < 65_536) {
                out.put((byte) 126).putShort((short) payload.length);
            } else {
                out.put((byte) 127).putLong(payload.length);
            }
            out.put(payload);
        }

        private void flush() throws IOException {
            out.flip();
            channel.write(out);
            out.compact();
        }
    }

    private static ByteBuffer roomFor(ByteBuffer buffer, int more) {
        if (buffer.remaining() >= more) {
            return buffer;
        }
        int size = Math.min(LARGEST, 2 * (buffer.position() + more));
        return ByteBuffer.allocate(size).put(buffer.flip());
    }

    private static void unmask(byte[] payload, int key) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= (byte) (key >>> (24 - 8 * (i & 3)));
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(ascii(key + GUID));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tail(byte[] payload, int from) {
        return new String(payload, from, payload.length - from, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
