package io.ringcast.protocol;

import io.ringcast.loop.AnyThread;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.util.TokenBuffer;

/** The payload types that {@link PayloadMapper} makes. */
@AnyThread
final class ValueType<T> implements PayloadType<T> {
    private final PayloadMapper mapper;
    private final Type type;
    private final Class<?> raw;
    private final Fit fit;
    private final ObjectReader reader;
    private final boolean readsPlain;
    private final boolean takesAnything;

    ValueType(PayloadMapper mapper, Type type) {
        this.mapper = mapper;
        this.type = type;
        this.reader = mapper.reader(type);
        this.raw = Fit.boxed(mapper.json().constructType(type).getRawClass());
        this.fit = Fit.of(type);
        this.takesAnything = raw == Object.class;
        this.readsPlain = mapper.isPlain() && PlainJson.isOf(raw);
    }

    @Override
    public Type type() {
        return type;
    }

    @Override
    public boolean fits(@Nullable Object value) {
        return value != null && fit.test(value) && !isArgument(value);
    }

    // A payload among values stands for the argument in it. Only who takes anything would take it
    // for a value.
    private boolean isArgument(Object value) {
        return takesAnything && value instanceof Payload;
    }

    @Override
    @SuppressWarnings("unchecked") // Fit has looked
    public @Nullable T convert(@Nullable Object value) {
        if (value == null) {
            return absent();
        }
        return (T) (fit.test(value) && !isArgument(value) ? value : convertSlowly(value));
    }

    /** Whether the wish is for an argument as it travelled. */
    boolean isPayload() {
        return raw == Payload.class;
    }

    /** Reads a slice of text that has been found to be one JSON value. */
    @SuppressWarnings("unchecked") // the reader was made for the type
    @Nullable T read(byte[] text, int from, int to) {
        if (readsPlain) {
            Object plain = PlainJson.read(text, from, to);
            if (plain != PlainJson.OTHER) {
                return convert(plain);
            }
        }
        try {
            return PlainJson.isNull(text, from, to)
                    ? absent()
                    : (T) reader.readValue(text, from, to - from);
        } catch (RuntimeException | StackOverflowError e) {
            throw unreadable(e);
        }
    }

    /** Reads the one value of a parser, which is closed. */
    @SuppressWarnings("unchecked") // the reader was made for the type
    @Nullable T read(JsonParser tokens) {
        try (tokens) {
            return (T) reader.readValue(tokens);
        } catch (RuntimeException | StackOverflowError e) {
            throw unreadable(e);
        }
    }

    JsonParser tokens(byte[] text, int from, int to) {
        return reader.createParser(text, from, to - from);
    }

    @SuppressWarnings("unchecked") // each branch answers with the class it asked for
    private @Nullable T absent() {
        if (type instanceof Class<?> c && c.isPrimitive()) {
            throw new PayloadException("null is no " + c.getName(), null);
        }
        if (isPayload()) {
            return (T) Payload.of(new @Nullable Object[] {null});
        }
        if (raw == Optional.class) {
            return (T) Optional.empty();
        }
        if (raw == OptionalInt.class) {
            return (T) OptionalInt.empty();
        }
        if (raw == OptionalLong.class) {
            return (T) OptionalLong.empty();
        }
        return raw == OptionalDouble.class ? (T) OptionalDouble.empty() : null;
    }

    private @Nullable Object convertSlowly(Object value) {
        if (value instanceof Payload argument) {
            return argument.get(0, this);
        }
        if (isPayload()) {
            return Payload.of(value);
        }
        Object shortcut = shortcut(value);
        return shortcut != null ? shortcut : convertThroughTokens(value);
    }

    private @Nullable Object shortcut(Object value) {
        if (value instanceof Number number && Numbers.isNumber(raw)) {
            return Numbers.exactly(number, raw);
        }
        if (raw == Optional.class && type instanceof ParameterizedType optional) {
            return present(optional.getActualTypeArguments()[0], value);
        }
        return Binary.rewrap(value, raw);
    }

    private Object present(Type content, Object value) {
        Object bare = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return bare == null
                ? Optional.empty()
                : Optional.ofNullable(mapper.resolve(content).convert(bare));
    }

    private @Nullable Object convertThroughTokens(Object value) {
        try (TokenBuffer buffer = TokenBuffer.forGeneration()) {
            PayloadGenerator.into(buffer, mapper).value(value);
            return reader.readValue(buffer);
        } catch (PayloadException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw unreadable(e);
        }
    }

    private PayloadException unreadable(Throwable cause) {
        return new PayloadException("A value can't be read as " + type.getTypeName(), cause);
    }

    @Override
    public String toString() {
        return type.getTypeName();
    }
}
