package io.ringcast.interop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as lists and maps; bytes are {@code {"$bytes": base64}}. */
final class Json {
    /** Half a character has no form in UTF-8, but it has one in JSON. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final String BYTES = "$bytes";

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(pack(value));
    }

    static Object read(String text) {
        return unpack(MAPPER.readValue(text, Object.class));
    }

    private static Object pack(Object value) {
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return Map.of(BYTES, Base64.getEncoder().encodeToString(copy));
        }
        return map(value, Json::pack);
    }

    private static Object unpack(Object value) {
        if (value instanceof Map<?, ?> object && object.get(BYTES) instanceof String text) {
            return ByteBuffer.wrap(Base64.getDecoder().decode(text));
        }
        return map(value, Json::unpack);
    }

    static Object map(Object value, UnaryOperator<Object> change) {
        if (value instanceof List<?> list) {
            List<Object> changed = new ArrayList<>();
            list.forEach(each -> changed.add(change.apply(each)));
            return changed;
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, Object> changed = new LinkedHashMap<>();
            object.forEach((key, each) -> changed.put((String) key, change.apply(each)));
            return changed;
        }
        return value;
    }
}
