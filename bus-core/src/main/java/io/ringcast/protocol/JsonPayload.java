package io.ringcast.protocol;

import io.ringcast.loop.AnyThread;
import org.jspecify.annotations.Nullable;

/**
 * One or more arguments as they arrived: a slice of the received text, valid JSON values with
 * commas between them, and the attachments. Read into values when and as somebody asks.
 */
@AnyThread
final class JsonPayload implements NestedPayload {
    private static final int[] NO_COMMAS = {};

    private final PayloadMapper mapper;
    private final byte[] text;
    private final int from;
    private final int to;
    private final int[] commas;
    private final @Nullable Attachments attachments;
    private final boolean part;

    JsonPayload(PayloadMapper mapper, byte[] text, int from, int to) {
        this(mapper, new Slice(text, from, to), NO_COMMAS, null);
    }

    JsonPayload(
            PayloadMapper mapper, Slice slice, int[] commas, @Nullable Attachments attachments) {
        this.mapper = mapper;
        this.text = slice.text;
        this.from = slice.from;
        this.to = slice.to;
        this.commas = commas;
        this.attachments = attachments;
        this.part = false;
    }

    private JsonPayload(JsonPayload whole, int index) {
        this.mapper = whole.mapper;
        this.text = whole.text;
        this.from = whole.start(index);
        this.to = whole.end(index);
        this.commas = NO_COMMAS;
        this.attachments = whole.attachments;
        this.part = true;
    }

    /** Part of a text. */
    @SuppressWarnings("ArrayRecordComponent") // a parameter of several parts
    record Slice(byte[] text, int from, int to) {}

    byte[] text() {
        return text;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    @Nullable Attachments attachments() {
        return attachments;
    }

    /** Whether some of the attachments may belong to arguments that are not here. */
    boolean isPart() {
        return part;
    }

    private int start(int index) {
        return index == 0 ? from : commas[index - 1] + 1;
    }

    private int end(int index) {
        return index == commas.length ? to : commas[index];
    }

    @Override
    public int size() {
        return commas.length + 1;
    }

    @Override
    public @Nullable Object get(int index) {
        return index > commas.length ? null : read(index, mapper.natural());
    }

    @Override
    public <T> @Nullable T get(int index, PayloadType<T> type) {
        if (index > commas.length || !(type instanceof ValueType<T> known)) {
            return type.convert(get(index));
        }
        return read(index, known);
    }

    @Override
    public Payload argument(int index) {
        return index > commas.length
                ? NestedPayload.super.argument(index)
                : new JsonPayload(this, index);
    }

    @Override
    public long heldBytes() {
        return text.length + (attachments == null ? 0 : attachments.totalBytes());
    }

    private <T> @Nullable T read(int index, ValueType<T> type) {
        if (type.isPayload()) {
            return type.convert(argument(index));
        }
        int start = start(index);
        int end = end(index);
        return attachments == null
                ? type.read(text, start, end)
                : readWith(attachments, type, start, end);
    }

    private <T> @Nullable T readWith(Attachments bytes, ValueType<T> type, int start, int end) {
        int mark = bytes.marksBefore(start);
        if (mark == bytes.marksBefore(end)) {
            return type.read(text, start, end);
        }
        return bytes.start(mark) == start && bytes.end(mark) == end
                ? type.convert(bytes.bytes(mark))
                : type.read(new AttachmentReader(type.tokens(text, start, end), bytes, start, end));
    }

    @Override
    public String toString() {
        return "JsonPayload[" + size() + " arguments, " + (to - from) + " bytes]";
    }
}
