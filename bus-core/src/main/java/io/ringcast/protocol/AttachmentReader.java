package io.ringcast.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonToken;
import tools.jackson.core.SerializableString;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.JsonParserDelegate;

/** Reads one argument's text and puts attachments in the places of their placeholders. */
final class AttachmentReader extends JsonParserDelegate {
    private final Attachments attachments;
    private final int lastMark;
    private int mark;
    private int objects;
    private byte @Nullable [] bytes;

    AttachmentReader(
            tools.jackson.core.JsonParser text, Attachments attachments, int from, int to) {
        super(text);
        this.attachments = attachments;
        this.mark = attachments.marksBefore(from);
        this.lastMark = attachments.marksBefore(to);
    }

    @Override
    public @Nullable JsonToken nextToken() {
        bytes = null;
        JsonToken token = delegate.nextToken();
        return token == JsonToken.START_OBJECT && isPlaceholder() ? replace() : token;
    }

    private boolean isPlaceholder() {
        int before = objects++;
        return mark < lastMark && attachments.objectsBefore(mark) == before;
    }

    private JsonToken replace() {
        bytes = attachments.bytes(mark++);
        delegate.skipChildren();
        return JsonToken.VALUE_EMBEDDED_OBJECT;
    }

    @Override
    public @Nullable JsonToken nextValue() {
        JsonToken token = nextToken();
        return token == JsonToken.PROPERTY_NAME ? nextToken() : token;
    }

    @Override
    public tools.jackson.core.JsonParser skipChildren() {
        JsonToken token = currentToken();
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            return this;
        }
        for (int open = 1; open > 0; ) {
            JsonToken next = nextToken();
            if (next == null) {
                return this;
            }
            open += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
        }
        return this;
    }

    @Override
    public @Nullable String nextName() {
        return nextToken() == JsonToken.PROPERTY_NAME ? currentName() : null;
    }

    @Override
    public boolean nextName(SerializableString name) {
        return name.getValue().equals(nextName());
    }

    @Override
    public int nextNameMatch(PropertyNameMatcher matcher) {
        String name = nextName();
        if (name != null) {
            return matcher.matchName(name);
        }
        return currentToken() == JsonToken.END_OBJECT
                ? PropertyNameMatcher.MATCH_END_OBJECT
                : PropertyNameMatcher.MATCH_ODD_TOKEN;
    }

    @Override
    public @Nullable JsonToken currentToken() {
        return bytes != null ? JsonToken.VALUE_EMBEDDED_OBJECT : delegate.currentToken();
    }

    @Override
    public int currentTokenId() {
        return bytes != null ? JsonToken.VALUE_EMBEDDED_OBJECT.id() : delegate.currentTokenId();
    }

    @Override
    public boolean hasTokenId(int id) {
        return currentTokenId() == id;
    }

    @Override
    public boolean hasToken(JsonToken token) {
        return currentToken() == token;
    }

    @Override
    public boolean isExpectedStartArrayToken() {
        return bytes == null && delegate.isExpectedStartArrayToken();
    }

    @Override
    public boolean isExpectedStartObjectToken() {
        return bytes == null && delegate.isExpectedStartObjectToken();
    }

    @Override
    public boolean isExpectedNumberIntToken() {
        return bytes == null && delegate.isExpectedNumberIntToken();
    }

    @Override
    public void clearCurrentToken() {
        bytes = null;
        delegate.clearCurrentToken();
    }

    @Override
    public @Nullable Object getEmbeddedObject() {
        return bytes != null ? bytes : delegate.getEmbeddedObject();
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) {
        return bytes != null ? bytes : delegate.getBinaryValue(variant);
    }

    @Override
    public int readBinaryValue(Base64Variant variant, OutputStream out) {
        byte[] value = getBinaryValue(variant);
        try {
            out.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return value.length;
    }
}
