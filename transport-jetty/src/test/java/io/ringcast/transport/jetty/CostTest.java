package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringcast.engineio.PayloadFuzz;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * What a peer's bytes cost is in proportion to their number. Measured in bytes allocated, which is
 * exact: four times the input may take four times as much, and what is quadratic takes sixteen.
 * Where nothing is allocated the time is measured, with a margin that no other load can use up.
 */
class CostTest {
    private static final int SMALL = 4_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static void expectLinear(IntFunction<byte[]> input, Reading reading) {
        byte[] small = input.apply(SMALL);
        byte[] large = input.apply(4 * SMALL);
        reading.of(small);

        long one = allocated(small, reading);
        long four = allocated(large, reading);

        assertThat(four).isLessThan(8 * one + 100_000);
        assertThat(best(large, reading)).isLessThan(40 * best(small, reading) + 50_000_000);
    }

    private interface Reading {
        void of(byte[] input);
    }

    private static long allocated(byte[] input, Reading reading) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        reading.of(input);
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private static long best(byte[] input, Reading reading) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = THREADS.getCurrentThreadCpuTime(); // what others run does not count
            reading.of(input);
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private static byte[] repeated(byte[] one, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(one);
        }
        return all.toByteArray();
    }

    private static void readFrames(byte[] input) {
        FrameReader reader = new FrameReader(new NoMessages(), 10_000_000);
        try {
            reader.read(ByteBuffer.wrap(input.clone()));
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
    }

    // Each fragment once copied all those before it.
    @Test
    void shouldReadFragmentsInProportion() {
        byte[] first = RawWebSocket.frame(false, RawWebSocket.BINARY, new byte[50]);
        byte[] next = RawWebSocket.frame(false, RawWebSocket.CONTINUATION, new byte[50]);

        expectLinear(
                size -> {
                    byte[] all = repeated(next, size);
                    System.arraycopy(first, 0, all, 0, first.length);
                    return all;
                },
                CostTest::readFrames);
    }

    @Test
    void shouldReadSmallFramesInProportion() {
        byte[] frame = RawWebSocket.frame(true, RawWebSocket.TEXT, (byte) '4');

        expectLinear(size -> repeated(frame, size), CostTest::readFrames);
    }

    @Test
    void shouldReadControlFramesInProportion() {
        byte[] ping = RawWebSocket.frame(true, RawWebSocket.PING, (byte) 1);

        expectLinear(size -> repeated(ping, size), CostTest::readFrames);
    }

    @Test
    void shouldReadAFrameThatArrivesByteByByteInProportion() {
        expectLinear(
                size -> RawWebSocket.frame(true, RawWebSocket.BINARY, new byte[10 * size]),
                CostTest::readByteByByte);
    }

    private static void readByteByByte(byte[] input) {
        FrameReader reader = new FrameReader(new NoMessages(), 10_000_000);
        ByteBuffer bytes = ByteBuffer.wrap(input.clone());
        try {
            for (int end = 1; end <= input.length; end++) {
                bytes.limit(end);
                reader.read(bytes);
            }
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
    }

    // A parameter without a value was once looked for its sign of equality up to the query's end.
    @Test
    void shouldReadQueriesInProportion() {
        expectLinear(
                size -> repeated(new byte[] {'a', '&'}, 10 * size),
                input -> QueryString.parse(new String(input, US_ASCII)));
        expectLinear(
                size -> repeated("%41+%".getBytes(US_ASCII), size),
                input -> QueryString.parse(new String(input, US_ASCII)));
    }

    @Test
    void shouldReadPayloadsInProportion() {
        byte[] packet = {'4', 0x1e};
        byte[] lines = {'\n', 'A', 'A', 'A', 'A'};

        expectLinear(size -> repeated(packet, size), PayloadFuzz::fuzzerTestOneInput);
        expectLinear(
                size -> {
                    byte[] base64 = repeated(lines, size);
                    base64[0] = 'b';
                    return base64;
                },
                PayloadFuzz::fuzzerTestOneInput);
    }

    /** Takes messages and does nothing. */
    private static final class NoMessages implements FrameReader.Messages {
        @Override
        public void onText(byte[] data, int length) {}

        @Override
        public void onBinary(byte[] data) {}

        @Override
        public boolean mayHold(int bytes) {
            return true;
        }

        @Override
        public boolean mayExpand(int bytes) {
            return true;
        }

        @Override
        public void onPing(byte[] data) {}

        @Override
        public void onClose(int status) {}
    }
}
