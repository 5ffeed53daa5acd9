package io.ringcast.interop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Values in the form in which the Java client takes and gives them. */
final class JavaValues {
    private JavaValues() {}

    static Object[] toClient(Object... values) {
        return Arrays.stream(values).map(JavaValues::toClient).toArray();
    }

    static Object toClient(Object value) {
        try {
            if (value == null) {
                return JSONObject.NULL;
            }
            if (value instanceof ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                return copy;
            }
            if (value instanceof List<?> list) {
                JSONArray array = new JSONArray();
                list.forEach(each -> array.put(toClient(each)));
                return array;
            }
            if (value instanceof Map<?, ?> map) {
                JSONObject object = new JSONObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    object.put((String) entry.getKey(), toClient(entry.getValue()));
                }
                return object;
            }
            return value;
        } catch (JSONException e) {
            throw new AssertionError(e);
        }
    }

    static Object fromClient(Object value) {
        if (value == null || value == JSONObject.NULL) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof JSONArray array) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < array.length(); i++) {
                list.add(fromClient(array.opt(i)));
            }
            return list;
        }
        if (value instanceof JSONObject object) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Iterator<?> keys = object.keys(); keys.hasNext(); ) {
                String key = (String) keys.next();
                map.put(key, fromClient(object.opt(key)));
            }
            return map;
        }
        return value;
    }
}
