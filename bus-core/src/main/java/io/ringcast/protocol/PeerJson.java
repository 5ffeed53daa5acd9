package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.ReaderBasedJsonParser;
import tools.jackson.core.sym.CharsToNameCanonicalizer;

/** Makes the parsers that read what peers have sent, with an application's settings. */
final class PeerJson extends JsonFactory {
    /*
     * Jackson's own parsers share a table of the names that they have met. A peer that sends names
     * of equal hash makes it fail for all others, so that table is off: a parser shares nothing
     * with another but empty buffers.
     * What JavaScript reads is read here too: names and strings as long as a message may be, halves
     * of surrogate pairs, numbers of any length. A number longer than Jackson reads is the nearest
     * double, as in JavaScript, and refused where all its digits are wanted: to read them takes
     * quadratic time.
     */
    private static final long serialVersionUID = 1L;

    /** Longer text is read piece by piece, so that the buffers that are kept stay small. */
    private static final int LONGEST_AT_ONCE = 16_384;

    private final StreamReadConstraints constraints;

    PeerJson(JsonFactory given) {
        super(
                given.rebuild()
                        .disable(Feature.CANONICALIZE_PROPERTY_NAMES)
                        .streamReadConstraints(
                                withoutDefaults(given.streamReadConstraints())
                                        .maxNumberLength(Integer.MAX_VALUE)
                                        .build()));
        constraints = withoutDefaults(given.streamReadConstraints()).build();
    }

    private PeerJson(PeerJson source) {
        super(source);
        constraints = source.constraints;
    }

    /** The limits that an application has chosen; a message's size is the only other one. */
    private static StreamReadConstraints.Builder withoutDefaults(StreamReadConstraints given) {
        StreamReadConstraints.Builder limits = given.rebuild();
        if (given.getMaxNameLength() == StreamReadConstraints.DEFAULT_MAX_NAME_LEN) {
            limits.maxNameLength(Integer.MAX_VALUE);
        }
        if (given.getMaxStringLength() == StreamReadConstraints.DEFAULT_MAX_STRING_LEN) {
            limits.maxStringLength(Integer.MAX_VALUE);
        }
        return limits;
    }

    @Override
    public JsonFactory copy() {
        return new PeerJson(this);
    }

    @Override
    protected Object readResolve() {
        return copy();
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext reading, IOContext io, byte[] data, int offset, int length) {
        String text = JsonStrings.withoutSurrogateEscapes(new String(data, offset, length, UTF_8));
        if (text.length() > LONGEST_AT_ONCE) {
            return new Tokens(this, reading, io, text);
        }
        char[] chars = io.allocTokenBuffer(text.length());
        text.getChars(0, text.length(), chars, 0);
        return new Tokens(this, reading, io, chars, text.length());
    }

    @Override
    protected JsonParser _createParser(ObjectReadContext reading, IOContext io, InputStream in) {
        try (in) { // what an application's InputDecorator has made of the bytes
            byte[] data = in.readAllBytes();
            return _createParser(reading, io, data, 0, data.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CharsToNameCanonicalizer noSymbols() {
        return _rootCharSymbols.makeChild();
    }

    private static final class Tokens extends ReaderBasedJsonParser {
        private final StreamReadConstraints constraints;

        Tokens(PeerJson factory, ObjectReadContext reading, IOContext io, char[] text, int length) {
            super(
                    reading,
                    io,
                    reading.getStreamReadFeatures(factory._streamReadFeatures),
                    reading.getFormatReadFeatures(factory._formatReadFeatures),
                    null,
                    factory.noSymbols(),
                    text,
                    0,
                    length,
                    true);
            constraints = factory.constraints;
        }

        Tokens(PeerJson factory, ObjectReadContext reading, IOContext io, String text) {
            super(
                    reading,
                    io,
                    reading.getStreamReadFeatures(factory._streamReadFeatures),
                    reading.getFormatReadFeatures(factory._formatReadFeatures),
                    new StringReader(text),
                    factory.noSymbols());
            constraints = factory.constraints;
        }

        /** What whoever reads numbers out of strings has to keep to. */
        @Override
        public StreamReadConstraints streamReadConstraints() {
            return constraints;
        }

        @Override
        protected JsonToken resetInt(boolean negative, int length) {
            return length > constraints.getMaxNumberLength()
                    ? resetFloat(negative, length, 0, 0)
                    : super.resetInt(negative, length);
        }

        private boolean isLong() {
            return getStringLength() > constraints.getMaxNumberLength();
        }

        private void refuseLong() {
            if (isLong()) {
                throw new PayloadException("A number has too many digits", null);
            }
        }

        // Tokens that are put aside keep the text, and whoever reads that later does not know.
        @Override
        public @Nullable Object getNumberValueDeferred() {
            return isLong() ? (Object) getDoubleValue() : super.getNumberValueDeferred();
        }

        @Override
        public Number getNumberValueExact() {
            refuseLong();
            return super.getNumberValueExact();
        }

        @Override
        public BigDecimal getDecimalValue() {
            refuseLong();
            return super.getDecimalValue();
        }

        @Override
        public BigInteger getBigIntegerValue() {
            refuseLong();
            return super.getBigIntegerValue();
        }
    }
}
