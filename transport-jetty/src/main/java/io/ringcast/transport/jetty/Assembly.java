package io.ringcast.transport.jetty;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Puts a message together from pieces of any size. */
final class Assembly {
    /*
     * Owner: the thread that reads the connection; one at a time.
     * Cost: a piece is copied once; memory is at most twice what has arrived. A message of one
     * piece has an array of its own length.
     */
    private static final byte[] EMPTY = {};

    private final long most;
    private byte[] bytes = EMPTY;
    private int size;
    private int empty;

    /**
     * Makes one that holds nothing.
     *
     * @param most the bytes that a message may have
     */
    Assembly(long most) {
        this.most = Math.min(most, Integer.MAX_VALUE - 64);
    }

    /**
     * Adds a piece.
     *
     * @param piece read to its end
     * @param last whether the message is complete with it
     * @throws FrameException if the message is too large, or has too many pieces of nothing
     */
    void add(ByteBuffer piece, boolean last) throws FrameException {
        int more = piece.remaining();
        if (more > most - size) {
            throw new FrameException(FrameException.TOO_BIG, "Max payload size exceeded");
        }
        if (more == 0 && !last && ++empty >= FrameReader.MAX_FRAMES) {
            throw new FrameException(FrameException.POLICY, "a message has too many frames");
        }
        int needed = size + more;
        if (needed > bytes.length) {
            long twice = Math.min(most, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, last ? needed : (int) Math.max(needed, twice));
        }
        piece.get(bytes, size, more);
        size = needed;
    }

    /** The array that holds what was added, from its beginning. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes were added. */
    int size() {
        return size;
    }

    /** Lets go of what was added. */
    void clear() {
        bytes = EMPTY;
        size = 0;
        empty = 0;
    }
}
