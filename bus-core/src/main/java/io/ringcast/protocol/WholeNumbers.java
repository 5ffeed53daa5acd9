package io.ringcast.protocol;

import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.DeserializerFactoryConfig;
import tools.jackson.databind.deser.BeanDeserializerFactory;
import tools.jackson.databind.deser.DeserializerFactory;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.ReferenceType;

/**
 * Jackson's own readers of integers, but for one thing: JSON has one kind of number, so 10.0 is an
 * integer. An application's own readers come first, as ever.
 */
final class WholeNumbers extends BeanDeserializerFactory {
    private static final long serialVersionUID = 1L;
    private static final Set<Class<?>> INTEGERS =
            Set.of(
                    byte.class,
                    Byte.class,
                    short.class,
                    Short.class,
                    int.class,
                    Integer.class,
                    long.class,
                    Long.class,
                    BigInteger.class,
                    AtomicInteger.class,
                    AtomicLong.class,
                    OptionalInt.class,
                    OptionalLong.class);

    WholeNumbers(DeserializerFactoryConfig config) {
        super(config);
    }

    @Override
    public DeserializerFactory withConfig(DeserializerFactoryConfig config) {
        return new WholeNumbers(config);
    }

    @Override
    public @Nullable ValueDeserializer<?> findDefaultDeserializer(
            DeserializationContext context, JavaType type, BeanDescription.Supplier bean) {
        return whole(type, super.findDefaultDeserializer(context, type, bean));
    }

    @Override
    public @Nullable ValueDeserializer<?> createArrayDeserializer(
            DeserializationContext context, ArrayType type, BeanDescription.Supplier bean) {
        ValueDeserializer<?> array = super.createArrayDeserializer(context, type, bean);
        return type.getContentType().isPrimitive() ? whole(type.getContentType(), array) : array;
    }

    @Override
    public @Nullable ValueDeserializer<?> createReferenceDeserializer(
            DeserializationContext context, ReferenceType type, BeanDescription.Supplier bean) {
        return whole(type, super.createReferenceDeserializer(context, type, bean));
    }

    private static @Nullable ValueDeserializer<?> whole(
            JavaType number, @Nullable ValueDeserializer<?> reader) {
        return reader != null && INTEGERS.contains(number.getRawClass()) && isJacksons(reader)
                ? new Whole(reader)
                : reader;
    }

    private static boolean isJacksons(ValueDeserializer<?> reader) {
        return reader.getClass().getName().startsWith("tools.jackson.databind.");
    }

    private static final class Whole extends DelegatingDeserializer {
        Whole(ValueDeserializer<?> reader) {
            super(reader);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> reader) {
            return new Whole(reader);
        }

        @Override
        public @Nullable Object deserialize(JsonParser tokens, DeserializationContext context) {
            JsonToken token = tokens.currentToken();
            boolean mayHold =
                    token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.START_ARRAY;
            return super.deserialize(mayHold ? new WholeTokens(tokens) : tokens, context);
        }
    }
}
