package io.ringcast.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

/** Shows whole numbers as integers however they are written: 10.0 and 1e3 too. */
final class WholeTokens extends JsonParserDelegate {
    private @Nullable BigDecimal whole;

    WholeTokens(JsonParser tokens) {
        super(tokens);
        look();
    }

    private void look() {
        whole =
                delegate.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                        ? Numbers.whole(delegate.getDecimalValue())
                        : null;
    }

    @Override
    public @Nullable JsonToken nextToken() {
        delegate.nextToken();
        look();
        return currentToken();
    }

    @Override
    public @Nullable JsonToken currentToken() {
        return whole != null ? JsonToken.VALUE_NUMBER_INT : delegate.currentToken();
    }

    @Override
    public int currentTokenId() {
        return whole != null ? JsonToken.VALUE_NUMBER_INT.id() : delegate.currentTokenId();
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
    public boolean isExpectedNumberIntToken() {
        return whole != null || delegate.isExpectedNumberIntToken();
    }

    @Override
    public byte getByteValue() {
        return whole != null ? whole.byteValueExact() : delegate.getByteValue();
    }

    @Override
    public short getShortValue() {
        return whole != null ? whole.shortValueExact() : delegate.getShortValue();
    }

    @Override
    public int getIntValue() {
        return whole != null ? whole.intValueExact() : delegate.getIntValue();
    }

    @Override
    public long getLongValue() {
        return whole != null ? whole.longValueExact() : delegate.getLongValue();
    }

    @Override
    public BigInteger getBigIntegerValue() {
        return whole != null ? Numbers.integer(whole) : delegate.getBigIntegerValue();
    }
}
