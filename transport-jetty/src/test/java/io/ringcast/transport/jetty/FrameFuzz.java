package io.ringcast.transport.jetty;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames of WebSockets: whatever comes, and in whatever pieces, the same messages or the same
 * {@link FrameException} come of it, and no more is held than has arrived.
 */
public final class FrameFuzz {
    private static final int LIMIT = 100_000;

    private FrameFuzz() {}

    /** Takes one input: the size of the pieces, then the bytes. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int piece = 1 + (input[0] & 0x1F);
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);

        List<String> whole = read(bytes, bytes.length);
        List<String> pieces = read(bytes, piece);

        if (!whole.equals(pieces)) {
            throw new AssertionError(whole + " became " + pieces + " in pieces of " + piece);
        }
    }

    private static List<String> read(byte[] bytes, int piece) {
        Seen seen = new Seen();
        FrameReader reader = new FrameReader(seen, LIMIT);
        try {
            for (int from = 0; from < bytes.length; from += piece) {
                int length = Math.min(piece, bytes.length - from);
                ByteBuffer in = ByteBuffer.wrap(bytes.clone(), from, length);
                reader.read(in);
                if (in.hasRemaining() || reader.held() > 2 * bytes.length + 1_024) {
                    throw new AssertionError("held: " + reader.held());
                }
            }
        } catch (FrameException refused) {
            seen.events.add("refused " + refused.status());
        }
        return seen.events;
    }

    /** What was read. */
    private static final class Seen implements FrameReader.Messages {
        final List<String> events = new ArrayList<>();

        @Override
        public void onText(byte[] data, int length) {
            events.add("text " + Arrays.toString(Arrays.copyOf(data, length)));
        }

        @Override
        public void onBinary(byte[] data) {
            events.add("binary " + Arrays.toString(data));
        }

        @Override
        public boolean mayHold(int bytes) {
            return true;
        }

        @Override
        public boolean mayExpand(int bytes) {
            return true;
        }

        @Override
        public void onPing(byte[] data) {
            events.add("ping " + Arrays.toString(data));
        }

        @Override
        public void onClose(int status) {
            events.add("close " + status);
        }
    }
}
