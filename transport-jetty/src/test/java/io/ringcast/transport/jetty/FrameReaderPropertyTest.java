package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What arrives, in whatever frames and pieces, is what was sent; anything else is an error. */
class FrameReaderPropertyTest {
    @Property(tries = 300)
    void shouldReadMessagesInAnyFramesAndPieces(
            @ForAll @Size(max = 8) List<@IntRange(max = 70_000) Integer> sizes, @ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int size : sizes) {
            byte[] data = new byte[size];
            random.nextBytes(data);
            expected.add("binary " + hash(data, data.length));
            writeInFrames(data, random, wire);
        }

        Collected collected = new Collected();
        readInPieces(new FrameReader(collected, 1_000_000), wire.toByteArray(), random);

        assertThat(collected.messages).isEqualTo(expected);
    }

    private static void writeInFrames(byte[] data, Random random, ByteArrayOutputStream wire) {
        int opcode = FrameReader.BINARY;
        int from = 0;
        while (random.nextInt(3) == 0) {
            int to = from + random.nextInt(data.length - from + 1);
            byte[] part = Arrays.copyOfRange(data, from, to);
            wire.writeBytes(RawWebSocket.frame(false, opcode, part));
            opcode = FrameReader.CONTINUATION;
            from = to;
        }
        byte[] rest = Arrays.copyOfRange(data, from, data.length);
        wire.writeBytes(RawWebSocket.frame(true, opcode, rest));
    }

    private static void readInPieces(FrameReader reader, byte[] wire, Random random)
            throws FrameException {
        int from = 0;
        while (from < wire.length) {
            int count = Math.min(wire.length - from, 1 + random.nextInt(20_000));
            ByteBuffer piece = ByteBuffer.allocateDirect(count).put(wire, from, count).flip();
            reader.read(piece);
            assertThat(piece.hasRemaining()).isFalse();
            from += count;
        }
    }

    @Property(tries = 300)
    void shouldAskForAllThatItHoldsAndGiveAllBack(
            @ForAll @Size(max = 8) List<@IntRange(max = 70_000) Integer> sizes,
            @ForAll @IntRange(min = 1_024, max = 200_000) int most,
            @ForAll long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        sizes.forEach(size -> writeInFrames(new byte[size], random, wire));
        byte[] sent = Arrays.copyOf(wire.toByteArray(), random.nextInt(wire.size() + 1));
        Collected collected = new Collected();
        collected.most = most;
        FrameReader reader = new FrameReader(collected, 1_000_000);

        try {
            readInPieces(reader, sent, random);
            assertThat(collected.granted).isEqualTo(reader.held());
            assertThat(reader.held()).isLessThanOrEqualTo(most);
            reader.end();
        } catch (FrameException e) {
            assertThat(e.status()).isEqualTo(FrameException.TRY_AGAIN_LATER);
        }

        assertThat(collected.granted).isZero();
        assertThat(reader.held()).isZero();
    }

    @Example
    void shouldNotAskForAMessageThatComesWhole() throws Exception {
        Collected collected = new Collected();
        FrameReader reader = new FrameReader(collected, 1_000_000);

        reader.read(ByteBuffer.wrap(RawWebSocket.frame(true, 1, new byte[60_000])));

        assertThat(collected.questions).isZero();
        byte[] cut = Arrays.copyOf(RawWebSocket.frame(true, 1, new byte[60_000]), 100);
        reader.read(ByteBuffer.wrap(cut));
        assertThat(reader.held()).isEqualTo(1_024);
        assertThat(collected.questions).isOne();
    }

    @Property(tries = 2_000)
    void shouldThrowNothingElseOnAnyBytes(@ForAll byte[] bytes) {
        FrameReader reader = new FrameReader(new Collected(), 1_000);
        try {
            reader.read(ByteBuffer.wrap(bytes));
            assertThat(reader.held()).isLessThanOrEqualTo(1_000);
        } catch (FrameException e) {
            assertThat(e.status()).isBetween(1002, 1009);
        }
    }

    private static String hash(byte[] data, int length) {
        return length + " " + HexFormat.of().toHexDigits(Arrays.hashCode(data));
    }

    /** Remembers what was read. */
    private static final class Collected implements FrameReader.Messages {
        final List<String> messages = new ArrayList<>();
        int most = Integer.MAX_VALUE;
        int granted;
        int questions;

        @Override
        public void onText(byte[] data, int length) {
            expectNothingHeld();
            messages.add("text " + length);
        }

        @Override
        public void onBinary(byte[] data) {
            expectNothingHeld();
            messages.add("binary " + hash(data, data.length));
        }

        @Override
        public boolean mayHold(int bytes) {
            questions++;
            if (bytes > most) {
                return false;
            }
            granted = bytes;
            return true;
        }

        /** Who takes a message over pays for it. */
        private void expectNothingHeld() {
            assertThat(granted).isZero();
        }

        @Override
        public boolean mayExpand(int bytes) {
            return true;
        }

        @Override
        public void onPing(byte[] data) {
            assertThat(data.length).isLessThan(126);
        }

        @Override
        public void onClose(int status) {
            assertThat(status).isBetween(1000, 4999);
        }
    }
}
