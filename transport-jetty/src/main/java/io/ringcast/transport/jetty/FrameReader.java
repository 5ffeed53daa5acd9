package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** Reads what one WebSocket client sends (RFC 6455), from pieces of any size. */
final class FrameReader {
    /*
     * Owner: the thread that reads the connection; one at a time.
     * Invariant: a buffer is always consumed to its end, so that none is held between two reads.
     * Cost: a message is copied once, out of the network's buffer, and unmasked eight bytes at a
     * time in its place; memory is at most twice what has arrived (plus 1 KiB), whatever length a
     * header announces. For a message that does not come whole in one read, the owner is asked
     * before memory is taken for it; others cost no question.
     */

    /** Takes what was read. A byte array is handed over and not touched any more. */
    interface Messages {
        /** A whole text message; not yet known to be UTF-8. */
        void onText(byte[] data, int length);

        /** A whole binary message. */
        void onBinary(byte[] data);

        /**
         * Asks for the memory of an incomplete message; 0 when nothing is held any more.
         *
         * @return whether that much may be held
         */
        boolean mayHold(int bytes);

        /**
         * Asks whether a message may have grown by so much when it was expanded.
         *
         * @return whether it may be handed over
         */
        boolean mayExpand(int bytes);

        /** A ping, to be answered with the same bytes. */
        void onPing(byte[] data);

        /** The client's close frame, the last frame that is read; 1005 if it had no status. */
        void onClose(int status);
    }

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** The bit of a message's first frame that says that it is compressed. */
    static final int COMPRESSED = 0x40;

    private static final int RESERVED = 0x70;

    /** A message in more frames than that is an attack: empty ones cost their sender nothing. */
    static final int MAX_FRAMES = 16_384;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    // As much as a client holds without asking: there may be 100,000 of them.
    private static final int FIRST_PIECE = 1_024;
    private static final byte[] EMPTY = {};

    private enum State {
        /** The first byte of a header is due; entered after each frame. */
        OPCODE,
        /** The byte with the mask bit and the short length. */
        LENGTH,
        /** Two or eight bytes of length. */
        LONG_LENGTH,
        /** Four bytes. */
        MASK,
        /** The frame's payload. */
        PAYLOAD,
        /** After a close frame or an error: the rest is skipped. */
        ENDED
    }

    private final Messages messages;
    private final long maxMessage;
    private final boolean deflates;

    private State state = State.OPCODE;
    private boolean isLast;
    private int opcode;
    private int lengthBytes;
    private long frameLength;
    private long frameRead;
    private int maskBytes;
    private int mask;

    /** TEXT or BINARY while a message is incomplete, else 0. */
    private int messageKind;

    private boolean compressed;
    private int frames;
    private byte[] message = EMPTY;
    private int messageSize;
    private boolean isHeld;
    private byte[] control = EMPTY;

    /**
     * Makes a reader.
     *
     * @param messages told what was read
     * @param maxMessage the bytes that a message may have
     */
    FrameReader(Messages messages, long maxMessage) {
        this(messages, new FrameLimits(maxMessage, 0));
    }

    /** Makes a reader that may have to expand what it reads. */
    FrameReader(Messages messages, FrameLimits limits) {
        this.messages = messages;
        this.maxMessage = Math.min(limits.maxMessage(), Integer.MAX_VALUE - 64);
        this.deflates = limits.deflates();
    }

    /**
     * Takes the next bytes in.
     *
     * @param in consumed to its end
     * @throws FrameException if the client broke a rule or a limit; nothing is read after that
     */
    void read(ByteBuffer in) throws FrameException {
        try {
            while (in.hasRemaining()) {
                step(in);
            }
            if (messageKind != 0 && message.length > 0) {
                hold(message.length);
            }
        } catch (FrameException e) {
            end();
            throw e;
        }
    }

    private void hold(int bytes) throws FrameException {
        isHeld = true;
        if (!messages.mayHold(bytes)) {
            throw overBudget();
        }
    }

    static FrameException overBudget() {
        return new FrameException(
                FrameException.TRY_AGAIN_LATER, "the inbound budget is spent: see inboundBudget");
    }

    private void release() {
        message = EMPTY;
        messageKind = 0;
        if (isHeld) {
            isHeld = false;
            messages.mayHold(0);
        }
    }

    private void step(ByteBuffer in) throws FrameException {
        switch (state) {
            case OPCODE -> first(in.get());
            case LENGTH -> second(in.get());
            case LONG_LENGTH -> {
                frameLength = frameLength << 8 | (in.get() & 0xFF);
                if (--lengthBytes == 0) {
                    checkLength();
                }
            }
            case MASK -> {
                mask = mask << 8 | (in.get() & 0xFF);
                if (++maskBytes == 4) {
                    beginPayload(in);
                }
            }
            case PAYLOAD -> payload(in);
            case ENDED -> in.position(in.limit());
            default -> throw new AssertionError(state);
        }
    }

    private void first(byte b) throws FrameException {
        isLast = b < 0;
        opcode = b & 0x0F;
        boolean startsMessage = opcode == TEXT || opcode == BINARY;
        if ((b & (deflates && startsMessage ? ~COMPRESSED & RESERVED : RESERVED)) != 0) {
            throw new FrameException(FrameException.PROTOCOL_ERROR, "reserved bits are set");
        }
        switch (opcode) {
            case CONTINUATION -> {
                if (messageKind == 0) {
                    throw new FrameException(FrameException.PROTOCOL_ERROR, "nothing to continue");
                }
            }
            case TEXT, BINARY -> {
                if (messageKind != 0) {
                    throw new FrameException(
                            FrameException.PROTOCOL_ERROR, "a message is incomplete");
                }
                messageKind = opcode;
                compressed = (b & COMPRESSED) != 0;
                frames = 0;
                messageSize = 0;
            }
            case CLOSE, PING, PONG -> {
                if (!isLast) {
                    throw new FrameException(
                            FrameException.PROTOCOL_ERROR, "a control frame is fragmented");
                }
            }
            default -> throw new FrameException(FrameException.PROTOCOL_ERROR, "unknown opcode");
        }
        state = State.LENGTH;
    }

    private void second(byte b) throws FrameException {
        if (b >= 0) {
            throw new FrameException(FrameException.PROTOCOL_ERROR, "a frame is not masked");
        }
        int length = b & 0x7F;
        mask = 0;
        maskBytes = 0;
        if (length < 126) {
            frameLength = length;
            checkLength();
        } else {
            frameLength = 0;
            lengthBytes = length == 126 ? 2 : 8;
            state = State.LONG_LENGTH;
            if (isControl()) {
                throw new FrameException(FrameException.PROTOCOL_ERROR, "a control frame is long");
            }
        }
    }

    private boolean isControl() {
        return opcode >= CLOSE;
    }

    private void checkLength() throws FrameException {
        if (frameLength < 0) {
            throw new FrameException(FrameException.PROTOCOL_ERROR, "a length is negative");
        }
        if (!isControl()) {
            if (messageSize + frameLength > maxMessage || messageSize + frameLength < 0) {
                throw new FrameException(FrameException.TOO_BIG, "Max payload size exceeded");
            }
            if (++frames > MAX_FRAMES) {
                throw new FrameException(FrameException.POLICY, "a message has too many frames");
            }
        }
        state = State.MASK;
    }

    private void beginPayload(ByteBuffer in) throws FrameException {
        frameRead = 0;
        state = State.PAYLOAD;
        if (isControl()) {
            control = frameLength == 0 ? EMPTY : new byte[(int) frameLength];
        } else if (messageSize == 0) {
            int there = Math.max(in.remaining(), FIRST_PIECE);
            message = frameLength == 0 ? EMPTY : new byte[(int) Math.min(frameLength, there)];
        }
        if (frameLength == 0) {
            endOfFrame();
        }
    }

    private void payload(ByteBuffer in) throws FrameException {
        int count = (int) Math.min(in.remaining(), frameLength - frameRead);
        if (isControl()) {
            in.get(control, (int) frameRead, count);
            unmask(control, (int) frameRead, count);
        } else {
            room(count);
            in.get(message, messageSize, count);
            unmask(message, messageSize, count);
            messageSize += count;
        }
        frameRead += count;
        if (frameRead == frameLength) {
            endOfFrame();
        }
    }

    private void room(int count) throws FrameException {
        int needed = messageSize + count;
        if (needed > message.length) {
            // In the last frame no more than it announces, so that a message of one frame ends
            // exact; before that twice as much, or each small fragment would copy all before it.
            long announced = messageSize + (frameLength - frameRead);
            long most = isLast ? announced : maxMessage;
            long doubled = Math.max(needed, 2L * message.length);
            int capacity = (int) Math.min(most, doubled);
            if (isHeld) {
                hold(capacity);
            }
            message = Arrays.copyOf(message, capacity);
        }
    }

    private void unmask(byte[] bytes, int offset, int count) {
        int rotated = Integer.rotateLeft(mask, (int) (frameRead & 3) * 8);
        long wide = (long) rotated << 32 | (rotated & 0xFFFF_FFFFL);
        int i = offset;
        int end = offset + count;
        for (; i + 8 <= end; i += 8) {
            LONGS.set(bytes, i, (long) LONGS.get(bytes, i) ^ wide);
        }
        for (int shift = 24; i < end; i++, shift = shift == 0 ? 24 : shift - 8) {
            bytes[i] ^= (byte) (rotated >>> shift);
        }
    }

    private void endOfFrame() throws FrameException {
        state = State.OPCODE;
        if (isControl()) {
            byte[] data = control;
            control = EMPTY;
            endOfControl(data);
        } else if (isLast) {
            endOfMessage();
        }
    }

    private void endOfMessage() throws FrameException {
        byte[] whole = message;
        int size = messageSize;
        int kind = messageKind;
        release();
        if (compressed) {
            whole = Deflation.inflate(whole, size, maxMessage);
            if (!messages.mayExpand(Math.max(0, whole.length - size))) {
                throw expandsTooMuch();
            }
            size = whole.length;
        }
        if (kind == BINARY) {
            messages.onBinary(whole.length == size ? whole : Arrays.copyOf(whole, size));
        } else {
            messages.onText(whole, size);
        }
    }

    static FrameException expandsTooMuch() {
        return new FrameException(
                FrameException.POLICY, "compressed messages grow too much: see maxExpansion");
    }

    private void endOfControl(byte[] data) throws FrameException {
        if (opcode == PING) {
            messages.onPing(data);
        } else if (opcode == CLOSE) {
            int status = closeStatus(data);
            end();
            messages.onClose(status);
        }
    }

    private static int closeStatus(byte[] data) throws FrameException {
        if (data.length == 0) {
            return FrameException.NO_STATUS;
        }
        int status = data.length == 1 ? 0 : (data[0] & 0xFF) << 8 | (data[1] & 0xFF);
        boolean defined =
                (status >= 1000 && status <= 1014 && (status < 1004 || status > 1006))
                        || (status >= 3000 && status <= 4999);
        if (!defined) {
            throw new FrameException(FrameException.PROTOCOL_ERROR, "an invalid close status");
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(data, 2, data.length - 2));
        } catch (CharacterCodingException e) {
            throw new FrameException(FrameException.BAD_TEXT, "a close reason is not UTF-8");
        }
        return status;
    }

    /** Reads nothing any more and lets go of what was read. */
    void end() {
        state = State.ENDED;
        control = EMPTY;
        release();
    }

    /** The bytes that are held for an incomplete message. */
    int held() {
        return message.length;
    }

    /** The bytes that are missing in the frame under way, as far as its header has told. */
    long missing() {
        return state == State.PAYLOAD ? frameLength - frameRead : 0;
    }
}
