package io.ringcast.protocol;

import io.ringcast.loop.AnyThread;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Maps between JSON and the types that listeners declare. One mapper serves a whole bus.
 *
 * <p>What travels is what JSON can say, and bytes: dates become ISO-8601 strings, {@code NaN} and
 * the infinities become null, {@code byte[]} and {@link java.nio.ByteBuffer} stay bytes at any
 * depth of maps, lists and records.
 *
 * <p>JSON has one kind of number. A whole one is an integer however it is written: {@code 10.0} and
 * {@code 1e3} fit an {@code int}, {@code 10.5} does not. Numbers of more than 1,000 characters are
 * read as JavaScript reads them, the nearest {@code double} or infinity; where all digits are
 * wanted, as by {@code BigInteger} and {@code BigDecimal}, they are refused, and so are exponents
 * that would make a {@code BigInteger} of more than 1,000 digits.
 *
 * <p>Threads: any.
 */
@AnyThread
public final class PayloadMapper {
    // Beyond this many types the cache starts anew: listeners declare far fewer, and types that
    // come and go (a class loader's) are not held for ever.
    private static final int MAX_CACHED_TYPES = 1_024;

    private final JsonMapper given;
    private final JsonMapper mapper;
    private final ObjectWriter writer;
    private final boolean plain;
    private final boolean trusted;
    private final ConcurrentHashMap<Type, ValueType<?>> types = new ConcurrentHashMap<>();
    private final ValueType<Object> natural;

    private PayloadMapper(JsonMapper given) {
        this.given = given;
        this.mapper = PeerMapper.of(given);
        this.writer =
                mapper.writer()
                        .without(SerializationFeature.INDENT_OUTPUT)
                        .without(SerializationFeature.WRAP_ROOT_VALUE)
                        .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                        .without(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                        .withRootValueSeparator("")
                        .without(StreamWriteFeature.AUTO_CLOSE_CONTENT);
        this.trusted = writesJson(writer);
        this.plain = PlainJson.isSpokenBy(mapper);
        this.natural = new ValueType<>(this, Object.class);
    }

    // Quotes, escapes and separators are the application's to choose, in the mapper's factory.
    private static boolean writesJson(ObjectWriter writer) {
        Object probe = Map.of("a\u001e", List.of("\u0001\"\\", 1));
        return writer.writeValueAsString(probe).equals("{\"a\\u001e\":[\"\\u0001\\\"\\\\\",1]}");
    }

    /**
     * A mapper with Jackson's defaults, but for two: properties are written in the order of their
     * declaration, and a fraction does not silently become an integer.
     *
     * @return the mapper
     */
    public static PayloadMapper standard() {
        return new PayloadMapper(
                JsonMapper.builder()
                        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .build());
    }

    /**
     * A mapper on top of one's own JSON mapper, of which it makes a copy: with all of its settings
     * and modules, but for these. The names of properties are not kept in a table that all readers
     * share ({@code CANONICALIZE_PROPERTY_NAMES}), for one client could spoil it for the others.
     * Jackson's default limits for the length of names, strings and numbers do not apply, those
     * that the application has changed do. Whole numbers are read as integers, as described above.
     *
     * <p>A {@code JsonMapper} of a class of its own is taken as it is, and so is a {@code
     * JsonFactory} of a class of its own: what is said above is up to it.
     *
     * @param mapper reads and writes values
     * @return the mapper
     * @throws IllegalArgumentException if {@code mapper} has polymorphic default typing on, which
     *     would let a peer choose the classes that are made; if it, or its factory, is of a class
     *     of its own and has {@code CANONICALIZE_PROPERTY_NAMES} on
     */
    public static PayloadMapper of(JsonMapper mapper) {
        Objects.requireNonNull(mapper, "mapper");
        JavaType object = mapper.constructType(Object.class);
        if (mapper.deserializationConfig().getDefaultTyper(object) != null) {
            throw new IllegalArgumentException(
                    "mapper: polymorphic default typing must be off, peers would choose classes");
        }
        return new PayloadMapper(mapper);
    }

    /**
     * The JSON mapper that this one was made of.
     *
     * @return the mapper that was given, with the same settings
     */
    public JsonMapper json() {
        return given;
    }

    /**
     * A class as a payload type, resolved at the first call and remembered.
     *
     * @param type the class; {@code int.class} means {@code Integer} that is never null
     * @param <T> the class
     * @return the type
     * @throws IllegalArgumentException if JSON can't be mapped to it
     */
    public <T> PayloadType<T> type(Class<T> type) {
        return resolve(type);
    }

    /**
     * A generic type as a payload type, resolved at the first call and remembered.
     *
     * @param type the type
     * @param <T> the type
     * @return the type
     * @throws IllegalArgumentException if JSON can't be mapped to it
     */
    public <T> PayloadType<T> type(TypeRef<T> type) {
        return resolve(type.type());
    }

    /**
     * Any type as a payload type (a method's parameter, say), resolved at the first call and
     * remembered.
     *
     * @param type the type
     * @param <T> what the caller knows it to be
     * @return the type
     * @throws IllegalArgumentException if JSON can't be mapped to it
     */
    public <T> PayloadType<T> type(Type type) {
        return resolve(type);
    }

    @SuppressWarnings("unchecked") // the cache maps a Type to the ValueType of the same
    <T> ValueType<T> resolve(Type type) {
        Objects.requireNonNull(type, "type");
        ValueType<?> known = types.get(type);
        return (ValueType<T>) (known != null ? known : resolveSlowly(type));
    }

    private ValueType<?> resolveSlowly(Type type) {
        ValueType<?> made = new ValueType<>(this, type);
        if (types.size() >= MAX_CACHED_TYPES) {
            types.clear();
        }
        types.put(type, made);
        return made;
    }

    /** What a payload's value is when nobody declares a type. */
    ValueType<Object> natural() {
        return natural;
    }

    ObjectWriter writer() {
        return writer;
    }

    ObjectReader reader(Type type) {
        try {
            return mapper.readerFor(mapper.constructType(type));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("type: " + type.getTypeName(), e);
        }
    }

    /** Whether what the mapper writes is JSON for certain, raw values apart. */
    boolean isTrusted() {
        return trusted;
    }

    /** Whether strings, whole numbers, booleans and null are read and written as JSON has them. */
    boolean isPlain() {
        return plain;
    }
}
