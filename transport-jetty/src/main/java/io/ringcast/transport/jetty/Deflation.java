package io.ringcast.transport.jetty;

import io.ringcast.engineio.EnginePacket;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses and expands WebSocket messages, each on its own: permessage-deflate (RFC 7692, C8).
 */
final class Deflation {
    /*
     * Both sides are told to keep no context between messages. So a connection holds nothing while
     * none is under way, and all recipients of a broadcast share its compressed form, which is kept
     * with the packet.
     * Cost: a few hundred KiB outside the heap while a message is worked on; what is expanded takes
     * at most twice its size or the limit, whatever its compressed form promises.
     */
    /** What senders leave out, and behind it an empty last block: only there it may end. */
    private static final byte[] ENDING = {0, 0, -1, -1, 1, 0, 0, -1, -1};

    private static final int TAIL = 4;
    private static final byte[] AS_IT_IS = {};
    private static final int FIRST_PIECE = 1_024;
    private static final int WINDOW = 32_768;

    /** Each costs as much as many bytes; who has no other way to flush makes one for a message. */
    private static final int MAX_LAST_BLOCKS = 16;

    /** A packet's frames, compressed; empty where one is sent as it is. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Form(int threshold, byte[][] frames) {}

    private Deflation() {}

    /** The compressed form of a frame, or null if it is sent as it is. */
    static byte @Nullable [] frame(EnginePacket packet, int frame, int threshold) {
        if (!packet.isCompressible() || packet.totalBytes() < threshold) {
            return null;
        }
        // Another server of the bus may have another threshold, and a frame is written in pieces.
        byte[] packed =
                packet.linkForm() instanceof Form form && form.threshold() == threshold
                        ? form.frames()[frame]
                        : form(packet, threshold).frames()[frame];
        return packed.length == 0 ? null : packed;
    }

    private static Form form(EnginePacket packet, int threshold) {
        byte[][] frames = new byte[packet.frameCount()][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] =
                    packet.length(i) < threshold
                            ? AS_IT_IS
                            : deflate(packet.buffer(i), packet.offset(i), packet.length(i));
        }
        Form form = new Form(threshold, frames);
        packet.linkForm(form);
        return form;
    }

    /** The compressed form of a message, or nothing if that is not shorter. */
    private static byte[] deflate(byte[] data, int offset, int length) {
        byte[] packed = new byte[length];
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(data, offset, length);
            int size = deflater.deflate(packed, 0, length, Deflater.SYNC_FLUSH);
            // A full buffer may mean that there is more.
            return size == length ? AS_IT_IS : Arrays.copyOf(packed, size - TAIL);
        } finally {
            deflater.end();
        }
    }

    /**
     * Expands a message. What follows a block that says it is the last is a part of the message too
     * (RFC 7692, 7.2.3.4), and may refer to what was before it.
     *
     * @throws FrameException if it is damaged, or longer than the limit when expanded
     */
    static byte[] inflate(byte[] data, int length, long limit) throws FrameException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data, 0, length);
            byte[] out = new byte[(int) Math.min(limit + 1, Math.max(FIRST_PIECE, 2L * length))];
            int size = 0;
            int lasts = 0;
            boolean ending = false;
            while (true) {
                int more = inflater.inflate(out, size, out.length - size);
                size += more;
                if (ending && more > 0) {
                    throw damaged(); // the end was taken for what is missing of a stored block
                }
                if (size > limit) {
                    throw new FrameException(FrameException.TOO_BIG, "Max payload size exceeded");
                }
                int rest = inflater.getRemaining();
                if (inflater.finished()) {
                    if (rest == 0) {
                        return Arrays.copyOf(out, size);
                    }
                    if (ending) {
                        throw damaged(); // the end was taken for what is missing of the last block
                    }
                    if (++lasts > MAX_LAST_BLOCKS) {
                        throw new FrameException(FrameException.POLICY, "too many last blocks");
                    }
                    goOn(inflater, out, size);
                    inflater.setInput(data, length - rest, rest);
                } else if (size == out.length) {
                    out = Arrays.copyOf(out, (int) Math.min(limit + 1, 2L * size));
                } else if (inflater.needsInput() && !ending) {
                    ending = true;
                    inflater.setInput(ENDING);
                } else {
                    throw damaged(); // all is read, and it was cut off in the middle of a block
                }
            }
        } catch (DataFormatException e) {
            throw damaged();
        } finally {
            inflater.end();
        }
    }

    private static void goOn(Inflater inflater, byte[] out, int size) {
        int window = Math.min(size, WINDOW);
        inflater.reset();
        inflater.setDictionary(out, size - window, window);
    }

    private static FrameException damaged() {
        return new FrameException(FrameException.BAD_TEXT, "a message can't be inflated");
    }
}
