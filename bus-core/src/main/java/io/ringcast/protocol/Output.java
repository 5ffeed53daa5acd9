package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing array of bytes that text is written to. */
final class Output extends OutputStream {
    /*
     * Owner: the thread that encodes. Kept between packets unless it has grown large.
     */
    private static final int MAX_KEPT = 64 * 1_024;
    private static final int FIRST_SIZE = 1_024;
    private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;
    private boolean busy;

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Starts over, or goes back. */
    void length(int length) {
        this.length = length;
    }

    /** Makes room, so that {@link #bytes} can be written to directly. */
    byte[] reserve(long more) {
        long needed = length + more;
        if (needed > bytes.length) {
            grow(needed);
        }
        return bytes;
    }

    private void grow(long needed) {
        if (needed > MAX_SIZE) {
            throw new PayloadException("A packet would have more than 2 GB", null);
        }
        long roomy = Math.min(Math.max(needed, bytes.length * 2L), MAX_SIZE);
        bytes = Arrays.copyOf(bytes, (int) roomy);
    }

    @Override
    public void write(int b) {
        reserve(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Writes text of which all characters are ASCII. */
    void ascii(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** Writes any text as it is. */
    void text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        write(utf8, 0, utf8.length);
    }

    void number(long value) {
        if (value < 0 || value > 9) {
            ascii(Long.toString(value));
        } else {
            write('0' + (int) value);
        }
    }

    /**
     * What has been written from an index on, with the byte before it: a copy, or this output's own
     * array if that has grown large.
     *
     * @return a packet whose offset is 1, or {@code from} in the array
     */
    Encoded take(int from, byte[][] attachments) {
        int count = length - from;
        if (length > MAX_KEPT) {
            return new Encoded(bytes, from, count, false, attachments); // not kept by giveBack
        }
        byte[] exact = Arrays.copyOfRange(bytes, from - 1, length);
        return new Encoded(exact, 1, count, false, attachments);
    }

    /** Takes this output for one packet, unless it is being written to already. */
    boolean borrow() {
        boolean free = !busy;
        busy = true;
        return free;
    }

    /** The packet is done. An array that is too large to be kept is dropped. */
    void giveBack() {
        busy = false;
        length = 0;
        if (bytes.length > MAX_KEPT) {
            bytes = new byte[FIRST_SIZE];
        }
    }
}
