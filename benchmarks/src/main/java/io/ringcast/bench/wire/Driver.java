package io.ringcast.bench.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Drives one load on one thread: every reply is checked and timed before the next is sent. */
final class Driver implements AutoCloseable, WireConnection.Receiver {
    private static final long HIGHEST = TimeUnit.SECONDS.toNanos(30);

    private final Load load;
    private final Selector selector;
    private final WireConnection[] connections;
    private final byte[][] requests;
    private final Histogram latency = new Histogram(HIGHEST, 3);
    private final int[] outstanding;
    private long delivered;
    private int prepared;
    private boolean recording;
    private boolean sending;

    Driver(Load load, int port) throws IOException {
        this.load = load;
        this.selector = Selector.open();
        this.connections = new WireConnection[load.connections()];
        this.requests = new byte[load.connections()][];
        this.outstanding = new int[load.connections()];
        for (int i = 0; i < connections.length; i++) {
            connect(i, port);
        }
        await(() -> allReady(), "all connections to be ready");
        prepare();
    }

    private void connect(int number, int port) throws IOException {
        WireConnection connection = new WireConnection(number, port, selector, this);
        connections[number] = connection;
        requests[number] = load.request(number);
        // Servers with a short accept queue are not to be judged by that here.
        await(connection::isReady, "connection " + number);
    }

    private boolean allReady() {
        for (WireConnection connection : connections) {
            if (!connection.isReady()) {
                return false;
            }
        }
        return true;
    }

    private void prepare() throws IOException {
        int expected = 0;
        for (WireConnection connection : connections) {
            byte[] preparation = load.preparation(connection.number);
            if (preparation.length > 0) {
                connection.write(preparation);
                connection.flush();
                expected++;
            }
        }
        int all = expected;
        await(() -> prepared == all, "all rooms to be joined");
    }

    private interface Condition {
        boolean isTrue();
    }

    private void await(Condition condition, String what) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.isTrue()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited 20 s in vain for " + what);
            }
            select(10);
        }
    }

    /** Runs for a time, and returns how many messages were delivered. */
    long run(long millis, boolean record) throws IOException {
        delivered = 0;
        recording = record;
        sending = true;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (WireConnection connection : connections) {
            for (int i = 0; i < load.window() && requests[connection.number].length > 0; i++) {
                send(connection);
            }
            connection.flush();
        }
        while (System.nanoTime() < deadline) {
            select(5);
        }
        sending = false;
        await(() -> isIdle(), "outstanding replies");
        recording = false;
        return delivered;
    }

    private boolean isIdle() {
        for (int count : outstanding) {
            if (count != 0) {
                return false;
            }
        }
        return true;
    }

    Histogram latency() {
        return latency;
    }

    private void select(long millis) throws IOException {
        selector.select(
                key -> {
                    try {
                        ((WireConnection) key.attachment()).turn();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                millis);
    }

    private void send(WireConnection connection) {
        connection.sentAt[connection.sent++ & (connection.sentAt.length - 1)] = System.nanoTime();
        outstanding[group(connection)] += load.recipients();
        connection.write(requests[connection.number]);
    }

    /** Whose sending a reply answers: one's own, or that of the room's sender. */
    private int group(WireConnection connection) {
        return connection.number / load.recipients() * load.recipients();
    }

    @Override
    public void onMessage(
            WireConnection from, int opcode, ByteBuffer data, int offset, int length) {
        if (length >= 3 && opcode == Frames.TEXT && data.get(offset + 1) == '3' && !sending) {
            if (delivered == 0 && outstanding[group(from)] == 0) {
                prepared++;
                return;
            }
        }
        if (opcode != load.replyOpcode()) {
            return;
        }
        if (length != load.replyLength() && !isStrayByte(opcode, length)) {
            throw new IllegalStateException(
                    "a reply of " + length + " bytes instead of " + load.replyLength());
        }
        delivered++;
        int group = group(from);
        if (--outstanding[group] % load.recipients() == 0) {
            answered(connections[group], from);
        }
    }

    /** netty-socketio puts a byte in front of each attachment, which official clients trip over. */
    private boolean isStrayByte(int opcode, int length) {
        return opcode == Frames.BINARY && length == load.replyLength() + 1;
    }

    private void answered(WireConnection sender, WireConnection reading) {
        if (recording) {
            int index = sender.received & (sender.sentAt.length - 1);
            latency.recordValue(Math.min(HIGHEST, System.nanoTime() - sender.sentAt[index]));
        }
        sender.received++;
        if (sending) {
            send(sender);
            if (sender != reading) {
                flush(sender);
            }
        }
    }

    private static void flush(WireConnection connection) {
        try {
            connection.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (WireConnection connection : connections) {
            if (connection != null) {
                connection.close();
            }
        }
        selector.close();
    }
}
