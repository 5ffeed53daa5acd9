package io.ringcast.engineio;

import io.ringcast.protocol.Encoded;
import io.ringcast.transport.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What a session sends as one piece: a packet in its wire form, and the binary messages that belong
 * to it, with nothing in between. Immutable, and shared by all recipients of a broadcast: the bytes
 * must not be written to.
 *
 * <p>On a WebSocket it is {@link #frameCount} messages; frame 0 holds the type's digit unless it is
 * binary, the others are binary.
 *
 * <p>Threads: any.
 */
public final class EnginePacket {
    /*
     * One object per broadcast, whatever the number of recipients; a session's queue holds only a
     * reference to it. The link's form (a WebSocket implementation may keep the ready frame bytes
     * there) is written by any recipient's thread without a lock: two threads may compute it at the
     * same time, with equal results.
     */
    private static final byte[][] NONE = {};
    private static final int MOST_KEPT = 1_024;
    private static final AtomicReferenceFieldUpdater<EnginePacket, Charge> CHARGE =
            AtomicReferenceFieldUpdater.newUpdater(EnginePacket.class, Charge.class, "charge");

    static final EnginePacket CLOSE = control(PacketType.CLOSE, "");
    static final EnginePacket PING = control(PacketType.PING, "");
    static final EnginePacket PONG = control(PacketType.PONG, "");
    static final EnginePacket PROBE_ANSWER = control(PacketType.PONG, "probe");
    static final EnginePacket NOOP = control(PacketType.NOOP, "");

    private final PacketType type;
    private final byte[] buffer;
    private final int offset;
    private final int length;
    private final boolean binary;
    private final boolean compressible;
    private final byte[][] attachments;
    // The attachments are text: base64.
    private final boolean plain;
    private @Nullable Object linkForm;
    // What it is in revision 3, made by the first thread that needs it, in the same way.
    private @Nullable EnginePacket typed;
    private @Nullable EnginePacket inBase64;
    // Set once, by the first session that is charged for this packet; read by all that hold it.
    private volatile @Nullable Charge charge;

    private EnginePacket(PacketType type, Encoded frames, boolean compressible) {
        this(type, frames, compressible, false);
    }

    private EnginePacket(PacketType type, Encoded frames, boolean compressible, boolean plain) {
        this.plain = plain;
        this.type = type;
        this.buffer = frames.buffer();
        this.offset = frames.offset();
        this.length = frames.length();
        this.binary = frames.binary();
        this.attachments = frames.attachments();
        this.compressible = compressible;
    }

    /**
     * A message from its encoded form, without a copy: the byte in front of a text is the type's
     * digit already.
     *
     * @param encoded the message and its attachments
     * @param compressible whether a transport that compresses may compress it
     * @return the packet
     * @throws IllegalArgumentException if the reserved byte in front of a text is not {@code '4'}
     */
    public static EnginePacket message(Encoded encoded, boolean compressible) {
        if (encoded.binary()) {
            return new EnginePacket(PacketType.MESSAGE, encoded, compressible);
        }
        int start = encoded.offset() - 1;
        if (start < 0 || encoded.buffer()[start] != PacketType.MESSAGE.digit()) {
            throw new IllegalArgumentException("no message type in front of the text");
        }
        Encoded frames =
                new Encoded(
                        encoded.buffer(),
                        start,
                        encoded.length() + 1,
                        false,
                        encoded.attachments());
        return new EnginePacket(PacketType.MESSAGE, frames, compressible);
    }

    /**
     * A text message.
     *
     * @param text the text
     * @return the packet
     */
    public static EnginePacket text(String text) {
        return packet(PacketType.MESSAGE, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A text message from bytes, which are copied.
     *
     * @param utf8 holds the text, valid UTF-8
     * @param offset where it begins
     * @param length its length in bytes
     * @return the packet
     */
    public static EnginePacket text(byte[] utf8, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, utf8.length);
        byte[] frame = new byte[length + 1];
        frame[0] = PacketType.MESSAGE.digit();
        System.arraycopy(utf8, offset, frame, 1, length);
        return new EnginePacket(PacketType.MESSAGE, frame(frame), true);
    }

    /**
     * A binary message. The bytes are not copied and must not change any more.
     *
     * @param data the message
     * @return the packet
     */
    public static EnginePacket binary(byte[] data) {
        Encoded frames = new Encoded(data, 0, data.length, true, NONE);
        return new EnginePacket(PacketType.MESSAGE, frames, true);
    }

    /** A packet of any type with a text behind the digit. */
    static EnginePacket packet(PacketType type, byte[] data) {
        byte[] frame = new byte[data.length + 1];
        frame[0] = type.digit();
        System.arraycopy(data, 0, frame, 1, data.length);
        return new EnginePacket(type, frame(frame), true);
    }

    private static EnginePacket control(PacketType type, String data) {
        return packet(type, data.getBytes(StandardCharsets.US_ASCII));
    }

    private static Encoded frame(byte[] frame) {
        return new Encoded(frame, 0, frame.length, false, NONE);
    }

    /**
     * The type of the first packet; attachments are messages.
     *
     * @return the type
     */
    public PacketType type() {
        return type;
    }

    /**
     * How many WebSocket messages this is.
     *
     * @return 1 and the number of attachments
     */
    public int frameCount() {
        return 1 + attachments.length;
    }

    /**
     * Says whether a frame is binary.
     *
     * @param frame its number, from 0
     * @return false for UTF-8 text
     */
    public boolean isBinary(int frame) {
        return !plain && (frame > 0 || binary);
    }

    /**
     * The array that holds a frame's bytes, from {@link #offset} for {@link #length} bytes.
     *
     * @param frame its number, from 0
     * @return the shared array, to be read only
     */
    public byte[] buffer(int frame) {
        return frame == 0 ? buffer : attachments[frame - 1];
    }

    /**
     * Where a frame begins in its array.
     *
     * @param frame its number, from 0
     * @return an index
     */
    public int offset(int frame) {
        return frame == 0 ? offset : 0;
    }

    /**
     * A frame's length.
     *
     * @param frame its number, from 0
     * @return bytes
     */
    public int length(int frame) {
        return frame == 0 ? length : attachments[frame - 1].length;
    }

    /**
     * The bytes of all frames together.
     *
     * @return the sum, without any framing
     */
    public long totalBytes() {
        long total = length;
        for (byte[] attachment : attachments) {
            total += attachment.length;
        }
        return total;
    }

    /** The bytes that the arrays take: a buffer that has grown may be longer than what is in it. */
    long heldBytes() {
        long total = MemoryBudget.weight(buffer.length);
        for (byte[] attachment : attachments) {
            total += MemoryBudget.weight(attachment.length);
        }
        return total;
    }

    @Nullable Charge charge() {
        return charge;
    }

    /** Sets the charge unless there is one; returns the one that there is. */
    Charge charge(Charge made) {
        return CHARGE.compareAndSet(this, null, made) ? made : Objects.requireNonNull(charge);
    }

    /**
     * Says whether a transport that compresses may compress this packet.
     *
     * @return true by default
     */
    public boolean isCompressible() {
        return compressible;
    }

    /** This packet for a client of revision 3: the type stands in front of binary frames too. */
    EnginePacket typed() {
        EnginePacket known = typed;
        if (known == null) {
            known = hasBinary() ? rewritten(false) : this;
            typed = isKept() ? known : null;
        }
        return known;
    }

    /** This packet for a client of revision 3 that takes no bytes: they are text. */
    EnginePacket inBase64() {
        EnginePacket known = inBase64;
        if (known == null) {
            known = hasBinary() ? rewritten(true) : this;
            inBase64 = isKept() ? known : null;
        }
        return known;
    }

    /**
     * A large form is made for each who needs it, and charged: nobody would pay for one kept here.
     */
    private boolean isKept() {
        return !hasBinary() || totalBytes() <= MOST_KEPT;
    }

    private boolean hasBinary() {
        return binary || attachments.length > 0;
    }

    private EnginePacket rewritten(boolean asText) {
        byte[][] rest = new byte[attachments.length][];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = rewritten(attachments[i], 0, attachments[i].length, asText);
        }
        Encoded frames =
                binary
                        ? whole(rewritten(buffer, offset, length, asText), rest)
                        : new Encoded(buffer, offset, length, false, rest);
        return new EnginePacket(type, frames, compressible, asText);
    }

    private static Encoded whole(byte[] frame, byte[][] rest) {
        return new Encoded(frame, 0, frame.length, true, rest);
    }

    private static byte[] rewritten(byte[] data, int from, int length, boolean asText) {
        return asText
                ? LengthCodec.base64(data, from, length)
                : LengthCodec.typed(data, from, length);
    }

    /**
     * What a WebSocket implementation has kept with this packet.
     *
     * @return what {@link #linkForm(Object)} was given, or null; immutable
     */
    public @Nullable Object linkForm() {
        return linkForm;
    }

    /**
     * Lets a WebSocket implementation keep its own form of the frames, so that a broadcast makes it
     * once. Several threads may do so at the same time, and not all of them see it at once.
     *
     * @param form an immutable object, with final fields only
     */
    public void linkForm(Object form) {
        linkForm = form;
    }
}
