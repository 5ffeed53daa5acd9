package io.ringcast.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.TreeNode;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Stands between Jackson's serializers and what they write to, whatever serializers those are:
 * takes bytes out of the text, writes {@code NaN} and infinities as null, and ends cycles by a
 * limit of the depth.
 */
final class PayloadGenerator extends JsonGeneratorDelegate {
    static final int MAX_DEPTH = 500;

    /** Where bytes go. */
    @FunctionalInterface
    interface BinarySink {
        void accept(JsonGenerator out, byte[] bytes);
    }

    private final ObjectWriter writer;
    private final int maxDepth;
    private final BinarySink sink;
    private int depth;
    private boolean raw;
    private @Nullable PayloadException refusal;

    PayloadGenerator(JsonGenerator out, ObjectWriter writer, int maxDepth, BinarySink sink) {
        super(out, false);
        this.writer = writer;
        this.maxDepth = maxDepth;
        this.sink = sink;
    }

    /**
     * A generator that keeps values as tokens, to be read as another type; bytes are not copied.
     */
    static PayloadGenerator into(TokenBuffer buffer, PayloadMapper mapper) {
        return new PayloadGenerator(
                buffer, mapper.writer(), MAX_DEPTH, (out, bytes) -> out.writeEmbeddedObject(bytes));
    }

    /** Writes one value. */
    void value(@Nullable Object value) {
        try {
            writePOJO(value);
        } catch (RuntimeException | StackOverflowError e) {
            // Serializers wrap what they meet, once per level: our own word is clearer.
            throw refusal != null
                    ? refusal
                    : new PayloadException("A value can't be written as JSON", e);
        }
    }

    /** Whether something was written that Jackson did not look at. */
    boolean hasRaw() {
        return raw;
    }

    private PayloadException refuse(PayloadException why) {
        refusal = why;
        return why;
    }

    private void enter() {
        if (++depth > maxDepth) {
            throw refuse(new PayloadException("Nested too deep, or in a cycle", null));
        }
    }

    private void binary(byte[] bytes) {
        try {
            sink.accept(delegate, bytes);
        } catch (PayloadException e) {
            throw refuse(e);
        }
    }

    @Override
    public boolean has(StreamWriteCapability capability) {
        // A UUID stays text although there is a way for bytes.
        return capability != StreamWriteCapability.CAN_WRITE_BINARY_NATIVELY
                && delegate.has(capability);
    }

    @Override
    public JsonGenerator writeStartArray() {
        enter();
        return super.writeStartArray();
    }

    @Override
    public JsonGenerator writeStartArray(Object forValue) {
        enter();
        return super.writeStartArray(forValue);
    }

    @Override
    public JsonGenerator writeStartArray(Object forValue, int size) {
        enter();
        return super.writeStartArray(forValue, size);
    }

    @Override
    public JsonGenerator writeEndArray() {
        depth--;
        return super.writeEndArray();
    }

    @Override
    public JsonGenerator writeStartObject() {
        enter();
        return super.writeStartObject();
    }

    @Override
    public JsonGenerator writeStartObject(Object forValue) {
        enter();
        return super.writeStartObject(forValue);
    }

    @Override
    public JsonGenerator writeStartObject(Object forValue, int size) {
        enter();
        return super.writeStartObject(forValue, size);
    }

    @Override
    public JsonGenerator writeEndObject() {
        depth--;
        return super.writeEndObject();
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        binary(Binary.bytes(data, offset, length));
        return this;
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) {
        try {
            byte[] bytes = data.readNBytes(length < 0 ? Integer.MAX_VALUE : length);
            binary(bytes);
            return bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public JsonGenerator writeEmbeddedObject(@Nullable Object object) {
        return writePOJO(object);
    }

    @Override
    public JsonGenerator writePOJO(@Nullable Object pojo) {
        if (pojo == null) {
            return writeNull();
        }
        writer.writeValue(this, pojo);
        return this;
    }

    @Override
    public JsonGenerator writeTree(@Nullable TreeNode tree) {
        return writePOJO(tree);
    }

    @Override
    public JsonGenerator writeNumber(double v) {
        return Double.isFinite(v) ? super.writeNumber(v) : writeNull();
    }

    @Override
    public JsonGenerator writeNumber(float v) {
        return Float.isFinite(v) ? super.writeNumber(v) : writeNull();
    }

    @Override
    public JsonGenerator writeArray(double[] array, int offset, int length) {
        writeStartArray(array, length);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(array[i]);
        }
        return writeEndArray();
    }

    @Override
    public JsonGenerator writeRawValue(String text) {
        raw = true;
        return super.writeRawValue(text);
    }

    @Override
    public JsonGenerator writeRawValue(String text, int offset, int length) {
        raw = true;
        return super.writeRawValue(text, offset, length);
    }

    @Override
    public JsonGenerator writeRawValue(char[] text, int offset, int length) {
        raw = true;
        return super.writeRawValue(text, offset, length);
    }

    @Override
    public JsonGenerator writeRaw(String text) {
        raw = true;
        return super.writeRaw(text);
    }

    @Override
    public JsonGenerator writeRaw(String text, int offset, int length) {
        raw = true;
        return super.writeRaw(text, offset, length);
    }

    @Override
    public JsonGenerator writeRaw(char[] text, int offset, int length) {
        raw = true;
        return super.writeRaw(text, offset, length);
    }

    @Override
    public JsonGenerator writeRaw(char c) {
        raw = true;
        return super.writeRaw(c);
    }
}
